-- name: systems
-- The systems with this id or name, heard or allowed to send.
SELECT id, name FROM registry_system WHERE id = lower(%(given)s) OR name = %(given)s
UNION
SELECT system, name FROM registry_sender WHERE system = lower(%(given)s) OR name = %(given)s;

-- name: known
-- Objects of a system with what they are known again by.
SELECT o.id, o.kind, o.owner, coalesce(nullif(o.card ->> 'number', ''), ''),
       ARRAY(SELECT p.person_id FROM registry_party AS p WHERE p.object_id = o.id)
FROM registry_object AS o WHERE o.system = %(system)s;

-- name: any_alias
-- Whether any object is known by another id.
SELECT EXISTS (SELECT FROM registry_alias);

-- name: aliases
-- Which of these ids are another system's for objects that are here.
SELECT alias, object_id FROM registry_alias WHERE alias = ANY(%(ids)s);

-- name: any_erased
-- Whether any object has been deleted for good.
SELECT EXISTS (SELECT FROM registry_erased);

-- name: erased
-- Which of these objects have been deleted for good.
SELECT e.object_id FROM unnest(%(ids)s::text::uuid[]) AS asked(id) JOIN registry_erased AS e ON e.object_id = asked.id;

-- name: taken_before
-- Which of these objects the new system has taken over already.
SELECT object_id FROM registry_alias AS a JOIN registry_swap AS s ON s.id = a.swap_id
WHERE s.new_system = %(system)s;

-- name: begin_swap
-- Remember the swap.
INSERT INTO registry_swap (old_system, new_system, at, by, objects_taken)
VALUES (%(old)s, %(new)s, %(at)s, %(by)s, %(number)s)
RETURNING id;

-- name: add_aliases
-- The new system's ids for objects that are here.
INSERT INTO registry_alias (alias, object_id, swap_id)
SELECT r.alias, r.object_id, %(swap)s
FROM jsonb_to_recordset(%(rows)s) AS r(alias uuid, object_id uuid)
ON CONFLICT (alias) DO NOTHING;

-- name: read_again
-- Messages that told of the new ids before they were known to be aliases are read again.
WITH told AS (
    SELECT message_id FROM registry_registration AS r
    JOIN registry_alias AS a ON a.alias = r.object_id WHERE a.swap_id = %(swap)s
    UNION
    SELECT r.message_id FROM registry_registration AS r
    JOIN registry_link AS l ON l.source = r.object_id
    JOIN registry_alias AS a ON a.alias = l.target WHERE a.swap_id = %(swap)s
), read AS (
    UPDATE registry_raw_message AS m SET status = 'received' FROM told WHERE m.id = told.message_id
    RETURNING m.id
), gone AS (
    DELETE FROM registry_registration WHERE message_id IN (SELECT id FROM read)
    RETURNING object_id
), findings AS (
    DELETE FROM registry_found WHERE message_id IN (SELECT id FROM read)
), quarantined AS (
    DELETE FROM registry_quarantine WHERE message_id IN (SELECT id FROM read)
)
SELECT DISTINCT object_id FROM gone;

-- name: drop_doubles
-- What was projected for objects of which nothing is registered any more.
WITH empty AS (
    SELECT id FROM unnest(%(ids)s::uuid[]) AS id
    WHERE NOT EXISTS (SELECT FROM registry_registration AS r WHERE r.object_id = id)
), audience AS (
    DELETE FROM registry_audience WHERE object_id IN (SELECT id FROM empty)
), parties AS (
    DELETE FROM registry_party WHERE object_id IN (SELECT id FROM empty)
), links AS (
    DELETE FROM registry_link WHERE source IN (SELECT id FROM empty)
)
DELETE FROM registry_object WHERE id IN (SELECT id FROM empty);

-- name: pages
-- One hash over which citizens see which of these objects, and how many sights that is.
SELECT count(*), encode(sha256(convert_to(coalesce(string_agg(
           person_id || '|' || object_id, E'\n' ORDER BY person_id, object_id), ''), 'UTF8')), 'hex')
FROM (SELECT DISTINCT person_id, object_id FROM registry_audience
      WHERE citizen AND object_id = ANY(%(ids)s)) AS seen;

-- name: kinds
-- What kind of object each of these is.
SELECT id, kind FROM registry_object WHERE id = ANY(%(ids)s);
