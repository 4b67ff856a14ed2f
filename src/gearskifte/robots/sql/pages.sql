-- name: recall
-- What a robot has kept of a page.
SELECT content FROM robots_seen_page WHERE robot_id = %(robot)s AND key = %(key)s;

-- name: keep
-- What a robot keeps of a page from now on.
INSERT INTO robots_seen_page (robot_id, key, content, kept_at)
VALUES (%(robot)s, %(key)s, %(content)s, clock_timestamp())
ON CONFLICT (robot_id, key) DO UPDATE
   SET content = excluded.content, kept_at = excluded.kept_at;
