-- name: versions
-- All versions of what activities mean for a kind of case, those of the numbers above it too.
SELECT id, topic, version, valid_from, milestones::text, robots::text, why, entered_by, entered_at
FROM effects_meaning WHERE owner = %(owner)s AND topic = ANY(%(topics)s) ORDER BY id;

-- name: add_version
-- A version, unless another was saved since it was made.
INSERT INTO effects_meaning (owner, topic, version, valid_from, milestones, robots, why,
                             entered_at, entered_by)
SELECT %(owner)s::text, %(topic)s::text,
       1 + (SELECT coalesce(max(m.version), 0) FROM effects_meaning AS m
            WHERE m.owner = %(owner)s::text AND m.topic = %(topic)s::text),
       %(valid_from)s::date, %(milestones)s::jsonb, %(robots)s::jsonb, %(why)s, %(now)s, %(by)s
WHERE NOT EXISTS (SELECT FROM effects_meaning AS n WHERE n.owner = %(owner)s::text
                  AND n.topic = ANY(%(topics)s::text[]) AND n.id > %(newest)s)
ON CONFLICT DO NOTHING
RETURNING version;

-- name: propose
-- A version as somebody would have it; the same again is worked out again.
INSERT INTO effects_proposal (id, owner, topic, newest, valid_from, milestones, robots, why,
                              proposed_at, proposed_by)
VALUES (%(id)s, %(owner)s, %(topic)s, %(newest)s, %(valid_from)s, %(milestones)s, %(robots)s,
        %(why)s, %(now)s, %(by)s);

-- name: proposal
-- One proposal, and what it would change where that is known.
SELECT id, owner, topic, newest, valid_from, milestones::text, robots::text, why, proposed_by,
       proposed_at, shown::text
FROM effects_proposal WHERE owner = %(owner)s AND id = %(id)s;

-- name: claim_proposal
-- The next proposal to be worked out, held until commit.
SELECT id, owner, topic, newest, valid_from, milestones::text, robots::text, why, proposed_by,
       proposed_at, shown::text
FROM effects_proposal WHERE shown IS NULL ORDER BY proposed_at, id LIMIT 1
FOR UPDATE SKIP LOCKED;

-- name: show
-- What a proposal would change.
UPDATE effects_proposal SET shown = %(shown)s WHERE id = %(id)s;

-- name: drop_old
-- Proposals that nobody saved or that were saved long ago.
DELETE FROM effects_proposal WHERE proposed_at < %(before)s;

-- name: told
-- Cases of a number and all below it, as they were told.
SELECT id, topic, stated::text, coalesce(acts, '[]')::text FROM effects_case
WHERE owner = %(owner)s AND (topic = %(topic)s OR starts_with(topic, %(topic)s || '.'))
ORDER BY id;

-- name: unread
-- Cases of a kind that were read by older versions.
SELECT id, acts IS NULL, stated::text, coalesce(acts, '[]')::text FROM effects_case
WHERE owner = %(owner)s AND topic = %(topic)s AND (read_by <> %(newest)s OR acts IS NULL)
ORDER BY id LIMIT %(most)s;

-- name: keep_read
-- Cases as they are read now. What was counted of one whose acts were never kept stays.
UPDATE effects_case AS c
SET started = r.started, informed = r.informed, decided = r.decided, closed = r.closed,
    reopened = r.reopened, annulled = r.annulled, complained = r.complained, upheld = r.upheld,
    touches = CASE WHEN c.acts IS NULL THEN c.touches ELSE r.touches END,
    people = CASE WHEN c.acts IS NULL THEN c.people ELSE r.people END, minutes = r.minutes, early_touches = r.early_touches,
    early_people = r.early_people, early_minutes = r.early_minutes,
    acts = coalesce(c.acts, '[]'), read_by = %(newest)s, decision = r.decision,
    decision_on = r.decision_on
FROM jsonb_to_recordset(%(rows)s) AS r(
    id uuid, started date, informed date, decided date, closed date, reopened date, annulled date,
    complained date, upheld date, touches integer, people integer, minutes integer,
    early_touches integer, early_people integer, early_minutes integer, decision text,
    decision_on date)
WHERE c.id = r.id;

-- name: keep_minutes
-- Human time that was measured, once for each event.
INSERT INTO effects_minutes (event, item, solution, minutes, at)
VALUES (%(event)s, %(item)s, %(solution)s, %(minutes)s, %(at)s) ON CONFLICT DO NOTHING;

-- name: measured
-- Minutes that were told of each case of a kind, in all and in its first days: of the items in which
-- a robot did something in it. A number that several cases have names none, and the minutes of an
-- item about several cases are parted among them.
WITH timed AS (
    SELECT t.reference, m.minutes, m.at, count(*) OVER (PARTITION BY m.event) AS shared
    FROM effects_minutes AS m
    JOIN effects_touch AS t ON t.solution = m.solution AND m.item = ANY(t.items)
    WHERE m.item <> 0
), kind AS (
    SELECT id, number, started FROM effects_case
    WHERE topic = %(topic)s AND (owner = %(owner)s OR %(owner)s = '')
), met AS (
    SELECT k.id, k.started, m.minutes / m.shared AS minutes, m.at FROM kind AS k
    JOIN timed AS m ON m.reference = k.id::text
    UNION ALL
    SELECT k.id, k.started, m.minutes / m.shared, m.at FROM kind AS k
    JOIN timed AS m ON m.reference = k.number
    WHERE k.number <> '' AND NOT EXISTS (
        SELECT FROM effects_case AS o WHERE o.number = k.number AND o.id <> k.id)
)
SELECT id, sum(minutes)::float,
       (sum(minutes) FILTER (WHERE (at AT TIME ZONE 'Europe/Copenhagen')::date
                                   <= started + %(early)s))::float
FROM met GROUP BY id;

-- name: samples
-- Items timed by hand, of what has worked on cases of a kind.
SELECT m.minutes::float FROM effects_minutes AS m
WHERE m.item = 0 AND m.at <= %(now)s AND m.solution IN (
    SELECT solution FROM effects_adoption WHERE owner = %(owner)s AND topic = %(topic)s)
ORDER BY m.event;
