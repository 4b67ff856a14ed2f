-- name: keep_touch
-- The first act counts, in whatever order they are told.
INSERT INTO effects_touch AS t (reference, solution, title, at, items)
VALUES (%(reference)s, %(solution)s, %(title)s, %(at)s, array_remove(ARRAY[%(item)s::bigint], 0))
ON CONFLICT (reference, solution) DO UPDATE
SET at = least(t.at, excluded.at), title = excluded.title,
    items = CASE WHEN t.items @> excluded.items THEN t.items ELSE t.items || excluded.items END;

-- name: kinds_of
-- The kinds of case that a case as it was told may be of.
SELECT DISTINCT owner, topic FROM effects_case
WHERE id = %(id)s OR (number = %(reference)s AND number <> '');

-- name: count_again
-- Have one picture made anew at once.
UPDATE effects_picture SET due_at = least(due_at, %(now)s)
WHERE owner = %(owner)s AND topic = %(topic)s;

-- name: keep_import
-- What was taken over from the commons, the first time.
INSERT INTO effects_import AS i (solution, topic, title, day)
VALUES (%(solution)s, %(topic)s, %(title)s, %(day)s)
ON CONFLICT (solution) DO UPDATE SET topic = excluded.topic, title = excluded.title,
    day = least(i.day, excluded.day);

-- name: touched_cases
-- When something first touched each case of a kind. A number that several cases have names none.
WITH kind AS (
    SELECT id, number FROM effects_case WHERE owner = %(owner)s AND topic = %(topic)s
), met AS (
    SELECT k.id, t.solution, t.title, t.at FROM kind AS k
    JOIN effects_touch AS t ON t.reference = k.id::text
    UNION ALL
    SELECT k.id, t.solution, t.title, t.at FROM kind AS k
    JOIN effects_touch AS t ON t.reference = k.number
    WHERE k.number <> '' AND NOT EXISTS (
        SELECT FROM effects_case AS o WHERE o.number = k.number AND o.id <> k.id)
)
SELECT solution, id, min(at), max(title) FROM met GROUP BY solution, id;

-- name: keep_use
-- How far something is in use, as the cases show it now.
INSERT INTO effects_adoption AS a (owner, topic, solution, title, first, month, touched, started)
VALUES (%(owner)s, %(topic)s, %(solution)s, %(title)s, %(first)s, %(month)s, %(touched)s,
        %(started)s)
ON CONFLICT (owner, topic, solution) DO UPDATE
SET title = excluded.title, first = excluded.first, month = excluded.month,
    touched = excluded.touched, started = excluded.started;

-- name: adoptions
-- What is in use, of one authority or of one solution, and what was taken over and is not yet.
WITH used AS (
    SELECT a.owner, a.topic, a.solution, coalesce(nullif(a.title, ''), i.title, '') AS title,
           i.day, a.first, a.month, a.touched, a.started
    FROM effects_adoption AS a LEFT JOIN effects_import AS i USING (solution)
    WHERE (a.owner = %(owner)s OR %(owner)s = '')
), every AS (
    SELECT * FROM used
    UNION ALL
    SELECT %(owner)s, i.topic, i.solution, i.title, i.day, NULL, NULL, 0, 0
    FROM effects_import AS i
    WHERE NOT EXISTS (SELECT FROM used AS u WHERE u.solution = i.solution)
)
SELECT owner, topic, solution, title, day, first, month, touched, started FROM every
WHERE (topic = %(topic)s OR %(topic)s = '') AND (solution = %(solution)s OR %(solution)s = '')
ORDER BY month NULLS LAST, title COLLATE "C", solution, owner, topic;
