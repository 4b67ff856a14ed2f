-- name: ask
-- A version is to be tried on an item; the workers are told.
INSERT INTO robots_tryout (version_id, asked_by, asked_at, data)
SELECT v.id, %(by)s, clock_timestamp(), %(data)s FROM robots_version AS v WHERE v.id = %(version)s
RETURNING id, pg_notify('robots_work', '');

-- name: newest
-- How the newest try-out of a version goes, or went.
SELECT t.id, t.asked_by, t.asked_at, t.ended_at, t.result FROM robots_tryout AS t
WHERE t.version_id = %(version)s ORDER BY t.id DESC LIMIT 1;

-- name: take
-- The next to be tried, by its robot's newest bindings. One whose worker died is tried again.
UPDATE robots_tryout AS t SET begun_at = clock_timestamp()
FROM robots_version AS v
WHERE v.id = t.version_id AND t.id = (
    SELECT id FROM robots_tryout
    WHERE ended_at IS NULL
      AND (begun_at IS NULL OR begun_at < clock_timestamp() - interval '10 minutes')
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING t.id, t.version_id, t.data,
          (SELECT max(b.id) FROM robots_binding AS b WHERE b.robot_id = v.robot_id);

-- name: read
-- A citizen's data is read by a robot that is tried: it stands in the citizen's log.
SELECT kernel_log(clock_timestamp(), %(subject)s, %(entry)s);

-- name: end
-- How it went; the item's fields are gone.
UPDATE robots_tryout SET ended_at = clock_timestamp(), result = %(result)s, data = ''::bytea
WHERE id = %(tryout)s;
