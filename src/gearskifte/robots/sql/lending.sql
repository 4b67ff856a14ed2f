-- SPDX-License-Identifier: EUPL-1.2

-- name: give_key
-- A key for a robot; the program that has it works on this robot's items and no other's.
INSERT INTO robots_lending_key (robot_id, hash, lease, given_by, given_at)
SELECT id, %(hash)s, %(lease)s, %(by)s, %(at)s FROM robots_robot WHERE slug = %(slug)s
RETURNING id;

-- name: withdraw_keys
-- No key of a robot is valid any more.
UPDATE robots_lending_key SET withdrawn_at = %(at)s
WHERE withdrawn_at IS NULL
  AND robot_id = (SELECT id FROM robots_robot WHERE slug = %(slug)s);

-- name: about
-- Whose key it is.
SELECT id, slug, title, stopped, made_at, recipe FROM robots_lend_about(%(key)s);

-- name: add
-- A new item, or the one with that reference that has not ended.
SELECT robots_lend_add(%(key)s, %(reference)s, %(label)s, %(data)s, %(subject)s);

-- name: find
-- Loans as they stand.
SELECT number, data, status, message, lent_at, made_at, updated_at, ended_at
FROM robots_lend_find(%(key)s, %(number)s, %(reference)s, %(status)s);

-- name: next
-- The next item.
SELECT robots_lend_next(%(key)s, %(reference)s, %(worker)s);

-- name: tell
-- What became of an item.
SELECT robots_lend_tell(%(key)s, %(number)s, %(status)s, %(message)s, %(citizen)s);

-- name: note
-- Evidence, or new data.
SELECT robots_lend_note(%(key)s, %(number)s, %(said)s, %(sealed)s, %(data)s);

-- name: clear
-- What waits in line is taken out of it.
SELECT robots_lend_clear(%(key)s, %(older)s);

-- name: constant
-- What was filled in for the robot.
SELECT robots_lend_constant(%(key)s, %(name)s);

-- name: secret
-- A secret of the robot.
SELECT robots_lend_secret(%(key)s, %(name)s);
