-- name: rules
-- What the newest edition of the plan that has the number says of each subject.
SELECT DISTINCT ON (number) number, deletion_period, retention FROM registry_class
WHERE scheme = 'KLE' ORDER BY number, edition DESC;

-- name: finished_cases
-- Cases in which nothing more will happen, after an id.
SELECT id, kle FROM registry_object
WHERE kind = 'case' AND finished AND id > %(after)s ORDER BY id LIMIT %(most)s;

-- name: documents
-- Documents that are filed on these cases, with all cases that each is filed on.
SELECT d.id, array_agg(DISTINCT every.source)
FROM registry_link AS l
JOIN registry_object AS d ON d.id = l.target AND d.kind = 'document'
JOIN registry_link AS every ON every.target = d.id AND every.role LIKE 'journal:%%'
WHERE l.source = ANY(%(ids)s) AND l.role LIKE 'journal:%%'
GROUP BY d.id ORDER BY d.id;

-- name: grants
-- Grants after an id: their benefits, and the cases that are here of those they follow from.
SELECT o.id, o.kle, o.finished, coalesce(o.card -> 'benefits', '[]'),
       array(SELECT DISTINCT c.id FROM registry_link AS l
             JOIN registry_object AS c ON c.id = l.target AND c.kind = 'case'
             WHERE l.source = o.id AND l.role LIKE 'case:%%')
FROM registry_object AS o
WHERE o.kind = 'grant' AND o.id > %(after)s ORDER BY o.id LIMIT %(most)s;

-- name: payments
-- Payments after an id: their days and lines, and the grants that are here of those they are paid of.
SELECT o.id, o.kle, coalesce(o.card ->> 'disposal_date', ''), coalesce(o.card ->> 'end', ''),
       coalesce(o.card -> 'lines', '[]'),
       array(SELECT DISTINCT g.id FROM registry_link AS l
             JOIN registry_object AS g ON g.id = l.target AND g.kind = 'grant'
             WHERE l.source = o.id AND l.role = 'line')
FROM registry_object AS o
WHERE o.kind = 'payment' AND o.id > %(after)s ORDER BY o.id LIMIT %(most)s;

-- name: begin
-- Remember a deletion run.
INSERT INTO registry_erasure (at, by, due_by, number, proof)
VALUES (%(at)s, %(by)s, %(due_by)s, %(number)s, '{}') RETURNING id;

-- name: mark
-- The objects that are gone for good.
INSERT INTO registry_erased (object_id, erasure_id)
SELECT id, %(erasure)s FROM unnest(%(ids)s::uuid[]) AS id ON CONFLICT DO NOTHING;

-- name: numbers
-- What the cases among them are called in their own systems.
SELECT DISTINCT card ->> 'number' FROM registry_object
WHERE id = ANY(%(ids)s) AND kind = 'case' AND card ->> 'number' <> '' ORDER BY 1;

-- name: all_erased
-- Every object that has ever been deleted, under each id that a system has for it.
SELECT object_id FROM registry_erased
UNION SELECT a.alias FROM registry_alias AS a JOIN registry_erased USING (object_id);

-- name: remove_audience
-- Who saw them.
DELETE FROM registry_audience WHERE object_id = ANY(%(ids)s);

-- name: remove_party
-- Whom they concerned.
DELETE FROM registry_party WHERE object_id = ANY(%(ids)s);

-- name: remove_link
-- What they referred to.
DELETE FROM registry_link WHERE source = ANY(%(ids)s);

-- name: remove_restriction
-- What restricted them.
DELETE FROM registry_restriction WHERE object_id = ANY(%(ids)s);

-- name: remove_finding
-- What was wrong with them.
DELETE FROM registry_found WHERE object_id = ANY(%(ids)s);

-- name: remove_quarantine
-- What of them could not be used.
DELETE FROM registry_quarantine WHERE object_id = ANY(%(ids)s);

-- name: remove_unread
-- Who waited for what of them could not be read.
DELETE FROM registry_unread WHERE object_id = ANY(%(ids)s);

-- name: remove_registration
-- Everything that was told of them.
DELETE FROM registry_registration WHERE object_id = ANY(%(ids)s);

-- name: remove_object
-- Their cards.
DELETE FROM registry_object WHERE id = ANY(%(ids)s);

-- name: remove_event_object
-- That events are about them.
DELETE FROM registry_event_object WHERE target = ANY(%(ids)s);

-- name: remove_event
-- Events that are about nothing else that is here.
DELETE FROM registry_event AS e WHERE EXISTS (
    SELECT FROM jsonb_array_elements(e.body -> 'objects') AS o
    WHERE o ->> 'value' = ANY(%(texts)s));

-- name: messages
-- Kept messages after an id: whether each could not be wholly read, and whether nobody has to decide on it: somebody
-- has, or all that was refused of it was about what has been deleted.
SELECT m.id, m.body, m.status = 'quarantined',
       EXISTS (SELECT FROM registry_resolution AS r WHERE r.message_id = m.id)
       OR NOT EXISTS (SELECT FROM registry_quarantine AS q WHERE q.message_id = m.id)
FROM registry_raw_message AS m
WHERE m.id > %(after)s AND m.status NOT IN ('erased', 'received') ORDER BY m.id LIMIT %(most)s;

-- name: empty_message
-- A message of which nothing is left: that it came is kept, and the hash by which it is known again. So it goes with
-- those broken ones of which it says all.
WITH gone AS (DELETE FROM registry_unread WHERE message_id = %(id)s)
UPDATE registry_raw_message SET body = '', status = 'erased'
WHERE id = %(id)s
   OR id IN (SELECT message_id FROM registry_resolution WHERE replacement_id = %(id)s AND outcome = 'settled');

-- name: rewrite_message
-- A message without what has been deleted; its hash is still that of the bytes that came. What could not be read of
-- it is not in it any more. Of broken ones of which it says all nothing is left.
WITH gone AS (DELETE FROM registry_unread WHERE message_id = %(id)s), settled AS (
    UPDATE registry_raw_message SET body = '', status = 'erased'
    WHERE id IN (SELECT message_id FROM registry_resolution WHERE replacement_id = %(id)s AND outcome = 'settled'))
UPDATE registry_raw_message SET body = %(body)s WHERE id = %(id)s;

-- name: columns
-- Every column of the registry that can hold an object's id, but for the list of those deleted and
-- what objects that are kept refer to, which is told by itself.
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name LIKE 'registry\_%%' AND data_type = 'uuid'
  AND table_name NOT IN ('registry_erased', 'registry_alias')
  AND (table_name, column_name) <> ('registry_link', 'target')
  AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'public')
ORDER BY table_name, column_name;

-- name: references_left
-- How many objects that are kept still refer to deleted ones, by id alone.
SELECT count(*) FROM registry_link WHERE target = ANY(%(ids)s);

-- name: prove
-- Write down what came of it.
UPDATE registry_erasure SET proof = %(proof)s WHERE id = %(erasure)s;

-- name: tables
-- Every table of the other rooms, but who has looked. What is kept here, and refers to what is gone, is
-- told by itself.
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND has_table_privilege(oid, 'SELECT')
  AND relname NOT LIKE 'registry\_%' AND relname <> 'kernel_audit'
ORDER BY relname;

-- name: erased_by
-- What a run deleted.
SELECT object_id FROM registry_erased WHERE erasure_id = %(erasure)s;

-- name: runs
-- Every deletion run, the newest first.
SELECT id, at, by, due_by, number, proof FROM registry_erasure ORDER BY id DESC;
