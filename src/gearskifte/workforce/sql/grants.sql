-- Who may do what with the workforce's tables. Run after every migration; safe to run again.
-- The files are counts of people, never of one person, and the same for all who may see the page.
GRANT SELECT, INSERT, UPDATE (used_from) ON workforce_file TO gearskifte_web, gearskifte_worker;
GRANT USAGE ON SEQUENCE workforce_file_id_seq TO gearskifte_web, gearskifte_worker;
-- Freed hours are noted by the worker; who says what they went to is asked on the page.
GRANT SELECT ON workforce_freed TO gearskifte_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON workforce_freed TO gearskifte_worker;
GRANT SELECT, INSERT ON workforce_use TO gearskifte_web, gearskifte_worker;
GRANT USAGE ON SEQUENCE workforce_use_id_seq TO gearskifte_web, gearskifte_worker;
