-- How many messages wait, as whoever runs the installation sees it. Run after every migration.

-- How many messages have been kept and not read yet, and since when.
CREATE OR REPLACE VIEW registry_pub_unread AS
SELECT count(*) AS number, min(received_at) AS oldest_at
FROM registry_raw_message WHERE status = 'received';
