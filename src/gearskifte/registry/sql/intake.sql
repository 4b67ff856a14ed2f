-- name: take_turn
-- Wait until nobody else writes the registry; held until commit.
SELECT pg_advisory_xact_lock(hashtext('gearskifte: registry'));

-- name: make_durable_later
-- Do not wait for the disk at this commit: what it writes can be made anew from messages that are kept. It is
-- made durable before anything that is committed after it, or within a second.
SET LOCAL synchronous_commit = off;

-- name: make_durable
-- At this commit wait for the disk: for all that was committed before too. One that writes nothing would not wait, so
-- an empty note is written to PostgreSQL's journal (WAL), which nobody reads.
SELECT pg_logical_emit_message(true, 'gearskifte', '');

-- name: keep
-- Keep messages byte for byte, in order; nothing where the same bytes are kept already.
INSERT INTO registry_raw_message (sha256, received_at, origin, size, body, interface, message_id,
                                  system, status)
SELECT r.sha256, r.received_at, r.origin, r.size, r.body, '', '', '', 'received'
FROM unnest(%(sha256)s::bytea[], %(received_at)s::timestamptz[], %(origin)s::text[],
            %(size)s::bigint[], %(body)b::bytea[])
    WITH ORDINALITY AS r(sha256, received_at, origin, size, body, nr)
ORDER BY r.nr
ON CONFLICT (sha256) DO NOTHING;

-- name: kept
-- The messages that have these bytes already, what became of them and who handed them in.
SELECT m.sha256, m.id, m.status, m.received_at, coalesce(s.system, ''), m.held
FROM registry_raw_message AS m LEFT JOIN registry_sender AS s ON s.id = m.sender_id
WHERE m.sha256 = ANY(%(sha256)s);

-- name: never_read
-- Messages that were never read, in order of arrival: all, or those that came by the API or before
-- a moment.
SELECT m.id, m.received_at, m.origin, m.body, coalesce(s.system, ''), m.held
FROM registry_raw_message AS m LEFT JOIN registry_sender AS s ON s.id = m.sender_id
WHERE m.status = 'received' AND m.interface = '' AND m.id > %(after)s
  AND (%(left_before)s::timestamptz IS NULL OR m.sender_id IS NOT NULL
       OR m.received_at < %(left_before)s)
ORDER BY m.id LIMIT %(most)s;

-- name: read_again
-- Messages that a replay has still to read, in order of arrival.
SELECT m.id, m.received_at, m.origin, m.body, coalesce(s.system, ''), m.held
FROM registry_raw_message AS m LEFT JOIN registry_sender AS s ON s.id = m.sender_id
WHERE m.status = 'received' AND m.interface <> '' AND m.id > %(after)s
ORDER BY m.id LIMIT %(most)s;

-- name: statuses
-- What has become of these messages, and which are held back.
SELECT id, status, held FROM registry_raw_message WHERE id = ANY(%(ids)s);

-- name: known_persons
-- Which of these persons are here.
SELECT id FROM unnest(%(ids)s::text::uuid[]) AS asked(id) JOIN registry_person USING (id);

-- name: name_persons
-- The newest name a source gave each person.
UPDATE registry_person AS p SET name = r.name, name_time = r.name_time
FROM jsonb_to_recordset(%(rows)s) AS r(id uuid, name text, name_time timestamptz)
WHERE p.id = r.id
  AND (p.name_time IS NULL OR (r.name_time, r.name COLLATE "C") > (p.name_time, p.name COLLATE "C"));

-- name: known_registrations
-- Which of these registrations are here.
SELECT id FROM unnest(%(ids)s::text::uuid[]) AS asked(id) JOIN registry_registration USING (id);

-- name: told
-- What these registrations tell, and in which messages.
SELECT r.source_time, r.message_id, r.facts
FROM unnest(%(ids)s::text::uuid[]) AS asked(id) JOIN registry_registration AS r USING (id);

-- name: known_objects
-- Which of these objects are here.
SELECT id FROM unnest(%(ids)s::text::uuid[]) AS asked(id) JOIN registry_object USING (id);

-- name: hear_systems
-- When each source was heard, and the newest thing it told.
INSERT INTO registry_system AS s (id, name, name_time, heard_at, newest_at)
SELECT r.id, r.name, r.name_time, r.heard_at, r.newest_at
FROM jsonb_to_recordset(%(rows)s) AS r(
    id text, name text, name_time timestamptz, heard_at timestamptz, newest_at timestamptz)
ORDER BY r.id
ON CONFLICT (id) DO UPDATE
SET heard_at = greatest(s.heard_at, excluded.heard_at),
    newest_at = greatest(s.newest_at, excluded.newest_at),
    name = CASE WHEN excluded.name <> '' AND (s.name = '' OR
        (excluded.name_time, excluded.name COLLATE "C") > (s.name_time, s.name COLLATE "C"))
        THEN excluded.name ELSE s.name END,
    name_time = CASE WHEN excluded.name <> '' AND (s.name = '' OR
        (excluded.name_time, excluded.name COLLATE "C") > (s.name_time, s.name COLLATE "C"))
        THEN excluded.name_time ELSE s.name_time END;

-- name: name_authorities
-- The authorities that own objects.
INSERT INTO registry_authority AS a (id, name, name_time)
SELECT r.id, r.name, r.name_time
FROM jsonb_to_recordset(%(rows)s) AS r(id text, name text, name_time timestamptz)
ORDER BY r.id
ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_time = excluded.name_time
WHERE excluded.name <> '' AND (a.name = '' OR
    (excluded.name_time, excluded.name COLLATE "C") > (a.name_time, a.name COLLATE "C"));

-- name: add_events
-- Event messages not known before.
INSERT INTO registry_event (id, raw_id, message_id, registered_at, happened_at, body)
SELECT r.id, r.raw_id, r.message_id, r.registered_at, r.happened_at, r.body
FROM jsonb_to_recordset(%(rows)s) AS r(
    id uuid, raw_id bigint, message_id text, registered_at timestamptz,
    happened_at timestamptz, body jsonb)
ORDER BY r.id
ON CONFLICT (id) DO NOTHING
RETURNING id, raw_id;

-- name: add_event_objects
-- What the events are about.
INSERT INTO registry_event_object (event_id, target)
SELECT DISTINCT r.event_id, r.target
FROM jsonb_to_recordset(%(rows)s) AS r(event_id uuid, target uuid)
ON CONFLICT DO NOTHING;

-- name: add_classes
-- Classes of an edition of a classification.
INSERT INTO registry_class AS c (scheme, number, edition, title, uuid, valid_from, expired,
                                 successors, retention, deletion_period)
SELECT DISTINCT ON (r.scheme, r.number, r.edition)
       r.scheme, r.number, r.edition, r.title, r.uuid, r.valid_from, r.expired, r.successors,
       r.retention, r.deletion_period
FROM jsonb_to_recordset(%(rows)s) AS r(
    message_id bigint, scheme text, number text, edition date, title text, uuid uuid,
    valid_from date, expired date, successors jsonb, retention text, deletion_period text)
ORDER BY r.scheme, r.number, r.edition, r.title
ON CONFLICT (scheme, number, edition) DO UPDATE
SET title = excluded.title, uuid = excluded.uuid, valid_from = excluded.valid_from,
    expired = excluded.expired, successors = excluded.successors,
    retention = excluded.retention, deletion_period = excluded.deletion_period
WHERE row(excluded.title, excluded.uuid, excluded.valid_from, excluded.expired,
          excluded.successors, excluded.retention, excluded.deletion_period)::text COLLATE "C"
    < row(c.title, c.uuid, c.valid_from, c.expired, c.successors, c.retention,
          c.deletion_period)::text COLLATE "C"
RETURNING scheme, number, edition;

-- name: stale
-- Objects of which some fact has begun or ended since their cards were made.
SELECT id FROM registry_object WHERE good_until <= %(now)s ORDER BY good_until LIMIT 1000;
