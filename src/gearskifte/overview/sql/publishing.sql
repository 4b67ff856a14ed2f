-- name: publish
-- A new edition of the guide.
INSERT INTO overview_guide (published_at, published_by, content)
VALUES (%(now)s, %(by)s, %(content)s);

-- name: newest
-- The edition that holds.
SELECT content::text FROM overview_guide ORDER BY id DESC LIMIT 1;
