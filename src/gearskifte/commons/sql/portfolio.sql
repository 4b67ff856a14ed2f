-- SPDX-License-Identifier: EUPL-1.2

-- name: add
-- A new entry; the same id twice changes nothing.
INSERT INTO commons_entry (
    id, number, municipality, title, description, phase, unit, ends_on, stop_criterion, because,
    shared, created_at, alive_at, vector, topics, shares, model
)
VALUES (
    %(id)s, nextval('commons_entry_number'), %(municipality)s, %(title)s, %(description)s,
    %(phase)s, %(unit)s, %(ends_on)s, %(stop_criterion)s, %(because)s,
    %(shared)s, %(at)s, %(at)s, %(vector)s, %(topics)s, %(shares)s, %(model)s
)
ON CONFLICT (id) DO NOTHING;

-- name: changed
-- Entries changed after a number, in order of change.
SELECT
    id, number, municipality, title, description, phase, unit, ends_on, stop_criterion, because,
    created_at, alive_at, vector, topics, shares
FROM commons_entry
WHERE number > %(after)s
ORDER BY number;

-- name: find
-- One entry.
SELECT
    id, number, municipality, title, description, phase, unit, ends_on, stop_criterion, because,
    created_at, alive_at, NULL, NULL, NULL
FROM commons_entry
WHERE id = %(id)s;

-- name: own
-- A municipality's own entries, the newest first.
SELECT
    id, number, municipality, title, description, phase, unit, ends_on, stop_criterion, because,
    created_at, alive_at, NULL, NULL, NULL
FROM commons_entry
WHERE municipality = %(municipality)s
ORDER BY created_at DESC
LIMIT 500;

-- name: stage
-- An own entry goes into a phase, which is a sign of life.
UPDATE commons_entry
SET
    phase = %(phase)s, ends_on = %(ends_on)s, stop_criterion = %(stop_criterion)s,
    because = %(because)s, alive_at = %(at)s, number = nextval('commons_entry_number')
WHERE id = %(id)s AND municipality = %(municipality)s;

-- name: heartbeat
-- An own entry still lives.
UPDATE commons_entry
SET alive_at = %(at)s, number = nextval('commons_entry_number')
WHERE id = %(id)s AND municipality = %(municipality)s;

-- name: unread
-- Entries whose meaning has not been read by this model.
SELECT id, title, description FROM commons_entry
WHERE model <> %(model)s
ORDER BY number
LIMIT %(most)s;

-- name: keep_meaning
-- What a text means: its vector and its topics.
UPDATE commons_entry
SET
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
