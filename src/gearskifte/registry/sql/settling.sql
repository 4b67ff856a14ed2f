-- name: any
-- Whether any message that is not wholly read may be about anybody.
SELECT EXISTS (SELECT FROM registry_unread);

-- name: naming
-- Messages that name one of these objects or persons and are not wholly read.
SELECT u.message_id
FROM unnest(%(objects)s::text::uuid[]) AS o(id) JOIN registry_unread AS u ON u.object_id = o.id
UNION
SELECT u.message_id
FROM unnest(%(persons)s::text::uuid[]) AS p(id) JOIN registry_unread AS u ON u.person_id = p.id;

-- name: undecided
-- Those of these messages that are in quarantine, and on which nobody has decided or wants to decide by hand; and who
-- sent them.
SELECT m.id, coalesce(s.system, ''), m.system
FROM registry_raw_message AS m LEFT JOIN registry_sender AS s ON s.id = m.sender_id
WHERE m.id = ANY(%(ids)s) AND m.status = 'quarantined' AND NOT m.held AND NOT m.doubted
  AND NOT EXISTS (SELECT FROM registry_resolution AS r WHERE r.message_id = m.id)
ORDER BY m.id;

-- name: body
-- A message as it came, enciphered.
SELECT body FROM registry_raw_message WHERE id = %(id)s;

-- name: later
-- Messages that came after one, were wholly read before it, and tell of these objects at one of these moments.
SELECT m.id, coalesce(s.system, ''), m.system, m.body
FROM registry_raw_message AS m LEFT JOIN registry_sender AS s ON s.id = m.sender_id
WHERE m.id IN (
        SELECT r.message_id
        FROM unnest(%(objects)s::uuid[]) AS o(id) LEFT JOIN registry_alias AS a ON a.alias = o.id
        JOIN registry_registration AS r ON r.object_id = coalesce(a.object_id, o.id)
        WHERE r.source_time = ANY(%(moments)s)
        UNION
        SELECT e.raw_id
        FROM unnest(%(objects)s::uuid[]) AS o(id) LEFT JOIN registry_alias AS a ON a.alias = o.id
        JOIN registry_event_object AS t ON t.target = coalesce(a.object_id, o.id)
        JOIN registry_event AS e ON e.id = t.event_id
        WHERE e.registered_at IS NULL OR e.registered_at = ANY(%(moments)s))
  AND m.id > %(id)s AND NOT m.id = ANY(%(batch)s) AND m.status IN ('applied', 'unchanged')
ORDER BY m.id;

-- name: settle
-- Decide that another message says all that one said.
INSERT INTO registry_resolution (message_id, outcome, at, by, reason, replacement_id)
VALUES (%(id)s, 'settled', %(at)s, '', '', %(other)s) ON CONFLICT DO NOTHING;

-- name: forget
-- Nobody waits for it any more.
DELETE FROM registry_unread WHERE message_id = %(id)s;
