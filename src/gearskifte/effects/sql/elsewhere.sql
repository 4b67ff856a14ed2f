-- name: topics
-- The kinds of case that an authority has.
SELECT topic FROM effects_picture WHERE owner = %(owner)s ORDER BY topic;

-- name: waits
-- When the cases of a kind began and were decided.
SELECT started, decided FROM effects_case
WHERE owner = %(owner)s AND topic = %(topic)s AND started IS NOT NULL;

-- name: keep
-- What another municipality tells of a kind of case.
INSERT INTO effects_elsewhere (unit, topic, months, uses)
VALUES (%(unit)s, %(topic)s, %(months)s, %(uses)s)
ON CONFLICT (unit, topic) DO UPDATE SET months = excluded.months, uses = excluded.uses;

-- name: told
-- What others have told of a kind of case.
SELECT unit, months, uses FROM effects_elsewhere WHERE topic = %(topic)s ORDER BY unit;
