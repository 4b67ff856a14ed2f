-- SPDX-License-Identifier: EUPL-1.2

-- name: add_pool
-- A pool as its owner tells it; only the owner changes it.
INSERT INTO commons_pool
    (id, entry_id, municipality, unit, deadline, fewest, cost_oere, share, created_at, object)
VALUES (%(id)s, %(entry)s, %(municipality)s, %(unit)s, %(deadline)s, %(fewest)s, %(cost_oere)s,
        %(share)s, %(at)s, %(object)s)
ON CONFLICT (id) DO UPDATE
SET
    unit = excluded.unit, deadline = excluded.deadline, fewest = excluded.fewest,
    cost_oere = excluded.cost_oere, share = excluded.share
WHERE commons_pool.municipality = excluded.municipality;

-- name: pools
-- Every pool with its partners, the nearest deadline last.
SELECT
    p.id, p.entry_id, e.title, p.municipality, p.unit, p.deadline, p.fewest, p.cost_oere, p.share,
    p.created_at, p.object,
    coalesce(array_agg(m.municipality ORDER BY m.joined_at, m.id)
        FILTER (WHERE m.id IS NOT NULL), '{}'),
    coalesce(array_agg(m.inhabitants ORDER BY m.joined_at, m.id)
        FILTER (WHERE m.id IS NOT NULL), '{}')
FROM commons_pool AS p
JOIN commons_entry AS e ON e.id = p.entry_id
LEFT JOIN commons_partner AS m ON m.pool_id = p.id
WHERE %(only)s::uuid IS NULL OR p.id = %(only)s
GROUP BY p.id, e.title
ORDER BY p.deadline DESC, p.id;

-- name: join
-- A municipality is in a pool, while it is open; told again, its inhabitants are brought up to date.
INSERT INTO commons_partner (pool_id, municipality, inhabitants, joined_at)
SELECT p.id, %(municipality)s, %(inhabitants)s, %(at)s
FROM commons_pool AS p
WHERE p.id = %(pool)s AND p.deadline >= %(today)s
ON CONFLICT (pool_id, municipality) DO UPDATE SET inhabitants = excluded.inhabitants;

-- name: starting
-- Entries whose work begins in a period and has not begun.
SELECT id FROM commons_entry
WHERE starts_on BETWEEN %(since)s AND %(until)s AND phase NOT IN ('running', 'stopped');

-- name: answered
-- Every pair that somebody has answered, with the answer.
SELECT entry_id, other, answer FROM commons_reply;
