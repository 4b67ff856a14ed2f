-- name: keep_cases
-- What is known of cases now; the newest word counts.
INSERT INTO effects_case (id, owner, system, number, topic, started, informed, decided, closed,
                          reopened, annulled, complained, upheld, touches, people, minutes,
                          early_touches, early_people, early_minutes, steps, stated, acts, read_by,
                          decision, decision_on)
SELECT r.id, r.owner, r.system, r.number, r.topic, r.started, r.informed, r.decided, r.closed,
       r.reopened, r.annulled, r.complained, r.upheld, r.touches, r.people, r.minutes,
       r.early_touches, r.early_people, r.early_minutes, r.steps, r.stated, r.acts, r.read_by,
       r.decision, r.decision_on
FROM jsonb_to_recordset(%(rows)s) AS r(
    id uuid, owner text, system text, number text, topic text, started date, informed date,
    decided date, closed date, reopened date, annulled date, complained date, upheld date,
    touches integer, people integer, minutes integer, early_touches integer, early_people integer,
    early_minutes integer, steps text, stated jsonb, acts jsonb, read_by bigint, decision text,
    decision_on date)
ORDER BY r.id
ON CONFLICT (id) DO UPDATE
SET owner = excluded.owner, system = excluded.system, number = excluded.number,
    topic = excluded.topic, started = excluded.started, informed = excluded.informed,
    decided = excluded.decided, closed = excluded.closed, reopened = excluded.reopened,
    annulled = excluded.annulled, complained = excluded.complained, upheld = excluded.upheld,
    touches = excluded.touches, people = excluded.people, minutes = excluded.minutes,
    early_touches = excluded.early_touches, early_people = excluded.early_people,
    early_minutes = excluded.early_minutes, steps = excluded.steps, stated = excluded.stated,
    acts = excluded.acts, read_by = excluded.read_by, decision = excluded.decision,
    decision_on = excluded.decision_on;

-- name: mark_due
-- Pictures that are to be made anew at once.
INSERT INTO effects_picture AS p (owner, topic, title, unit, due_at)
SELECT DISTINCT ON (r.owner, r.topic) r.owner, r.topic, r.title, r.unit, %(now)s
FROM jsonb_to_recordset(%(rows)s) AS r(owner text, topic text, title text, unit text)
ORDER BY r.owner, r.topic, r.title DESC, r.unit DESC
ON CONFLICT (owner, topic) DO UPDATE
SET due_at = least(p.due_at, excluded.due_at),
    title = CASE WHEN excluded.title <> '' THEN excluded.title ELSE p.title END,
    unit = CASE WHEN excluded.unit <> '' THEN excluded.unit ELSE p.unit END;

-- name: claim_due
-- The next picture to be made, held until commit.
SELECT owner, topic FROM effects_picture WHERE due_at <= %(now)s
ORDER BY due_at, owner, topic LIMIT 1 FOR UPDATE SKIP LOCKED;

-- name: cases_of
-- All cases of one kind of one authority.
SELECT id, owner, topic, started, informed, decided, closed, reopened, annulled, complained, upheld,
       touches, people, minutes, steps, system, coalesce(acts, '[]')::text, stated::text,
       decision, decision_on
FROM effects_case WHERE owner = %(owner)s AND topic = %(topic)s ORDER BY id;

-- name: cases_of_topic
-- All cases of one kind that are received, of one authority or of every one.
SELECT id, owner, started, informed, decided, closed, reopened, annulled, upheld, early_touches,
       early_people, early_minutes
FROM effects_case
WHERE topic = %(topic)s AND started IS NOT NULL AND %(owner)s::text IN (owner, '');

-- name: keep_picture
-- What was counted, and when it is to be counted again.
UPDATE effects_picture
SET shown = %(shown)s, waits = %(waits)s, followed = %(followed)s, made_at = %(now)s, due_at = %(due_at)s
WHERE owner = %(owner)s AND topic = %(topic)s;

-- name: add_deadline
-- A deadline from a day on, unless just that was the last that was said of the day.
INSERT INTO effects_deadline (owner, topic, days, working, valid_from, decided_where, link,
                              entered_at, entered_by)
SELECT r.* FROM (VALUES (
    %(owner)s::text, %(topic)s::text, %(days)s::integer, %(working)s::boolean, %(valid_from)s::date,
    %(decided_where)s::text, %(link)s::text, %(now)s::timestamptz, %(by)s::text
)) AS r(owner, topic, days, working, valid_from, decided_where, link, entered_at, entered_by)
WHERE NOT EXISTS (
    SELECT FROM (SELECT d.days, d.working, d.decided_where, d.link FROM effects_deadline AS d
                 WHERE d.owner = r.owner AND d.topic = r.topic AND d.valid_from = r.valid_from
                 ORDER BY d.id DESC LIMIT 1) AS last
    WHERE last.days IS NOT DISTINCT FROM r.days
      AND (last.working, last.decided_where, last.link) = (r.working, r.decided_where, r.link));

-- name: hurry
-- Have the pictures made anew at once that a deadline is about.
UPDATE effects_picture SET due_at = %(now)s
WHERE %(owner)s::text IN (owner, '')
  AND (topic = %(topic)s::text OR starts_with(topic, %(topic)s::text || '.'));

-- name: add_initiative
-- A promise.
INSERT INTO effects_initiative (id, owner, topic, title, outcome, change, planned, solution,
                                cost_oere, detectable, registered_at, registered_by)
VALUES (%(id)s, %(owner)s, %(topic)s, %(title)s, %(outcome)s, %(change)s, %(planned)s,
        %(solution)s, %(cost_oere)s, %(detectable)s, %(now)s, %(by)s)
ON CONFLICT (id) DO NOTHING;

-- name: add_staffing
-- A change of staff that hangs on a promise.
INSERT INTO effects_staffing (initiative_id, positions, day, entered_at, entered_by)
VALUES (%(initiative)s, %(positions)s, %(day)s, %(now)s, %(by)s);

-- name: due_reckoning
-- The next promise whose 3, 6 or 12 months have passed and that was not reckoned yet. They are
-- counted from the month it was in use by the cases; while a named solution is not, it is waited
-- for, but no longer than a year. Its cases are followed for as long as the outcome asks.
SELECT i.id, i.owner, i.topic, i.outcome, i.change, i.planned, a.solution, a.month, m.months
FROM effects_initiative AS i
LEFT JOIN LATERAL (
    SELECT u.solution, u.month FROM effects_adoption AS u
    WHERE u.owner = i.owner AND u.topic = i.topic AND u.month IS NOT NULL
        AND CASE WHEN i.solution <> '' THEN u.solution = i.solution
            ELSE u.month >= date_trunc('month', i.registered_at AT TIME ZONE 'Europe/Copenhagen')
            END
    ORDER BY u.month, u.solution LIMIT 1
) AS a ON true
CROSS JOIN unnest(ARRAY[3, 6, 12]) AS m(months)
WHERE (coalesce(a.month, i.planned + make_interval(months => CASE WHEN i.solution = '' THEN 0
                                                             ELSE 12 END))
       + make_interval(months => m.months + CASE i.outcome WHEN 'in_time' THEN 6
                                            WHEN 'redone' THEN 8 ELSE 2 END))::date <= %(today)s
    AND NOT EXISTS (SELECT FROM effects_reckoning AS r
                    WHERE r.initiative_id = i.id AND r.months = m.months)
ORDER BY i.planned, m.months, i.id LIMIT 1;

-- name: add_reckoning
-- What had come of it; said once.
INSERT INTO effects_reckoning (initiative_id, months, made_at, verdict, snapshot, result, panel)
VALUES (%(initiative)s, %(months)s, %(now)s, %(verdict)s, %(snapshot)s, %(result)s, %(panel)s)
ON CONFLICT DO NOTHING;

-- name: forget_touches
-- What was done in cases that are deleted, by id or by number, was done in cases that nobody can tell.
UPDATE effects_touch SET reference = gen_random_uuid()::text
WHERE reference IN (SELECT id::text FROM effects_case WHERE id = ANY(%(cases)s)
                    UNION SELECT number FROM effects_case WHERE id = ANY(%(cases)s) AND number <> '')
   OR reference = ANY(%(texts)s);

-- name: forget_cases
-- Cases that are deleted are counted on under another id, without their number.
UPDATE effects_case SET id = gen_random_uuid(), number = '' WHERE id = ANY(%(cases)s);
