-- SPDX-License-Identifier: EUPL-1.2

-- name: share
-- An own entry is shared with the others, or no longer.
UPDATE commons_entry
SET shared = %(shared)s, number = nextval('commons_entry_number')
WHERE id = %(id)s AND municipality = %(municipality)s;

-- name: keep_untold
-- An event that waits to be told.
INSERT INTO commons_untold (event) VALUES (%(event)s);

-- name: take_untold
-- The oldest events that wait, taken out.
DELETE FROM commons_untold
WHERE id IN (SELECT id FROM commons_untold ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
RETURNING id, event;

-- name: page
-- A file of the own feed.
SELECT body FROM commons_page WHERE name = %(name)s;

-- name: keep_page
-- A file of the own feed: the head is replaced, a page is written once.
INSERT INTO commons_page (name, body) VALUES (%(name)s, %(body)s)
ON CONFLICT (name) DO UPDATE SET body = excluded.body;

-- name: pages
-- The names of the own feed's files.
SELECT name FROM commons_page ORDER BY name;

-- name: peers
-- What is remembered of the feeds that are read.
SELECT owner, name, key, sequence, pages, chain, issued, refused FROM commons_peer ORDER BY owner;

-- name: keep_peer
-- What is remembered of a feed, as it was last believed, or why it was refused.
INSERT INTO commons_peer (owner, name, key, sequence, pages, chain, issued, refused)
VALUES (%(owner)s, %(name)s, %(key)s, %(sequence)s, %(pages)s, %(chain)s, %(issued)s, %(refused)s)
ON CONFLICT (owner) DO UPDATE
SET
    name = excluded.name, sequence = excluded.sequence, pages = excluded.pages,
    chain = excluded.chain, issued = excluded.issued, refused = excluded.refused;

-- name: hear_entry
-- An entry as its owner tells it now; only what came by the owner's feed is changed.
UPDATE commons_entry
SET
    title = %(title)s, description = %(description)s, phase = %(phase)s, unit = %(unit)s,
    because = %(because)s, field = %(field)s, kle = %(kle)s, system = %(system)s,
    target = %(target)s, starts_on = %(starts_on)s, origin = %(origin)s,
    with_whom = %(with_whom)s, papers = %(papers)s, robot = %(robot)s, shared = true,
    model = CASE
        WHEN (title, description) = (%(title)s, %(description)s) THEN model ELSE ''
    END,
    alive_at = greatest(alive_at, %(at)s), number = nextval('commons_entry_number')
WHERE id = %(id)s AND object = %(object)s;

-- name: hear_alive
-- Another's entry lives.
UPDATE commons_entry
SET alive_at = greatest(alive_at, %(at)s), number = nextval('commons_entry_number')
WHERE id = %(id)s AND object = %(object)s;

-- name: forget
-- Another's entry is no longer shared: it is not shown, and counts nowhere.
UPDATE commons_entry
SET shared = false, number = nextval('commons_entry_number')
WHERE id = %(id)s AND object = %(object)s;

-- name: last_phase
-- The newest phase that a municipality told of an entry.
SELECT kind FROM commons_milestone
WHERE entry_id = %(entry)s AND by = %(by)s
    AND kind IN ('idea', 'pilot', 'project', 'running', 'stopped')
ORDER BY at DESC, id DESC
LIMIT 1;

-- name: of_robot
-- The entry whose work a robot does, by the robot's name in its owner's packages.
SELECT id FROM commons_entry
WHERE robot = %(robot)s
    AND CASE WHEN %(own)s THEN object = '' AND municipality = %(municipality)s
        ELSE starts_with(object, %(owner)s || '/') END
ORDER BY created_at, id
LIMIT 1;

-- name: known
-- Whether there is such an entry, and such a pool.
SELECT
    EXISTS (SELECT FROM commons_entry WHERE id = %(id)s),
    EXISTS (SELECT FROM commons_pool WHERE id = %(id)s);

-- name: refused
-- How many feeds are not believed.
SELECT count(*) FROM commons_peer WHERE refused <> '';
