-- SPDX-License-Identifier: EUPL-1.2

-- name: template
-- One citizen's newest objects of a kind that stand until the next registration.
SELECT o.id
FROM registry_object AS o
WHERE o.kind = %(kind)s AND o.good_until IS NULL
  AND o.id IN (SELECT object_id FROM registry_audience WHERE person_id = %(person)s AND citizen)
ORDER BY o.finished, o.sorted_at DESC, o.id
LIMIT %(most)s;

-- name: make_names
-- The id that an object gets when it becomes somebody's copy, and the same inside a card.
CREATE FUNCTION pg_temp.copied(p_who text, p_object uuid) RETURNS uuid
LANGUAGE sql IMMUTABLE
RETURN md5(p_who || ' ' || p_object)::uuid;

CREATE FUNCTION pg_temp.copied_card(p_who text, p_card text, p_ids uuid[]) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
    one uuid;
BEGIN
    FOREACH one IN ARRAY p_ids LOOP
        p_card := replace(p_card, one::text, pg_temp.copied(p_who, one)::text);
    END LOOP;
    RETURN p_card::jsonb;
END
$$;

-- name: copy_person
-- People without a CPR number: fingerprint and cipher are noise of the right length.
INSERT INTO registry_person (id, fingerprint, cipher, name, met_at)
SELECT md5(%(group)s || ' ' || n)::uuid, sha256(convert_to(%(group)s || n, 'UTF8')),
       decode(repeat(md5(n::text), 3), 'hex'), p.name, p.met_at
FROM registry_person AS p CROSS JOIN generate_series(1, %(citizens)s) AS n
WHERE p.id = %(person)s
ON CONFLICT DO NOTHING;

-- name: copy_object
-- An object once for everybody in the group. Kept in one go, a citizen's objects lie far apart.
WITH template AS MATERIALIZED (
    SELECT registry_object.*, card::text AS text,
           ARRAY(SELECT one FROM unnest(%(ids)s::uuid[]) AS one
                 WHERE strpos(card::text, one::text) > 0) AS refers
    FROM registry_object WHERE id = %(object)s
), owners AS MATERIALIZED (
    SELECT %(group)s || ' ' || n || ' ' || %(copy)s AS who
    FROM generate_series(1, %(citizens)s) AS n
)
INSERT INTO registry_object (id, kind, owner, system, kle, sensitivity, hidden, finished, sorted_at,
                             changed_at, good_until, card)
SELECT pg_temp.copied(who, t.id), t.kind, t.owner, t.system, t.kle, t.sensitivity, t.hidden,
       t.finished, t.sorted_at, t.changed_at, t.good_until,
       CASE WHEN t.refers = '{}' THEN t.card ELSE pg_temp.copied_card(who, t.text, t.refers) END
FROM template AS t CROSS JOIN owners;

-- name: copy_audience
-- That the object concerns them, as it concerns the first citizen.
INSERT INTO registry_audience (person_id, object_id, starts, citizen, ends, owner, kind, finished,
                               sorted_at)
SELECT md5(%(group)s || ' ' || n)::uuid,
       pg_temp.copied(%(group)s || ' ' || n || ' ' || %(copy)s, a.object_id),
       a.starts, a.citizen, a.ends, a.owner, a.kind, a.finished, a.sorted_at
FROM registry_audience AS a CROSS JOIN generate_series(1, %(citizens)s) AS n
WHERE a.object_id = %(object)s AND a.person_id = %(person)s;

-- name: indexes
-- The indexes that are no constraint's, which are cheaper to make when all rows are there.
SELECT indexname, indexdef FROM pg_indexes
WHERE tablename IN ('registry_object', 'registry_audience')
  AND indexname NOT IN (SELECT conname FROM pg_constraint);

-- name: settle
-- As after a night's rest.
VACUUM (FREEZE, ANALYZE) registry_person, registry_object, registry_audience;

-- name: sizes
-- What there is.
SELECT (SELECT count(*) FROM registry_object WHERE kind = 'case'),
       (SELECT count(*) FROM registry_object), (SELECT count(*) FROM registry_person),
       pg_database_size(current_database()) >> 20, current_setting('server_version');

-- name: watch_statements
-- Begin to count statements.
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;

-- name: forget_statements
-- Count from nothing.
SELECT pg_stat_statements_reset();

-- name: statements
-- How many statements the web role has sent.
SELECT coalesce(sum(calls), 0)::integer
FROM pg_stat_statements AS s JOIN pg_roles AS r ON r.oid = s.userid
WHERE r.rolname = 'gearskifte_web' AND s.toplevel;
