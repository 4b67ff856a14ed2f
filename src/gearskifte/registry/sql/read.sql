-- name: overview
-- One person's whole page, logged.
SELECT registry_read_overview(%(at)s, %(subject)s, %(authority)s, %(entry)s)::text;

-- name: everything
-- All that may be shown of a person, logged.
SELECT registry_read_everything(%(at)s, %(subject)s, %(authority)s, %(entry)s)::text;

-- name: list
-- One page of a long list, logged.
SELECT registry_read_list(%(at)s, %(subject)s, %(authority)s, %(entry)s, %(kind)s, %(finished)s,
                          %(most)s, %(skip)s)::text;

-- name: object
-- One object with its history, logged; nothing if it may not be seen.
SELECT registry_read_object(%(at)s, %(subject)s, %(authority)s, %(entry)s, %(object)s)::text;

-- name: find_person
-- The person with this fingerprint of a CPR number.
SELECT registry_find_person(%(fingerprint)s);

-- name: number
-- A person's enciphered CPR number, logged.
SELECT (SELECT cipher FROM registry_person WHERE id = %(subject)s),
       kernel_log(%(at)s, %(subject)s, %(entry)s);

-- name: authorities
-- The authorities that own something here.
SELECT id, name FROM registry_pub_authority ORDER BY name, id;

-- name: intake
-- What became of the messages of each interface.
SELECT interface, status, number, newest_at FROM registry_pub_intake ORDER BY interface, status;

-- name: quarantine
-- The newest refusals, those that citizens wait for first.
SELECT received_at, origin, interface, code, path, reason_da, reason_en, message_id, coalesce(citizens, 0)
FROM registry_pub_quarantine LEFT JOIN registry_pub_waited_for USING (message_id)
ORDER BY citizens IS NULL, id DESC LIMIT %(most)s;

-- name: findings
-- The rules broken most often.
SELECT rule, severity, system_name, number, newest_at, text_da, text_en
FROM registry_pub_finding
ORDER BY array_position(ARRAY['error', 'warning', 'info'], severity), number DESC, rule
LIMIT %(most)s;

-- name: spans
-- When each case arose, was decided and was closed; about nobody.
SELECT o.owner, o.kle, min(s.start), min(s.start) FILTER (WHERE s.state = 'Afgjort'),
       min(s.start) FILTER (WHERE s.state = 'Afsluttet'), coalesce(o.card ->> 'decision', '')
FROM registry_object AS o
CROSS JOIN LATERAL (
    SELECT t.value ->> 0 AS state, (t.value ->> 1)::timestamptz AS start
    FROM jsonb_array_elements(o.card -> 'states') AS t
) AS s
WHERE o.kind = 'case' AND o.kle <> ''
GROUP BY o.id;

-- name: titles
-- What the cases of each subject are called, and who their persons are.
SELECT o.kle, coalesce(o.card ->> 'kle_title', ''), coalesce(o.card ->> 'title', ''),
       array_remove(array_agg(n.name), NULL)
FROM registry_object AS o
LEFT JOIN registry_party AS p ON p.object_id = o.id
LEFT JOIN registry_person AS n ON n.id = p.person_id
WHERE o.kind = 'case' AND o.kle <> ''
GROUP BY o.id;

-- name: class_titles
-- What classes are called in the newest edition that has them. For the worker.
SELECT DISTINCT ON (uuid) uuid::text, title FROM registry_class
WHERE uuid = ANY(%(ids)s::uuid[]) AND title <> '' ORDER BY uuid, edition DESC;

-- name: newest_persons
-- The persons met last, by name.
SELECT id, name FROM (
    SELECT id, name, met_at FROM registry_person ORDER BY met_at DESC, id LIMIT %(most)s
) AS newest
ORDER BY met_at DESC, name COLLATE "C", id;

-- name: case_courses
-- What cases went through, without a word on whom they are about. For the worker. A message that
-- tells of no activity is told by its type.
SELECT o.id, o.owner, o.system, o.kle, coalesce(o.card ->> 'kle_title', ''),
       coalesce(o.card -> 'responsible' ->> 'name', ''), coalesce(o.card -> 'states', '[]'),
       coalesce(o.card ->> 'created_at', ''), coalesce(o.card ->> 'number', ''),
       coalesce(e.acts, '[]'), coalesce(o.card -> 'decisions', '[]')
FROM registry_object AS o
LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_array(
               v.happened_at,
               coalesce(v.body -> 'details' ->> 'activity', v.body -> 'event_type' ->> 'value'),
               coalesce(v.body -> 'details' ->> 'resource', ''),
               CASE WHEN v.body -> 'details' ? 'activity'
                    THEN coalesce(v.body -> 'details' ->> 'lifecycle', '') ELSE 'told' END)
           ORDER BY v.happened_at,
                    lpad(coalesce(v.body -> 'details' ->> 'sequence', ''), 9, '0'), v.id) AS acts
    FROM registry_event_object AS x JOIN registry_event AS v ON v.id = x.event_id
    WHERE x.target = o.id AND v.happened_at IS NOT NULL
      AND (v.body -> 'details' ? 'activity' OR v.body -> 'event_type' ->> 'value' <> '')
) AS e ON true
WHERE o.id = ANY(%(ids)s) AND o.kind = 'case' AND o.card <> '{}'
ORDER BY o.id;

-- name: unread_since
-- When the message came that has waited longest to be read; nothing if none waits.
SELECT received_at FROM registry_pub_unread_since;

-- name: left_unread
-- The messages that may be about the person whose data this transaction has opened, and are not wholly read.
SELECT registry_pub_left_unread(NULL)::text;

-- name: unread
-- How many messages wait to be read, and since when.
SELECT number, oldest_at FROM registry_pub_unread;
