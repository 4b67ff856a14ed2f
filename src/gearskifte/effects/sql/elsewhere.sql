-- name: topics
-- The kinds of case that an authority has.
SELECT topic FROM effects_picture WHERE owner = %(owner)s ORDER BY topic;

-- name: keep
-- What another municipality tells of an outcome of a kind of case.
INSERT INTO effects_elsewhere (unit, topic, outcome, months, uses)
VALUES (%(unit)s, %(topic)s, %(outcome)s, %(months)s, %(uses)s)
ON CONFLICT (unit, topic, outcome)
DO UPDATE SET months = excluded.months, uses = excluded.uses;

-- name: told
-- What others have told of an outcome of a kind of case.
SELECT unit, months, uses FROM effects_elsewhere
WHERE topic = %(topic)s AND outcome = %(outcome)s ORDER BY unit;
