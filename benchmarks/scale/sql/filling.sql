-- SPDX-License-Identifier: EUPL-1.2

-- name: prepare
-- What was taken in by messages is kept apart, as the pattern of everything; copies get other ids.
CREATE SCHEMA pattern;
CREATE TABLE pattern.person AS TABLE registry_person;
CREATE TABLE pattern.raw_message AS TABLE registry_raw_message;
CREATE TABLE pattern.registration AS TABLE registry_registration;
CREATE TABLE pattern.object AS TABLE registry_object;
CREATE TABLE pattern.party AS TABLE registry_party;
CREATE TABLE pattern.audience AS TABLE registry_audience;
CREATE TABLE pattern.found AS TABLE registry_found;
CREATE FUNCTION pattern.copied(p_id uuid, p_copy bigint) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN md5(p_copy || p_id::text)::uuid;
ANALYZE;

-- name: indexes
-- The indexes of a table, to be made again when all rows are there; none where other tables refer to it.
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), c.conname,
       pg_get_constraintdef(c.oid), i.indrelid::regclass::text
FROM pg_index AS i LEFT JOIN pg_constraint AS c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u')
WHERE i.indrelid = %(table)s::text::regclass
  AND NOT EXISTS (SELECT FROM pg_constraint AS f WHERE f.contype = 'f' AND f.confrelid = i.indrelid);

-- name: copy_person
-- Everybody again, under another id.
INSERT INTO registry_person (id, fingerprint, cipher, name, name_time, met_at)
SELECT pattern.copied(id, n), sha256(fingerprint || int8send(n)), cipher, name, name_time, met_at
FROM generate_series(%(first)s::bigint, %(last)s) AS n CROSS JOIN pattern.person;

-- name: copy_raw_message
-- Messages of the same bytes under another hash.
INSERT INTO registry_raw_message (id, sha256, received_at, origin, size, body, interface, message_id,
                                  system, status, held)
SELECT id + n * 1000000, sha256(sha256 || int8send(n)), received_at, origin, size, body, interface,
       message_id, system, status, held
FROM generate_series(%(first)s::bigint, %(last)s) AS n CROSS JOIN pattern.raw_message;

-- name: copy_registration
-- What they told.
INSERT INTO registry_registration (id, object_id, kind, operation, source_time, received_at,
                                   message_id, lifecycle, actor, note, facts)
SELECT pattern.copied(id, n), pattern.copied(object_id, n), kind, operation, source_time, received_at,
       message_id + n * 1000000, lifecycle, actor, note, facts
FROM generate_series(%(first)s::bigint, %(last)s) AS n CROSS JOIN pattern.registration;

-- name: copy_object
-- The objects as they stand.
INSERT INTO registry_object (id, kind, owner, system, kle, sensitivity, hidden, finished, sorted_at,
                             changed_at, good_until, card)
SELECT pattern.copied(id, n), kind, owner, system, kle, sensitivity, hidden, finished, sorted_at,
       changed_at, good_until, card
FROM generate_series(%(first)s::bigint, %(last)s) AS n CROSS JOIN pattern.object;

-- name: copy_party
-- Whom they concern.
INSERT INTO registry_party (object_id, person_id, role, starts, ends)
SELECT pattern.copied(object_id, n), pattern.copied(person_id, n), role, starts, ends
FROM generate_series(%(first)s::bigint, %(last)s) AS n CROSS JOIN pattern.party;

-- name: copy_audience
-- And who sees them.
INSERT INTO registry_audience (person_id, object_id, starts, citizen, ends, owner, kind, finished,
                               sorted_at)
SELECT pattern.copied(person_id, n), pattern.copied(object_id, n), starts, citizen, ends, owner, kind,
       finished, sorted_at
FROM generate_series(%(first)s::bigint, %(last)s) AS n CROSS JOIN pattern.audience;

-- name: copy_found
-- What was found in the messages.
INSERT INTO registry_found (id, message_id, object_id, fault_id, place)
SELECT id + n * 1000000, message_id + n * 1000000, pattern.copied(object_id, n), fault_id, place
FROM generate_series(%(first)s::bigint, %(last)s) AS n CROSS JOIN pattern.found;

-- name: worst_person
-- One citizen with thousands of cases, …
INSERT INTO registry_person (id, fingerprint, cipher, name, name_time, met_at)
SELECT md5('worst')::uuid, sha256('worst'), cipher, name, name_time, met_at
FROM pattern.person ORDER BY id LIMIT 1;

-- name: worst_objects
-- … each a copy of some case …
INSERT INTO registry_object (id, kind, owner, system, kle, sensitivity, hidden, finished, sorted_at,
                             changed_at, good_until, card)
SELECT md5('worst' || n)::uuid, kind, owner, system, kle, sensitivity, hidden, finished,
       sorted_at + n * interval '1 minute', changed_at, good_until, card
FROM (SELECT * FROM pattern.object ORDER BY id LIMIT 1) AS one
CROSS JOIN generate_series(1, %(cases)s) AS n;

-- name: worst_audience
-- … that only this citizen sees.
INSERT INTO registry_audience (person_id, object_id, starts, citizen, ends, owner, kind, finished,
                               sorted_at)
SELECT md5('worst')::uuid, md5('worst' || n)::uuid, starts, citizen, ends, owner, kind, finished,
       sorted_at + n * interval '1 minute'
FROM (SELECT a.* FROM pattern.audience AS a
      WHERE object_id = (SELECT id FROM pattern.object ORDER BY id LIMIT 1) LIMIT 1) AS one
CROSS JOIN generate_series(1, %(cases)s) AS n;

-- name: citizens
-- Some citizens of any copy, far apart.
SELECT pattern.copied(id, n)
FROM generate_series(1, %(copies)s, greatest(%(copies)s / 20, 1)) AS n
CROSS JOIN (SELECT id FROM pattern.person ORDER BY id LIMIT 40) AS people
ORDER BY md5(n || id::text);

-- name: sizes
-- What each table takes, with and without its indexes.
SELECT relname, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class
WHERE relkind IN ('r', 'm') AND relname LIKE 'registry\_%%' AND pg_total_relation_size(oid) > 65536;
