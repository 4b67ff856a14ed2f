-- SPDX-License-Identifier: EUPL-1.2

-- name: add_reuse
-- A municipality reuses an entry; told again, its runs and its sign of life are brought up to date.
-- How its items ended is kept from the newest telling that says so, both numbers or none.
INSERT INTO commons_reuse (entry_id, municipality, how, since, runs, alive_at, items, alone)
VALUES (%(entry)s, %(municipality)s, %(how)s, %(since)s, %(runs)s, %(alive_at)s, %(items)s,
        %(alone)s)
ON CONFLICT (entry_id, municipality) DO UPDATE
SET
    how = CASE WHEN excluded.how = 'import' THEN 'import' ELSE commons_reuse.how END,
    runs = greatest(commons_reuse.runs, excluded.runs),
    alive_at = greatest(commons_reuse.alive_at, excluded.alive_at),
    items = CASE WHEN excluded.items IS NULL OR excluded.alive_at < commons_reuse.alive_at
        THEN commons_reuse.items ELSE excluded.items END,
    alone = CASE WHEN excluded.items IS NULL OR excluded.alive_at < commons_reuse.alive_at
        THEN commons_reuse.alone ELSE excluded.alone END;

-- name: reuses
-- Who reuses some entries.
SELECT entry_id, municipality, how, since, runs, alive_at, items, alone
FROM commons_reuse
WHERE entry_id = any(%(ids)s)
ORDER BY since, municipality;

-- name: all_reuses
-- Every reuse, with whose the entry is.
SELECT r.entry_id, e.municipality, r.municipality, r.how, r.since, r.runs, r.alive_at,
       r.items, r.alone
FROM commons_reuse AS r JOIN commons_entry AS e ON e.id = r.entry_id
ORDER BY r.since;

-- name: add_effect
-- What an entry gave in a municipality; a newer telling replaces the older.
INSERT INTO commons_effect
    (entry_id, municipality, metric, method, value, low, high, count, context, at)
VALUES (%(entry)s, %(municipality)s, %(metric)s, %(method)s, %(value)s, %(low)s, %(high)s,
        %(count)s, %(context)s, %(at)s)
ON CONFLICT (entry_id, municipality, metric, method) DO UPDATE
SET
    value = excluded.value, low = excluded.low, high = excluded.high, count = excluded.count,
    context = excluded.context, at = excluded.at
WHERE commons_effect.at < excluded.at;

-- name: effects
-- What some entries gave.
SELECT entry_id, municipality, metric, method, value, low, high, count, context, at
FROM commons_effect
WHERE entry_id = any(%(ids)s)
ORDER BY municipality, metric;

-- name: milestones
-- Everything that paces are computed from.
SELECT m.entry_id, e.field, m.by, m.kind, m.at
FROM commons_milestone AS m JOIN commons_entry AS e ON e.id = m.entry_id
WHERE m.kind IN ('idea', 'running', 'stopped', 'reuse')
ORDER BY m.at, m.id;
