-- name: deadlines
-- The deadlines of one kind of case, all there have been.
SELECT topic, days, working, valid_from, owner, decided_where, link FROM effects_deadline
WHERE owner IN (%(owner)s, '') AND topic = ANY(%(topics)s) ORDER BY valid_from, id;

-- name: all_deadlines
-- The deadlines of every kind of case, all there have been.
SELECT topic, days, working, valid_from, owner, decided_where, link FROM effects_deadline
ORDER BY valid_from, id;

-- name: pictures
-- The service of all kinds of cases of one authority.
SELECT topic, title, unit, made_at, shown::text FROM effects_picture
WHERE owner = %(owner)s AND shown IS NOT NULL ORDER BY title COLLATE "C", topic;

-- name: picture
-- The service of one kind of case.
SELECT topic, title, unit, made_at, shown::text FROM effects_picture
WHERE owner = %(owner)s AND topic = %(topic)s AND shown IS NOT NULL;

-- name: followed
-- The months by which authorities are compared, of the kinds of case that this one has: of those
-- here, and as those elsewhere told them.
SELECT each.unit, each.topic, each.months::text
FROM (SELECT owner, topic, followed FROM effects_picture WHERE followed IS NOT NULL
      UNION ALL
      SELECT e.unit, e.topic, e.months FROM effects_elsewhere AS e
      WHERE e.outcome = 'waiting' AND NOT EXISTS (SELECT FROM effects_picture AS p
                        WHERE p.topic = e.topic AND p.owner = e.unit AND p.followed IS NOT NULL)
     ) AS each(unit, topic, months)
WHERE %(topic)s::text IN (each.topic, '')
  AND EXISTS (SELECT FROM effects_picture AS own
              WHERE own.owner = %(owner)s AND own.topic = each.topic)
ORDER BY each.topic, each.unit;

-- name: waits
-- The table from which waits of one kind of case are read off.
SELECT waits::text FROM effects_picture
WHERE owner = %(owner)s AND topic = %(topic)s AND waits IS NOT NULL;

-- name: promised_minutes
-- Who has promised something of an outcome.
SELECT DISTINCT owner FROM effects_initiative WHERE outcome = %(outcome)s ORDER BY owner;

-- name: initiatives
-- The promises of one authority, the newest first.
SELECT id, owner, topic, title, outcome, change, planned, solution, cost_oere, detectable::text,
       registered_at, registered_by
FROM effects_initiative WHERE owner = %(owner)s ORDER BY planned DESC, id;

-- name: initiative
-- One promise.
SELECT id, owner, topic, title, outcome, change, planned, solution, cost_oere, detectable::text,
       registered_at, registered_by
FROM effects_initiative WHERE owner = %(owner)s AND id = %(id)s;

-- name: staffing
-- Changes of staff that hang on promises.
SELECT initiative_id, positions, day, entered_at, entered_by FROM effects_staffing
WHERE initiative_id = ANY(%(ids)s) ORDER BY day, id;

-- name: reckonings
-- What came of promises.
SELECT initiative_id, months, made_at, verdict, snapshot, result::text FROM effects_reckoning
WHERE initiative_id = ANY(%(ids)s) ORDER BY months;

-- name: snapshot
-- The panel that a reckoning was made from.
SELECT r.snapshot, r.panel::text FROM effects_reckoning AS r
JOIN effects_initiative AS i ON i.id = r.initiative_id
WHERE i.owner = %(owner)s AND i.id = %(id)s AND r.months = %(months)s;

-- name: overdue
-- How many pictures should have been made anew, and since when.
SELECT count(*), min(due_at) FROM effects_picture WHERE due_at <= %(now)s;
