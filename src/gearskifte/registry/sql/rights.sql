-- name: give
-- A right.
INSERT INTO registry_right (official, authority, subjects, benefits, level, identities, starts, ends,
                            given_by, given_at, ended_by)
VALUES (%(official)s, %(authority)s, %(subjects)s, %(benefits)s, %(level)s, %(identities)s::uuid[],
        %(starts)s, %(ends)s, %(by)s, %(now)s, '')
RETURNING id;

-- name: end
-- End a right that has not ended.
UPDATE registry_right SET ends = greatest(%(now)s, starts), ended_by = %(by)s
WHERE id = %(id)s AND (ends IS NULL OR ends > %(now)s)
RETURNING id;

-- name: all
-- Every right there has been, or one official's, by official and age.
SELECT id, official, authority, subjects, benefits, level, identities, starts, ends, given_by, given_at,
       ended_by
FROM registry_right
WHERE %(official)s = '' OR official IN (%(official)s, '*')
ORDER BY official COLLATE "C", id;
