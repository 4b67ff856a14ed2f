-- name: publish
-- Write events.
INSERT INTO kernel_outbox (name, at, payload, attempts, last_error)
SELECT r.name, %(now)s, r.payload, 0, ''
FROM jsonb_to_recordset(%(rows)s) AS r(name text, payload jsonb);

-- name: claim
-- The oldest event that waits and is held by no other worker.
SELECT id, name, at, payload, attempts FROM kernel_outbox
WHERE delivered_at IS NULL AND (not_before IS NULL OR not_before <= %(now)s)
ORDER BY id LIMIT 1
FOR UPDATE SKIP LOCKED;

-- name: settle
-- The event has been delivered.
UPDATE kernel_outbox SET delivered_at = %(now)s, attempts = attempts + 1, last_error = ''
WHERE id = %(id)s;

-- name: fail
-- The event could not be delivered; try again later.
UPDATE kernel_outbox
SET attempts = attempts + 1, not_before = %(again)s, last_error = %(error)s
WHERE id = %(id)s;

-- name: forget
-- Empty events about these objects that have been heard, or are about one of them alone.
UPDATE kernel_outbox SET payload = '{}', delivered_at = coalesce(delivered_at, %(now)s)
WHERE payload ->> 'object_id' = ANY(%(references)s)
   OR delivered_at IS NOT NULL
      AND payload @? '$.*[*] ? (@.type() == "string")'
      AND EXISTS (SELECT FROM jsonb_path_query(payload, '$.*[*]') AS part
                  WHERE part #>> '{}' = ANY(%(references)s));

-- name: waiting
-- How events are delivered.
SELECT waiting, oldest_at, failing FROM kernel_pub_outbox;
