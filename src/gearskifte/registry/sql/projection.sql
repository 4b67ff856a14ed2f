-- name: lock_objects
-- Hold the objects until commit, always in the same order.
SELECT id, card FROM registry_object WHERE id = ANY(%(ids)s::text::uuid[]) ORDER BY id FOR UPDATE;

-- name: histories
-- All registrations of the objects, in order of source time.
SELECT object_id, kind, id, source_time, received_at, facts FROM registry_registration
WHERE object_id = ANY(%(ids)s::text::uuid[])
ORDER BY source_time, id;

-- name: write_objects
-- What is true of the objects now; each row is an array of the columns above.
UPDATE registry_object AS o
SET kind = r ->> 1, owner = r ->> 2, system = r ->> 3, kle = r ->> 4,
    sensitivity = (r ->> 5)::smallint, hidden = (r ->> 6)::boolean, finished = (r ->> 7)::boolean,
    sorted_at = (r ->> 8)::timestamptz, changed_at = (r ->> 9)::timestamptz,
    good_until = (r ->> 10)::timestamptz, card = r -> 11
FROM jsonb_array_elements(%(rows)s::jsonb) AS r
WHERE o.id = (r ->> 0)::uuid;

-- name: neighbours
-- Objects whose audience may change with the given ones, by links as they were and as they are.
SELECT target AS id FROM registry_link WHERE source = ANY(%(ids)s::text::uuid[])
UNION SELECT source FROM registry_link WHERE target = ANY(%(ids)s::text::uuid[]);

-- name: drop_parties
-- Parties are written anew.
DELETE FROM registry_party WHERE object_id = ANY(%(ids)s::text::uuid[]);

-- name: drop_links
-- Links are written anew.
DELETE FROM registry_link WHERE source = ANY(%(ids)s::text::uuid[]);

-- name: drop_restrictions
-- Restrictions are written anew.
DELETE FROM registry_restriction WHERE object_id = ANY(%(ids)s::text::uuid[]);

-- name: write_restrictions
-- What restricts the objects more than owner, subject and sensitivity.
INSERT INTO registry_restriction (object_id, named, until)
SELECT r.object_id, r.named, r.until
FROM jsonb_to_recordset(%(rows)s) AS r(object_id uuid, named uuid[], until timestamptz);

-- name: drop_audience
-- The audience is written anew.
DELETE FROM registry_audience WHERE object_id = ANY(%(ids)s::text::uuid[]);

-- name: drop_audience_through_others
-- So is that of documents and payments whose cases and grants may have changed.
DELETE FROM registry_audience WHERE object_id = ANY(%(ids)s::text::uuid[]) AND kind IN ('document', 'payment');

-- name: write_audience_through_others
-- Whom documents and payments concern: their own parties, and those of the cases and grants they lie on. A
-- case that is kept from the citizen's view keeps its documents from it, on whichever other case they lie.
WITH kept AS (
    SELECT DISTINCT l.target AS id
    FROM registry_link AS l JOIN registry_object AS c ON c.id = l.source AND c.kind = 'case' AND c.hidden
    WHERE l.target = ANY(%(ids)s::text::uuid[]) AND l.role LIKE 'journal:%%'
), concerned AS (
    SELECT p.person_id, o.id AS object_id, p.starts, p.ends,
           (o.kind || ':' || p.role) = ANY(%(shown)s) AND NOT o.hidden AS citizen
    FROM registry_object AS o JOIN registry_party AS p ON p.object_id = o.id
    WHERE o.id = ANY(%(ids)s::text::uuid[]) AND o.kind IN ('document', 'payment')
    UNION ALL
    SELECT p.person_id, o.id, p.starts, p.ends,
           (c.kind || ':' || p.role) = ANY(%(shown)s) AND NOT o.hidden
           AND o.id NOT IN (SELECT id FROM kept)
    FROM registry_object AS o
    JOIN registry_link AS l ON l.target = o.id AND l.role LIKE 'journal:%%'
    JOIN registry_object AS c ON c.id = l.source AND c.kind = 'case'
    JOIN registry_party AS p ON p.object_id = c.id
    WHERE o.id = ANY(%(ids)s::text::uuid[]) AND o.kind = 'document'
    UNION ALL
    SELECT p.person_id, o.id, p.starts, p.ends,
           (g.kind || ':' || p.role) = ANY(%(shown)s) AND NOT g.hidden AND NOT o.hidden
    FROM registry_object AS o
    JOIN registry_link AS l ON l.source = o.id AND l.role = 'line'
    JOIN registry_object AS g ON g.id = l.target AND g.kind = 'grant'
    JOIN registry_party AS p ON p.object_id = g.id
    WHERE o.id = ANY(%(ids)s::text::uuid[]) AND o.kind = 'payment'
)
INSERT INTO registry_audience (person_id, object_id, starts, citizen, ends, owner, kind, finished,
                               sorted_at)
SELECT c.person_id, c.object_id, c.starts, c.citizen,
       CASE WHEN bool_or(c.ends IS NULL) THEN NULL ELSE max(c.ends) END,
       o.owner, o.kind, o.finished, o.sorted_at
FROM concerned AS c JOIN registry_object AS o ON o.id = c.object_id
GROUP BY c.person_id, c.object_id, c.starts, c.citizen, o.id;
