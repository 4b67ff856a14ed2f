-- SPDX-License-Identifier: EUPL-1.2

-- name: add
-- A new entry; the same id twice changes nothing.
INSERT INTO commons_entry (
    id, number, municipality, title, description, phase, unit, ends_on, stop_criterion, because,
    budget_oere, origin, field, kle, system, target, starts_on, with_whom, papers, robot, reuses, shared, object,
    created_at, alive_at, vector, topics, shares, model
)
VALUES (
    %(id)s, nextval('commons_entry_number'), %(municipality)s, %(title)s, %(description)s,
    %(phase)s, %(unit)s, %(ends_on)s, %(stop_criterion)s, %(because)s,
    %(budget_oere)s, %(origin)s, coalesce(nullif(%(field)s, ''), %(guessed)s), %(kle)s, %(system)s, %(target)s, %(starts_on)s,
    %(with_whom)s, %(papers)s, %(robot)s, %(reuses)s, %(shared)s, %(object)s,
    %(at)s, %(at)s, %(vector)s, %(topics)s, %(shares)s, %(model)s
)
ON CONFLICT (id) DO NOTHING;

-- name: changed
-- Entries changed after a number, in order of change; a meaning of another edition is none.
SELECT
    id, number, municipality, title, description, phase, unit, ends_on, stop_criterion, because,
    created_at, alive_at, starts_on, field, kle, system, target, shared,
    object <> '' AND NOT shared AS withdrawn,
    CASE WHEN model = %(model)s THEN vector END, topics, shares
FROM commons_entry
WHERE number > %(after)s
ORDER BY number;

-- name: find
-- One entry.
SELECT
    id, number, municipality, title, description, phase, unit, ends_on, stop_criterion, because,
    created_at, alive_at, starts_on, field, kle, system, target, shared,
    object <> '' AND NOT shared AS withdrawn, NULL, NULL, NULL
FROM commons_entry
WHERE id = %(id)s;

-- name: own
-- A municipality's own entries, the newest first.
SELECT
    id, number, municipality, title, description, phase, unit, ends_on, stop_criterion, because,
    created_at, alive_at, starts_on, field, kle, system, target, shared,
    object <> '' AND NOT shared AS withdrawn, NULL, NULL, NULL
FROM commons_entry
WHERE municipality = %(municipality)s
ORDER BY created_at DESC
LIMIT 500;

-- name: stage
-- An own entry goes into a phase, which is a sign of life.
UPDATE commons_entry
SET
    phase = %(phase)s, ends_on = %(ends_on)s, stop_criterion = %(stop_criterion)s,
    because = %(because)s, budget_oere = %(budget_oere)s, alive_at = %(at)s, number = nextval('commons_entry_number')
WHERE id = %(id)s AND municipality = %(municipality)s;

-- name: heartbeat
-- An own entry still lives.
UPDATE commons_entry
SET alive_at = %(at)s, number = nextval('commons_entry_number')
WHERE id = %(id)s AND municipality = %(municipality)s;

-- name: plan
-- What the own portfolio keeps of an entry.
SELECT
    owner, origin, with_whom, staff, business_case, cost_oere, starts_on, field, kle, system,
    target, papers, promise, robot, budget_oere, object, reuses
FROM commons_entry
WHERE id = %(id)s;

-- name: keep_plan
-- What the own portfolio keeps of an entry, written anew, which is a sign of life.
UPDATE commons_entry
SET
    title = %(title)s, description = %(description)s, unit = %(unit)s, owner = %(owner)s,
    origin = %(origin)s, with_whom = %(with_whom)s, staff = %(staff)s,
    business_case = %(business_case)s, cost_oere = %(cost_oere)s, starts_on = %(starts_on)s,
    field = %(field)s, kle = %(kle)s, system = %(system)s, target = %(target)s,
    papers = %(papers)s, promise = %(promise)s, authority = %(authority)s, robot = %(robot)s,
    model = CASE
        WHEN (title, description) = (%(title)s, %(description)s) THEN model ELSE ''
    END,
    alive_at = %(at)s, number = nextval('commons_entry_number')
WHERE id = %(id)s AND municipality = %(municipality)s;

-- name: add_milestone
-- Something happened to an entry; the same told twice is one.
INSERT INTO commons_milestone (entry_id, by, kind, at, text)
VALUES (%(entry)s, %(by)s, %(kind)s, %(at)s, %(text)s)
ON CONFLICT (entry_id, by, kind, at) DO NOTHING;

-- name: story
-- What happened to an entry, the newest first.
SELECT by, kind, at, text FROM commons_milestone
WHERE entry_id = %(entry)s
ORDER BY at DESC, id DESC
LIMIT 100;

-- name: working
-- Own entries that a robot does, with when they were last heard of.
SELECT id, robot, reuses FROM commons_entry
WHERE robot <> '' AND municipality = %(municipality)s AND phase <> 'stopped';

-- name: promised
-- Own entries with a promise, with when they were last heard of.
SELECT id, promise, authority, reuses FROM commons_entry
WHERE promise IS NOT NULL AND municipality = %(municipality)s AND phase <> 'stopped';

-- name: beat
-- A sign of life that is a day newer than the last one.
UPDATE commons_entry
SET alive_at = %(at)s, number = nextval('commons_entry_number')
WHERE id = %(id)s AND alive_at <= %(at)s - interval '1 day';

-- name: papers
-- The papers of some entries.
SELECT id, papers FROM commons_entry WHERE id = any(%(ids)s) AND papers <> '';

-- name: unread
-- Entries whose meaning has not been read by this edition of model and thesaurus.
SELECT id, title, description FROM commons_entry
WHERE model <> %(model)s
ORDER BY number
LIMIT %(most)s;

-- name: keep_meaning
-- What a text means: its vector and its topics; the field is guessed where nobody has written it.
UPDATE commons_entry
SET
    field = coalesce(nullif(field, ''), %(guessed)s),
    vector = %(vector)s, topics = %(topics)s, shares = %(shares)s, model = %(model)s,
    number = nextval('commons_entry_number')
WHERE id = %(id)s;

-- name: judge
-- A person says whether two entries are the same topic; the newest word counts.
INSERT INTO commons_judgement (one, other, same, at)
VALUES (least(%(one)s, %(other)s), greatest(%(one)s, %(other)s), %(same)s, %(at)s)
ON CONFLICT (one, other) DO UPDATE SET same = excluded.same, at = excluded.at;

-- name: judgements
-- Everything people have said of pairs.
SELECT one, other, same FROM commons_judgement;

-- name: reply
-- This municipality's answer to another's entry; the newest counts.
INSERT INTO commons_reply (entry_id, other, answer, at)
VALUES (%(entry)s, %(other)s, %(answer)s, %(at)s)
ON CONFLICT (entry_id, other) DO UPDATE SET answer = excluded.answer, at = excluded.at;

-- name: replies
-- The answers given on behalf of an entry.
SELECT other, answer FROM commons_reply WHERE entry_id = %(entry)s;

-- name: named_own
-- The robots and promises that own entries name.
SELECT robot, promise FROM commons_entry
WHERE municipality = %(municipality)s AND (robot <> '' OR promise IS NOT NULL);
