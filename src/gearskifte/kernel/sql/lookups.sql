-- name: keep
-- Write a look-up.
INSERT INTO kernel_lookup (id, subject, actor, purpose, opened_at, closes_at)
VALUES (%(id)s, %(subject)s, %(actor)s, %(purpose)s, %(at)s, %(closes_at)s)
ON CONFLICT DO NOTHING;

-- name: find
-- An open look-up of this official's.
SELECT subject, purpose FROM kernel_lookup
WHERE id = %(id)s AND actor = %(actor)s AND opened_at <= %(at)s AND %(at)s < closes_at;
