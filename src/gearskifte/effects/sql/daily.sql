-- What was counted of a log, kept by DuckDB in a file beside it.

-- name: tables
-- Where the counts are kept.
CREATE TABLE IF NOT EXISTS effects_file (name VARCHAR PRIMARY KEY);
CREATE TABLE IF NOT EXISTS effects_cases (
    "case" VARCHAR, municipality VARCHAR, started DATE, deadline DATE, first TIMESTAMP,
    last TIMESTAMP, heard DATE, events BIGINT, decided DATE, repeats BIGINT);
CREATE TABLE IF NOT EXISTS effects_edges (
    activity VARCHAR, next VARCHAR, number BIGINT, seconds BIGINT);
CREATE TABLE IF NOT EXISTS effects_variants (trail VARCHAR, cases BIGINT);
CREATE TABLE IF NOT EXISTS effects_rework (activity VARCHAR, cases BIGINT, repeats BIGINT);

-- name: files
-- The files that were counted.
SELECT name FROM effects_file ORDER BY name;

-- name: add_file
-- One more.
INSERT INTO effects_file VALUES (?);

-- name: add_edges
-- Put counts in, or take them out where they are less than nought.
CREATE OR REPLACE TABLE effects_edges AS
SELECT activity, next, sum(number)::bigint AS number, sum(seconds)::bigint AS seconds
FROM (FROM effects_edges UNION ALL BY NAME FROM edges_part) GROUP BY activity, next
HAVING sum(number) <> 0;

-- name: add_variants
-- The same for ways through the process.
CREATE OR REPLACE TABLE effects_variants AS
SELECT trail, sum(cases)::bigint AS cases
FROM (FROM effects_variants UNION ALL BY NAME FROM variants_part) GROUP BY trail
HAVING sum(cases) <> 0;

-- name: add_rework
-- The same for what is done again.
CREATE OR REPLACE TABLE effects_rework AS
SELECT activity, sum(cases)::bigint AS cases, sum(repeats)::bigint AS repeats
FROM (FROM effects_rework UNION ALL BY NAME FROM rework_part) GROUP BY activity
HAVING sum(cases) <> 0;

-- name: drop_cases
-- Cases as they stood.
DELETE FROM effects_cases WHERE "case" IN (SELECT "case" FROM touched);

-- name: add_cases
-- Cases as they stand.
INSERT INTO effects_cases BY NAME SELECT * FROM cases_part;

-- name: with_rework
-- Cases in which something was done again.
SELECT count(*) FROM effects_cases WHERE repeats > 0;

-- name: drop_parts
-- What was counted of some cases only.
DROP TABLE events;
DROP TABLE edges_part;
DROP TABLE variants_part;
DROP TABLE rework_part;
DROP TABLE IF EXISTS cases_part;
