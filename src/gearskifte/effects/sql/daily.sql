-- What was counted of a log, kept by DuckDB in a file beside it.

-- name: tables
-- Where the counts are kept. A case knows its way through by key, and where it stopped.
CREATE TABLE IF NOT EXISTS effects_file (name VARCHAR PRIMARY KEY);
CREATE TABLE IF NOT EXISTS effects_cases (
    "case" VARCHAR, municipality VARCHAR, started DATE, deadline DATE, first TIMESTAMP,
    last TIMESTAMP, heard DATE, events BIGINT, decided DATE, repeats BIGINT, way UHUGEINT,
    last_sequence BIGINT);
CREATE TABLE IF NOT EXISTS effects_edges (
    activity VARCHAR, next VARCHAR, number BIGINT, seconds BIGINT);
CREATE TABLE IF NOT EXISTS effects_ways (way UHUGEINT, steps VARCHAR[], cases BIGINT);
CREATE TABLE IF NOT EXISTS effects_rework (activity VARCHAR, cases BIGINT, repeats BIGINT);

-- name: files
-- The files that were counted.
SELECT name FROM effects_file ORDER BY name;

-- name: add_file
-- One more.
INSERT INTO effects_file VALUES (?);

-- name: read_day
-- The new events.
CREATE TEMP TABLE day AS FROM read_parquet(?);

-- name: number_touched
-- Cases that the new events are about.
SELECT count(DISTINCT "case") FROM day;

-- name: late
-- New events that come before one that was counted.
SELECT count(*) FROM day AS n JOIN effects_cases AS c USING ("case")
WHERE n."at" < c.last OR (n."at" = c.last AND n.sequence <= c.last_sequence);

-- name: known_cases
-- The cases the new events are about, as they stood, with their way through so far.
CREATE TEMP TABLE known AS
SELECT c.*, w.steps FROM effects_cases AS c JOIN effects_ways AS w USING (way)
WHERE c."case" IN (SELECT "case" FROM day);

-- name: day_edges
-- Steps between new events, and from the last one known to the first new one.
CREATE TEMP TABLE edges_part AS
WITH steps AS (
    SELECT n.activity AS next, n."at" AS next_at,
           coalesce(lag(n.activity) OVER w, k.steps[-1]) AS activity,
           coalesce(lag(n."at") OVER w, k.last) AS "at"
    FROM day AS n LEFT JOIN known AS k USING ("case")
    WINDOW w AS (PARTITION BY n."case" ORDER BY n."at", n.sequence)
)
SELECT activity, next, count(*) AS number,
       sum(floor(epoch(next_at))::bigint - floor(epoch("at"))::bigint)::bigint AS seconds
FROM steps WHERE activity IS NOT NULL GROUP BY activity, next;

-- name: day_again
-- How often each activity has been done in a case that did it now: before, and so far.
CREATE TEMP TABLE again AS
WITH before AS (
    SELECT "case", activity, count(*) AS times
    FROM (SELECT "case", unnest(steps) AS activity FROM known) GROUP BY "case", activity
), now AS (
    SELECT "case", activity, count(*) AS times FROM day GROUP BY "case", activity
)
SELECT n."case", n.activity, coalesce(b.times, 0) AS before, coalesce(b.times, 0) + n.times AS now
FROM now AS n LEFT JOIN before AS b USING ("case", activity);

-- name: day_rework
-- What that adds to what is done again.
CREATE TEMP TABLE rework_part AS
SELECT activity, sum((now > 1)::int - (before > 1)::int) AS cases,
       sum(greatest(now - 1, 0) - greatest(before - 1, 0)) AS repeats
FROM again GROUP BY activity HAVING sum(greatest(now - 1, 0) - greatest(before - 1, 0)) > 0;

-- name: day_ways
-- The way through of each case so far, and the one it had.
CREATE TEMP TABLE ways AS
WITH new AS (
    SELECT "case", list(activity ORDER BY "at", sequence) AS steps,
           arg_max(sequence, {'at': "at", 'sequence': sequence}) AS last_sequence
    FROM day GROUP BY "case"
)
SELECT n."case", coalesce(k.steps, []) || n.steps AS steps, n.last_sequence, k.way AS was
FROM new AS n LEFT JOIN known AS k USING ("case");

-- name: day_cases
-- Cases as they stand with the new events.
CREATE TEMP TABLE cases_part AS
WITH new AS (
    SELECT "case", max(municipality) AS municipality, min(started) AS started,
           min(deadline) AS deadline, min("at") AS first, max("at") AS last, min("day") AS heard,
           count(*) AS events, min("day") FILTER (list_contains(?::varchar[], activity)) AS decided
    FROM day GROUP BY "case"
), more AS (
    SELECT "case", sum(greatest(now - 1, 0) - greatest(before - 1, 0)) AS repeats
    FROM again GROUP BY "case"
)
SELECT n."case", greatest(n.municipality, k.municipality) AS municipality,
       least(n.started, k.started) AS started, least(n.deadline, k.deadline) AS deadline,
       least(n.first, k.first) AS first, greatest(n.last, k.last) AS last,
       least(n.heard, k.heard) AS heard, n.events + coalesce(k.events, 0) AS events,
       least(n.decided, k.decided) AS decided, m.repeats + coalesce(k.repeats, 0) AS repeats
FROM new AS n JOIN more AS m USING ("case") LEFT JOIN known AS k USING ("case");

-- name: old_ways
-- The way through of each case of some events, which have all been counted.
CREATE TEMP TABLE ways AS
SELECT e."case", list(e.activity ORDER BY e."at", e.sequence) AS steps,
       arg_max(e.sequence, {'at': e."at", 'sequence': e.sequence}) AS last_sequence,
       any_value(c.way) AS was
FROM events AS e LEFT JOIN effects_cases AS c USING ("case") GROUP BY e."case";

-- name: forget
-- Take the cases of some events out of what is counted of steps and of what is done again.
UPDATE edges_part SET number = -number, seconds = -seconds;
UPDATE rework_part SET cases = -cases, repeats = -repeats;

-- name: key_ways
-- Each way by its key, and by how many cases it becomes more or less trodden.
CREATE TEMP TABLE ways_part AS
SELECT way, any_value(steps) AS steps, sum(cases)::bigint AS cases FROM (
    SELECT was AS way, NULL AS steps, -1 AS cases FROM ways WHERE was IS NOT NULL
    UNION ALL
    SELECT md5_number(array_to_string(steps, chr(31))), steps, 1 FROM ways
) GROUP BY way HAVING sum(cases) <> 0;

-- name: add_edges
-- Put counts in, or take them out where they are less than nought.
CREATE OR REPLACE TABLE effects_edges AS
SELECT activity, next, sum(number)::bigint AS number, sum(seconds)::bigint AS seconds
FROM (FROM effects_edges UNION ALL BY NAME FROM edges_part) GROUP BY activity, next
HAVING sum(number) <> 0;

-- name: add_rework
-- The same for what is done again.
CREATE OR REPLACE TABLE effects_rework AS
SELECT activity, sum(cases)::bigint AS cases, sum(repeats)::bigint AS repeats
FROM (FROM effects_rework UNION ALL BY NAME FROM rework_part) GROUP BY activity
HAVING sum(cases) <> 0;

-- name: add_ways
-- The same for ways through the process.
UPDATE effects_ways AS w SET cases = w.cases + p.cases FROM ways_part AS p WHERE p.way = w.way;
INSERT INTO effects_ways BY NAME
SELECT * FROM ways_part WHERE way NOT IN (SELECT way FROM effects_ways);
DELETE FROM effects_ways WHERE cases = 0;

-- name: add_cases
-- Cases as they stand.
DELETE FROM effects_cases WHERE "case" IN (SELECT "case" FROM cases_part);
INSERT INTO effects_cases BY NAME
SELECT p.*, md5_number(array_to_string(w.steps, chr(31))) AS way, w.last_sequence
FROM cases_part AS p JOIN ways AS w USING ("case");

-- name: drop_parts
-- What was counted of some cases only.
DROP TABLE IF EXISTS events;
DROP TABLE IF EXISTS edges_part;
DROP TABLE IF EXISTS rework_part;
DROP TABLE IF EXISTS cases_part;
DROP TABLE IF EXISTS ways;
DROP TABLE IF EXISTS ways_part;

-- name: throughput
-- How long cases are under way.
SELECT count(*), sum(events)::bigint, min(first)::date, max(last)::date,
       quantile_cont(days, 0.1), quantile_cont(days, 0.5), quantile_cont(days, 0.9),
       count(decided), count(*) FILTER (repeats > 0)
FROM (SELECT *, (floor(epoch(last)) - floor(epoch(first))) / 86400.0::double AS days
      FROM effects_cases);

-- name: most_edges
-- The most frequent steps.
SELECT activity, next, number, seconds FROM effects_edges
ORDER BY number DESC, activity, next LIMIT ?;

-- name: most_ways
-- The most trodden ways.
SELECT array_to_string(steps, ?) AS trail, cases FROM effects_ways
ORDER BY cases DESC, trail LIMIT ?;

-- name: most_rework
-- What is done again in most cases.
SELECT activity, cases, repeats FROM effects_rework ORDER BY cases DESC, activity LIMIT ?;

-- name: numbers
-- How many different steps and ways there are.
SELECT (SELECT count(*) FROM effects_edges), (SELECT count(*) FROM effects_ways);

-- name: in_time
-- Cases decided in time by municipality and quarter, once the quarter and its deadlines are over.
SELECT municipality, date_trunc('quarter', greatest(started, heard))::date AS quarter,
       count(*) AS due, count(*) FILTER (decided <= deadline) AS on_time
FROM effects_cases WHERE deadline IS NOT NULL
GROUP BY ALL
HAVING quarter + INTERVAL 3 MONTH <= ?::date + 1 AND max(deadline) <= ?::date
ORDER BY municipality, quarter;
