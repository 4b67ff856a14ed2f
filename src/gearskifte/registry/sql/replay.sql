-- name: forget_unread
-- Whom messages name that are not wholly read.
DELETE FROM registry_unread;

-- name: forget_inventories
-- What sources have counted.
DELETE FROM registry_inventory;

-- name: forget_findings
-- Findings are made anew.
DELETE FROM registry_found;

-- name: forget_faults
-- And what they found.
DELETE FROM registry_fault;

-- name: forget_quarantine
-- So is the quarantine.
DELETE FROM registry_quarantine;

-- name: forget_event_objects
-- What events are about.
DELETE FROM registry_event_object;

-- name: forget_events
-- The events.
DELETE FROM registry_event;

-- name: forget_classes
-- The classifications.
DELETE FROM registry_class;

-- name: forget_audience
-- Who sees what.
DELETE FROM registry_audience;

-- name: forget_restrictions
-- What restricts objects more than owner, subject and sensitivity.
DELETE FROM registry_restriction;

-- name: forget_links
-- References between objects.
DELETE FROM registry_link;

-- name: forget_parties
-- Persons on objects.
DELETE FROM registry_party;

-- name: forget_objects
-- The objects as they stand.
DELETE FROM registry_object;

-- name: forget_registrations
-- The registrations, which the messages still hold.
DELETE FROM registry_registration;

-- name: unread
-- Read every kept message again.
UPDATE registry_raw_message SET status = 'received' WHERE status <> 'erased';

-- name: state
-- One hash over what is held to be true; left out is what depends on order or hour of arrival.
SELECT encode(sha256(convert_to(coalesce(string_agg(line, E'\n' ORDER BY line COLLATE "C"), ''),
              'UTF8')), 'hex')
FROM (
    -- The id is a hash of the facts; how small they were packed is no part of the truth.
    SELECT concat_ws('|', 'registration', id, object_id, kind,
                     source_time AT TIME ZONE 'UTC') AS line
    FROM registry_registration
    UNION ALL
    SELECT concat_ws('|', 'object', id, kind, owner, system, kle, sensitivity, hidden, finished,
                     changed_at AT TIME ZONE 'UTC', card)
    FROM registry_object
    UNION ALL
    SELECT concat_ws('|', 'party', object_id, person_id, role, starts AT TIME ZONE 'UTC',
                     ends AT TIME ZONE 'UTC')
    FROM registry_party
    UNION ALL
    SELECT concat_ws('|', 'link', source, target, role) FROM registry_link
    UNION ALL
    SELECT concat_ws('|', 'restriction', object_id, named, until AT TIME ZONE 'UTC')
    FROM registry_restriction
    UNION ALL
    SELECT concat_ws('|', 'audience', person_id, object_id, starts AT TIME ZONE 'UTC',
                     ends AT TIME ZONE 'UTC', citizen, owner)
    FROM registry_audience
    UNION ALL
    SELECT concat_ws('|', 'person', id, name) FROM registry_person
    UNION ALL
    SELECT concat_ws('|', 'system', id, name) FROM registry_system
    UNION ALL
    SELECT concat_ws('|', 'authority', id, name) FROM registry_authority
    UNION ALL
    SELECT concat_ws('|', 'event', id, body) FROM registry_event
    UNION ALL
    SELECT concat_ws('|', 'class', scheme, number, edition, title, valid_from, expired, successors,
                     retention, deletion_period)
    FROM registry_class
    UNION ALL
    SELECT concat_ws('|', 'unread', encode(m.sha256, 'hex'), coalesce(u.person_id::text, '-'), u.object_id)
    FROM registry_unread AS u JOIN registry_raw_message AS m ON m.id = u.message_id
) AS held;
