-- name: forget
-- What was said of these messages, and of those in whose place they have been put.
DELETE FROM registry_unread WHERE message_id = ANY(ARRAY(
    SELECT unnest(%(ids)s::bigint[])
    UNION ALL SELECT message_id FROM registry_resolution WHERE replacement_id = ANY(%(ids)s::bigint[])));

-- name: add
-- Whom and what messages name that nobody has decided on, by the ids that objects have here. Of what has been
-- deleted here nothing is said. The ids that the objects have here, and null.
INSERT INTO registry_unread (message_id, person_id, object_id)
SELECT DISTINCT (r ->> 0)::bigint, (r ->> 1)::uuid, coalesce(a.object_id, (r ->> 2)::uuid)
FROM jsonb_array_elements(%(rows)s::jsonb) AS r
LEFT JOIN registry_alias AS a ON a.alias = (r ->> 2)::uuid
WHERE NOT EXISTS (SELECT FROM registry_erased AS e
                  WHERE e.object_id = coalesce(a.object_id, (r ->> 2)::uuid))
  AND NOT EXISTS (SELECT FROM registry_resolution AS d
                  LEFT JOIN registry_raw_message AS n ON n.id = d.replacement_id
                  WHERE d.message_id = (r ->> 0)::bigint AND n.status IS DISTINCT FROM 'received')
RETURNING object_id;

-- name: concern
-- Whom these objects concern, of those that messages which are not wholly read are about.
SELECT registry_concern_unread(%(ids)s::text::uuid[]);

-- name: any_object
-- Whether such a message is about any object at all.
SELECT EXISTS (SELECT FROM registry_unread WHERE object_id IS NOT NULL);

-- name: rename
-- Call by its id here what messages called by another.
WITH again AS (
    DELETE FROM registry_unread AS u USING unnest(%(ids)s::text::uuid[]) AS asked(id)
    WHERE u.object_id = asked.id RETURNING u.message_id, u.person_id, u.object_id
), renamed AS (
    INSERT INTO registry_unread (message_id, person_id, object_id)
    SELECT g.message_id, NULL, a.object_id FROM again AS g JOIN registry_alias AS a ON a.alias = g.object_id
    WHERE g.person_id IS NULL AND NOT EXISTS (
        SELECT FROM registry_unread AS u
        WHERE u.message_id = g.message_id AND u.person_id IS NULL AND u.object_id = a.object_id)
    RETURNING object_id
)
SELECT DISTINCT object_id FROM renamed;
