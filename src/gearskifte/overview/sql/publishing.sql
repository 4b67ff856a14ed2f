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

-- name: titles
-- How the cases of each subject are titled, and on which day that was counted.
SELECT as_of, titles::text FROM overview_waits ORDER BY as_of DESC LIMIT 1;
