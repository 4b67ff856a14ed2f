-- SPDX-License-Identifier: EUPL-1.2

-- name: believe
-- A municipality's key is believed from now on; another key for it replaces none by itself.
INSERT INTO commons_publisher (owner, name, key, by, at)
VALUES (%(owner)s, %(name)s, %(key)s, %(by)s, %(at)s)
ON CONFLICT (owner) DO NOTHING;

-- name: publisher
-- The key of a municipality.
SELECT owner, name, key FROM commons_publisher WHERE owner = %(owner)s;

-- name: publishers
-- Everybody whose packages may be taken in.
SELECT owner, name, key FROM commons_publisher ORDER BY name;

-- name: keep
-- A package with what is thought of it.
INSERT INTO commons_package (
    id, object, version, title, sha256, body, own, state, why, by, department, at, robot, digest
)
VALUES (
    %(id)s, %(object)s, %(version)s, %(title)s, %(sha256)s, %(body)s, %(own)s, %(state)s, %(why)s,
    %(by)s, %(department)s, %(at)s, %(robot)s, ''
);

-- name: same
-- The same package, if it was given before and not refused.
SELECT id FROM commons_package
WHERE sha256 = %(sha256)s AND own = %(own)s AND state <> 'refused'
ORDER BY at DESC LIMIT 1;

-- name: find
-- One package.
SELECT id, object, version, title, sha256, own, state, why, report::text, given::text, by,
       department, at, robot, digest, taken_at, first_run_at, runs
FROM commons_package WHERE id = %(id)s;

-- name: body
-- The bytes of one package.
SELECT body FROM commons_package WHERE id = %(id)s;

-- name: listed
-- The newest packages.
SELECT id, object, version, title, sha256, own, state, why, report::text, given::text, by,
       department, at, robot, digest, taken_at, first_run_at, runs
FROM commons_package ORDER BY at DESC LIMIT %(most)s;

-- name: pinned
-- The newest version that was taken in of an object: nothing older comes after it.
SELECT object, version, sha256, taken_at, robot FROM commons_package
WHERE object = %(object)s AND NOT own AND state = 'taken'
ORDER BY string_to_array(version, '.')::integer[] DESC, taken_at DESC LIMIT 1;

-- name: fill
-- What was filled in for a package, which is to be tried now.
UPDATE commons_package
SET given = %(given)s, by = %(by)s, department = %(department)s, state = 'trying', why = '',
    report = NULL
WHERE id = %(id)s AND NOT own AND state IN ('read', 'failed');

-- name: next
-- The package that has waited longest for its trial; held while it is tried.
SELECT id, object, version, title, sha256, own, state, why, report::text, given::text, by,
       department, at, robot, digest, taken_at, first_run_at, runs
FROM commons_package WHERE state = 'trying'
ORDER BY at LIMIT 1 FOR UPDATE SKIP LOCKED;

-- name: tried
-- How a trial went, and what the package became.
UPDATE commons_package
SET state = %(state)s, why = %(why)s, report = %(report)s, robot = %(robot)s, digest = %(digest)s,
    taken_at = CASE WHEN %(state)s = 'taken' THEN %(at)s END
WHERE id = %(id)s;

-- name: ran
-- A robot that came from elsewhere has done an item.
UPDATE commons_package
SET first_run_at = coalesce(first_run_at, %(at)s), runs = runs + 1
WHERE id = (
    SELECT p.id FROM commons_package AS p
    WHERE p.robot = %(robot)s AND NOT p.own AND p.state = 'taken'
    ORDER BY string_to_array(p.version, '.')::integer[] DESC LIMIT 1
);

-- name: reused
-- What was taken in from others: which, which version, since when, and how often it has run.
SELECT object, version, sha256, taken_at, first_run_at, runs, robot FROM commons_package
WHERE NOT own AND state = 'taken' ORDER BY taken_at;
