-- name: turn
-- One worker at a time looks for what is to begin; the moment by the clock that all share.
SELECT pg_try_advisory_xact_lock(hashtext('gearskifte robots: starting')), clock_timestamp();

-- name: robots
-- Every robot in force: its text and what is filled in.
SELECT DISTINCT ON (r.id) r.id, r.slug, v.id, v.source,
       (SELECT b.given::text FROM robots_binding AS b WHERE b.robot_id = r.id
        ORDER BY b.id DESC LIMIT 1)
FROM robots_robot AS r JOIN robots_version AS v ON v.robot_id = r.id
WHERE v.approved_at IS NOT NULL ORDER BY r.id, v.number DESC;

-- name: looked
-- Up to when a robot's plan has been looked at.
SELECT until FROM robots_beginning WHERE robot_id = %(robot)s AND mark = %(mark)s;

-- name: look
-- Up to when it has been looked at from now on; never further back.
INSERT INTO robots_beginning AS b (robot_id, mark, until)
VALUES (%(robot)s, %(mark)s, %(until)s)
ON CONFLICT (robot_id, mark) DO UPDATE SET until = greatest(b.until, excluded.until);

-- name: begun
-- It stands in the ledger's log what began by itself.
SELECT robots_note(0, jsonb_build_object('did', 'began', 'robot', %(robot)s::bigint,
                                         'by', %(by)s::text, 'items', %(items)s::int));
