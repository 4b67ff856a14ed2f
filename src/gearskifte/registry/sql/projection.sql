-- name: lock_objects
-- Hold the objects until commit, always in the same order.
SELECT o.id, o.card FROM unnest(%(ids)s::text::uuid[]) AS asked(id) JOIN registry_object AS o USING (id)
ORDER BY o.id FOR UPDATE OF o;

-- name: histories
-- All registrations of the objects, in order of source time.
SELECT r.object_id, r.kind, r.id, r.source_time, r.received_at, r.facts
FROM unnest(%(ids)s::text::uuid[]) AS asked(id) JOIN registry_registration AS r ON r.object_id = asked.id
ORDER BY r.source_time, r.id;

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
WITH asked AS MATERIALIZED (SELECT unnest(%(ids)s::text::uuid[]) AS id)
SELECT l.target AS id FROM asked JOIN registry_link AS l ON l.source = asked.id
UNION SELECT l.source FROM asked JOIN registry_link AS l ON l.target = asked.id;

-- name: drop_parties
-- Parties are written anew.
DELETE FROM registry_party AS p USING unnest(%(ids)s::text::uuid[]) AS asked(id) WHERE p.object_id = asked.id;

-- name: drop_links
-- Links are written anew.
DELETE FROM registry_link AS l USING unnest(%(ids)s::text::uuid[]) AS asked(id) WHERE l.source = asked.id;

-- name: drop_restrictions
-- Restrictions are written anew.
DELETE FROM registry_restriction AS r USING unnest(%(ids)s::text::uuid[]) AS asked(id) WHERE r.object_id = asked.id;

-- name: write_restrictions
-- What restricts the objects more than owner, subject and sensitivity.
INSERT INTO registry_restriction (object_id, named, until)
SELECT r.object_id, r.named, r.until
FROM jsonb_to_recordset(%(rows)s) AS r(object_id uuid, named uuid[], until timestamptz);

-- name: drop_audience
-- The audience is written anew.
DELETE FROM registry_audience AS a USING unnest(%(ids)s::text::uuid[]) AS asked(id) WHERE a.object_id = asked.id;

-- name: drop_audience_through_others
-- So is that of documents and payments whose cases and grants may have changed. Their kind is put so that PostgreSQL
-- does not begin with all of that kind: to statistics made before the first of them came there are none.
DELETE FROM registry_audience AS a USING unnest(%(ids)s::text::uuid[]) AS asked(id)
WHERE a.object_id = asked.id AND a.kind || '' IN ('document', 'payment');

-- name: write_audience_through_others
-- Whom documents and payments concern: their own parties, and those of the cases and grants they lie on. A
-- case that is kept from the citizen's view keeps its documents from it, on whichever other case they lie.
WITH asked AS MATERIALIZED (
    SELECT DISTINCT unnest(%(ids)s::text::uuid[]) AS id
), kept AS (
    SELECT DISTINCT l.target AS id
    FROM asked JOIN registry_link AS l ON l.target = asked.id AND l.role LIKE 'journal:%%'
    JOIN registry_object AS c ON c.id = l.source AND c.kind = 'case' AND c.hidden
), concerned AS (
    SELECT p.person_id, o.id AS object_id, p.starts, p.ends,
           (o.kind || ':' || p.role) = ANY(%(shown)s) AND NOT o.hidden AS citizen
    FROM asked JOIN registry_object AS o USING (id)
    JOIN registry_party AS p ON p.object_id = o.id
    WHERE o.kind IN ('document', 'payment')
    UNION ALL
    SELECT p.person_id, o.id, p.starts, p.ends,
           (c.kind || ':' || p.role) = ANY(%(shown)s) AND NOT o.hidden
           AND o.id NOT IN (SELECT id FROM kept)
    FROM asked JOIN registry_object AS o USING (id)
    JOIN registry_link AS l ON l.target = o.id AND l.role LIKE 'journal:%%'
    JOIN registry_object AS c ON c.id = l.source AND c.kind = 'case'
    JOIN registry_party AS p ON p.object_id = c.id
    WHERE o.kind = 'document'
    UNION ALL
    SELECT p.person_id, o.id, p.starts, p.ends,
           (g.kind || ':' || p.role) = ANY(%(shown)s) AND NOT g.hidden AND NOT o.hidden
    FROM asked JOIN registry_object AS o USING (id)
    JOIN registry_link AS l ON l.source = o.id AND l.role = 'line'
    JOIN registry_object AS g ON g.id = l.target AND g.kind = 'grant'
    JOIN registry_party AS p ON p.object_id = g.id
    WHERE o.kind = 'payment'
)
INSERT INTO registry_audience (person_id, object_id, starts, citizen, ends, owner, kind, finished,
                               sorted_at)
SELECT c.person_id, c.object_id, c.starts, c.citizen,
       CASE WHEN bool_or(c.ends IS NULL) THEN NULL ELSE max(c.ends) END,
       o.owner, o.kind, o.finished, o.sorted_at
FROM concerned AS c JOIN registry_object AS o ON o.id = c.object_id
GROUP BY c.person_id, c.object_id, c.starts, c.citizen, o.id;
