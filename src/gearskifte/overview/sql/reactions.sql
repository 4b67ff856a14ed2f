-- name: protect
-- A register tells that a person's name and address are protected; the same again changes nothing.
INSERT INTO overview_protection (person_id, starts, source)
VALUES (%(person)s, %(at)s, %(source)s) ON CONFLICT (person_id, starts) DO NOTHING;

-- name: unprotect
-- A register tells that they no longer are.
UPDATE overview_protection SET ends = greatest(%(at)s, starts)
WHERE person_id = %(person)s AND starts <= %(at)s AND (ends IS NULL OR ends > %(at)s);

-- name: silence
-- Nobody writes to somebody who has died: no message is begun any more, and none that waits is sent.
WITH settings AS (
    UPDATE overview_message_setting SET channel = '' WHERE person_id = %(person)s
)
UPDATE overview_message SET state = 'dropped', look_at = NULL, ended_at = %(now)s
WHERE person_id = %(person)s AND state IN ('waiting', 'failed');

-- name: add_robot_act
-- A robot did something in a citizen's case; told once.
INSERT INTO overview_robot_act (event_id, person_id, case_ref, at, robot, rule, what)
VALUES (%(event_id)s, %(person)s, %(case)s, %(at)s, %(robot)s, %(rule)s, %(what)s)
ON CONFLICT DO NOTHING;

-- name: add_news
-- Tell each person once.
INSERT INTO overview_news (person_id, object_id, event_id, what, at)
SELECT person, %(object_id)s, %(event_id)s, %(what)s, %(at)s
FROM unnest(%(persons)s::uuid[]) AS person
ON CONFLICT DO NOTHING;

-- name: forget_news
-- News of objects that are deleted, and of answers that are.
DELETE FROM overview_news AS n
WHERE n.object_id = ANY(%(objects)s)
   OR n.what IN ('answer', 'overdue') AND NOT EXISTS (SELECT FROM overview_correction AS c WHERE c.id = n.object_id);

-- name: forget_robot_acts
-- What robots did in deleted cases; an act names its case by id or by number.
DELETE FROM overview_robot_act WHERE case_ref = ANY(%(references)s);

-- name: forget_corrections
-- What was said of deleted objects: answered matters go, the others are about no object any more.
WITH answered AS (
    DELETE FROM overview_correction WHERE object_id = ANY(%(objects)s) AND answered_at IS NOT NULL
)
UPDATE overview_correction SET object_id = NULL
WHERE object_id = ANY(%(objects)s) AND answered_at IS NULL;

-- name: forget_deliveries
-- What was delivered of deleted grants.
DELETE FROM overview_delivery WHERE object_id = ANY(%(objects)s);

-- name: take_delivery
-- A row that a source tells; a row that it told before is mended. Whether anything changed.
INSERT INTO overview_delivery AS d (object_id, source, service, first, last, amount, unit, told_at)
VALUES (%(grant)s, %(source)s, %(service)s, %(first)s, %(last)s, %(amount)s, %(unit)s, %(now)s)
ON CONFLICT (object_id, source, service, first, last) DO UPDATE
SET amount = excluded.amount, unit = excluded.unit, told_at = excluded.told_at
WHERE (d.amount, d.unit) IS DISTINCT FROM (excluded.amount, excluded.unit)
RETURNING id;
