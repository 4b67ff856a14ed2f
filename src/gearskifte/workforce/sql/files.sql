-- name: keep
-- A file as it was sent, not used yet.
INSERT INTO workforce_file (kind, name, sha256, body, received_at, received_by)
VALUES (%(kind)s, %(name)s, %(sha256)s, %(body)s, %(at)s, %(who)s)
RETURNING id;

-- name: use
-- A kept file is what its kind's numbers are made from, from now on.
UPDATE workforce_file SET used_from = %(at)s WHERE id = %(id)s RETURNING id;

-- name: in_use
-- The newest chosen file of each kind, without its bytes.
SELECT DISTINCT ON (kind) id, kind, name, sha256, received_at, received_by
FROM workforce_file WHERE used_from IS NOT NULL
ORDER BY kind, used_from DESC, id DESC;

-- name: of_kind
-- Every file of a kind, the newest of those with the same bytes.
SELECT DISTINCT ON (sha256) id, kind, name, sha256, received_at, received_by
FROM workforce_file WHERE kind = %(kind)s
ORDER BY sha256, id DESC;

-- name: one
-- One file, without its bytes.
SELECT id, kind, name, sha256, received_at, received_by FROM workforce_file WHERE id = %(id)s;

-- name: body
-- The bytes of a file.
SELECT body FROM workforce_file WHERE id = %(id)s;
