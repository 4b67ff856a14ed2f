-- name: begin
-- Begin to build, unless something was begun before.
INSERT INTO demo_build (id, size, seed, ends_at, complete)
VALUES (1, %(size)s, %(seed)s, %(now)s, false)
ON CONFLICT DO NOTHING;

-- name: find
-- What was begun.
SELECT size, seed, ends_at, complete FROM demo_build WHERE id = 1;

-- name: finish
-- All messages are in.
UPDATE demo_build SET complete = true WHERE id = 1;
