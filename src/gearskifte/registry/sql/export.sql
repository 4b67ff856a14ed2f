-- name: objects
-- The objects that are wanted, those first that were told of first.
SELECT r.object_id
FROM registry_registration AS r JOIN registry_object AS o ON o.id = r.object_id
WHERE o.kind = ANY(%(kinds)s) AND (%(objects)s::uuid[] IS NULL OR o.id = ANY(%(objects)s))
GROUP BY r.object_id
HAVING %(since)s::timestamptz IS NULL OR max(r.received_at) >= %(since)s
ORDER BY min(r.message_id), r.object_id;

-- name: registrations
-- All registrations of the objects, in order, and the messages that told of them.
SELECT object_id, message_id, id FROM registry_registration
WHERE object_id = ANY(%(ids)s)
ORDER BY object_id, source_time, id;

-- name: message
-- A message as it came, enciphered.
SELECT body FROM registry_raw_message WHERE id = %(id)s;

-- name: concerned
-- Whom the objects concern, by their own parties or through other objects.
SELECT DISTINCT object_id, person_id FROM registry_audience WHERE object_id = ANY(%(ids)s);

-- name: log
-- Write to the persons' logs, in the order given.
SELECT kernel_log(%(at)s, r.subject, r.entry::jsonb)
FROM jsonb_to_recordset(%(rows)s) AS r(subject uuid, entry text);
