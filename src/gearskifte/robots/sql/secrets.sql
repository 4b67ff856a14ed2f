-- name: use
-- A secret; the use of it is logged under item 0.
WITH found AS (
    SELECT sealed, name FROM robots_secret
    WHERE robot_id = %(robot)s AND digest = %(digest)s AND address = %(address)s
      AND name = %(name)s
)
SELECT sealed, robots_note(0, jsonb_build_object('did', 'secret used', 'name', name,
                                                 'recipe', %(digest)s::text))
FROM found;

-- name: give
-- A secret for one text of a recipe and one address.
INSERT INTO robots_secret (robot_id, digest, address, name, sealed, given_by, given_at)
VALUES (%(robot)s, %(digest)s, %(address)s, %(name)s, %(sealed)s, %(by)s, clock_timestamp())
ON CONFLICT (robot_id, digest, address, name) DO UPDATE
   SET sealed = excluded.sealed, given_by = excluded.given_by, given_at = excluded.given_at;
