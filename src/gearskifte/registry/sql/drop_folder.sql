-- name: statuses
-- What has become of the messages with these bytes.
SELECT sha256, status FROM registry_raw_message WHERE sha256 = ANY(%(digests)s);
