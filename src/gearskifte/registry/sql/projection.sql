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
-- So is that of documents and payments whose cases and grants may have changed. Rows are fetched by their ids before
-- kinds are looked at: statistics that were made before the first of a kind came say that there are none, and PostgreSQL
-- would begin there and compare each with each.
WITH theirs AS MATERIALIZED (
    SELECT a.ctid AS place, a.kind
    FROM unnest(%(ids)s::text::uuid[]) AS asked(id) JOIN registry_audience AS a ON a.object_id = asked.id
)
DELETE FROM registry_audience AS a USING theirs AS t
WHERE a.ctid = t.place AND t.kind IN ('document', 'payment');

-- name: write_audience_through_others
-- Whom documents and payments concern: their own parties, and those of the cases and grants they lie on. A
-- case that is kept from the citizen's view keeps its documents from it, on whichever other case they lie.
-- Here too kinds and roles are looked at once objects and links have been fetched by their ids.
WITH asked AS MATERIALIZED (
    SELECT DISTINCT unnest(%(ids)s::text::uuid[]) AS id
), about AS MATERIALIZED (
    SELECT o.id, o.kind, o.hidden, o.owner, o.finished, o.sorted_at
    FROM asked JOIN registry_object AS o USING (id)
), linked AS MATERIALIZED (
    SELECT o.*, l.role, l.source AS other FROM about AS o JOIN registry_link AS l ON l.target = o.id
    WHERE o.kind = 'document'
    UNION ALL
    SELECT o.*, l.role, l.target FROM about AS o JOIN registry_link AS l ON l.source = o.id
    WHERE o.kind = 'payment'
), others AS MATERIALIZED (
    SELECT l.*, c.kind AS other_kind, c.hidden AS other_hidden
    FROM linked AS l JOIN registry_object AS c ON c.id = l.other
), lies_on AS MATERIALIZED (
    SELECT *, bool_or(other_hidden) OVER (PARTITION BY id) AS kept FROM others
    WHERE kind = 'document' AND role LIKE 'journal:%%' AND other_kind = 'case'
    UNION ALL
    SELECT *, other_hidden FROM others WHERE kind = 'payment' AND role = 'line' AND other_kind = 'grant'
), concerned AS (
    SELECT p.person_id, o.*, p.starts, p.ends,
           (o.kind || ':' || p.role) = ANY(%(shown)s) AND NOT o.hidden AS citizen
    FROM about AS o JOIN registry_party AS p ON p.object_id = o.id
    WHERE o.kind IN ('document', 'payment')
    UNION ALL
    SELECT p.person_id, o.id, o.kind, o.hidden, o.owner, o.finished, o.sorted_at, p.starts, p.ends,
           (o.other_kind || ':' || p.role) = ANY(%(shown)s) AND NOT o.hidden AND NOT o.kept
    FROM lies_on AS o JOIN registry_party AS p ON p.object_id = o.other
)
INSERT INTO registry_audience (person_id, object_id, starts, citizen, ends, owner, kind, finished,
                               sorted_at)
SELECT person_id, id, starts, citizen,
       CASE WHEN bool_or(ends IS NULL) THEN NULL ELSE max(ends) END,
       owner, kind, finished, sorted_at
FROM concerned
GROUP BY person_id, id, starts, citizen, owner, kind, finished, sorted_at;
