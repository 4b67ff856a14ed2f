-- name: own_authorities
-- The authorities in whose name entries were registered here.
SELECT DISTINCT authority FROM commons_entry
WHERE municipality = %(municipality)s AND authority <> '' ORDER BY 1;

-- name: keep_told
-- Remember what was told of a kind of case; nothing is written where it was told already.
INSERT INTO commons_told AS t (object, mark) VALUES (%(object)s, %(mark)s)
ON CONFLICT (object) DO UPDATE SET mark = excluded.mark WHERE t.mark <> excluded.mark;
