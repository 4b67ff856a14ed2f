-- name: untold
-- Acts that the registry has not been told of, the oldest first.
SELECT id, message FROM robots_act WHERE told_at IS NULL ORDER BY id LIMIT %(most)s;

-- name: told
-- The registry has them.
UPDATE robots_act SET told_at = clock_timestamp() WHERE id = ANY(%(ids)s);
