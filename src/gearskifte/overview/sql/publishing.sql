-- name: publish
-- A new edition of the guide.
INSERT INTO overview_guide (published_at, published_by, content)
VALUES (%(now)s, %(by)s, %(content)s);

-- name: newest
-- The edition that holds, and the newest waits.
SELECT (SELECT content::text FROM overview_guide ORDER BY id DESC LIMIT 1),
       (SELECT content::text FROM overview_waits ORDER BY as_of DESC LIMIT 1);

-- name: waits_as_of
-- The day of the newest waits.
SELECT max(as_of) FROM overview_waits;

-- name: write_waits
-- The waits of a day; older ones go.
WITH gone AS (DELETE FROM overview_waits WHERE as_of <> %(as_of)s)
INSERT INTO overview_waits (as_of, content, titles) VALUES (%(as_of)s, %(content)s, %(titles)s)
ON CONFLICT (as_of) DO UPDATE SET content = excluded.content, titles = excluded.titles;

-- name: count_usage
-- Count the readings of this month and the last anew, by what was read, by whom, and of which source.
INSERT INTO overview_usage (month, what, role, system, reads, people)
SELECT date_trunc('month', a.at AT TIME ZONE 'Europe/Copenhagen')::date, a.entry ->> 'what',
       a.entry -> 'actor' ->> 'role', coalesce(o.system, ''), count(*), count(DISTINCT a.subject)
FROM kernel_audit AS a
LEFT JOIN registry_pub_system_of AS o ON o.id = (a.entry ->> 'object')::uuid
WHERE a.at >= %(since)s AND a.entry ->> 'action' = 'read'
GROUP BY 1, 2, 3, 4
ON CONFLICT (month, what, role, system) DO UPDATE
SET reads = excluded.reads, people = excluded.people;

-- name: usage
-- The readings of each month, the newest first.
SELECT u.month, u.what, u.role, coalesce(nullif(s.name, ''), u.system), u.reads, u.people
FROM overview_usage AS u LEFT JOIN registry_pub_source AS s ON s.id = u.system
ORDER BY u.month DESC, u.role, u.what, u.system;

-- name: titles
-- How the cases of each subject are titled, and on which day that was counted.
SELECT as_of, titles::text FROM overview_waits ORDER BY as_of DESC LIMIT 1;
