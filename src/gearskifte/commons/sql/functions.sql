-- The number of an entry's newest change: readers ask for what came after the last they saw.
CREATE SEQUENCE IF NOT EXISTS commons_entry_number;
