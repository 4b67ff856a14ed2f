-- name: settle
-- Write what became of the messages.
UPDATE registry_raw_message AS m
SET interface = r.interface, message_id = r.message_id, system = r.system,
    stated_system = r.stated_system, status = r.status
FROM jsonb_to_recordset(%(rows)s) AS r(
    id bigint, interface text, message_id text, system text, stated_system text, status text)
WHERE m.id = r.id;

-- name: same_message_id
-- Which of these messages carry an id that a message read before, with other content, has used.
SELECT r.id
FROM jsonb_to_recordset(%(rows)s) AS r(id bigint, interface text, message_id text)
WHERE EXISTS (SELECT FROM registry_raw_message AS m
              WHERE m.message_id = r.message_id AND m.interface = r.interface
                AND m.status <> 'received'
                AND (m.id < r.id OR m.id > r.id AND NOT m.id = ANY(%(ids)s)));

-- name: contradictions
-- New registrations whose object a message read before has registered at the same source time.
SELECT n.object_id, n.message_id
FROM registry_registration AS n
WHERE n.id = ANY(%(ids)s) AND EXISTS (
    SELECT FROM registry_registration AS o
    WHERE o.object_id = n.object_id AND o.source_time = n.source_time
      AND (o.message_id < n.message_id
           OR o.message_id > n.message_id AND NOT o.id = ANY(%(ids)s)));

-- name: forget_dangling
-- A reference that pointed nowhere is mended when its target arrives, or it is closed.
DELETE FROM registry_found AS f USING registry_fault AS t
WHERE t.id = f.fault_id AND t.rule = %(rule)s
  AND NOT EXISTS (SELECT FROM registry_link AS l
                  WHERE l.source = f.object_id AND t.path = l.role || ' {}'
                    AND f.place = l.target::text
                    AND NOT EXISTS (SELECT FROM registry_object AS o WHERE o.id = l.target));

-- name: add_faults
-- What was found, each once.
INSERT INTO registry_fault (id, rule, severity, path, text_da, text_en)
SELECT r.id, r.rule, r.severity, r.path, r.text_da, r.text_en
FROM jsonb_to_recordset(%(rows)s) AS r(
    id bigint, rule text, severity text, path text, text_da text, text_en text)
ORDER BY r.id
ON CONFLICT (id) DO NOTHING;

-- name: add_quarantine
-- What could not be used, and what the vendor should do.
INSERT INTO registry_quarantine (message_id, object_id, code, path, reason_da, reason_en)
SELECT r.message_id, r.object_id, r.code, r.path, r.reason_da, r.reason_en
FROM jsonb_to_recordset(%(rows)s) AS r(
    message_id bigint, object_id uuid, code text, path text, reason_da text, reason_en text);

-- name: unknown_subjects
-- Which KLE numbers are not in the plan, where one has been imported.
SELECT n.number FROM unnest(%(numbers)s::text[]) AS n(number)
WHERE EXISTS (SELECT FROM registry_class WHERE scheme = 'KLE')
  AND NOT EXISTS (SELECT FROM registry_class AS c WHERE c.scheme = 'KLE' AND c.number = n.number);

-- name: dangling
-- References, told by these messages, to objects that are not here and not yet reported.
SELECT DISTINCT ON (l.source, l.target, l.role) g.message_id, l.source, l.target, l.role
FROM registry_link AS l
JOIN registry_registration AS g ON g.object_id = l.source
WHERE g.message_id = ANY(%(messages)s)
  AND NOT EXISTS (SELECT FROM registry_object AS o WHERE o.id = l.target)
  AND NOT EXISTS (SELECT FROM registry_found AS f JOIN registry_fault AS t ON t.id = f.fault_id
                  WHERE t.rule = %(rule)s AND f.object_id = l.source AND t.path = l.role || ' {}'
                    AND f.place = l.target::text)
ORDER BY l.source, l.target, l.role, g.message_id DESC;
