-- name: agree
-- How often a source has promised to be heard.
INSERT INTO registry_rhythm (system, every, grace, agreed_at)
VALUES (%(system)s, %(every)s, %(grace)s, %(now)s)
ON CONFLICT (system) DO UPDATE
SET every = excluded.every, grace = excluded.grace, agreed_at = excluded.agreed_at;

-- name: add_inventories
-- What sources say they have sent.
INSERT INTO registry_inventory (id, message_id, system, kind, until, number, hash, listed, missing)
SELECT r.id, r.message_id, r.system, r.kind, r.until, r.number, r.hash,
       nullif(r.listed, 'null'::jsonb), '[]'
FROM jsonb_to_recordset(%(rows)s) AS r(
    id uuid, message_id bigint, system text, kind text, until timestamptz, number integer,
    hash text, listed jsonb)
ORDER BY r.id
ON CONFLICT (id) DO NOTHING
RETURNING id, message_id;

-- name: unsettled
-- The newest inventory of each source and kind, unless it has been found to agree.
SELECT id, system, kind, until, number, hash, listed
FROM (
    SELECT DISTINCT ON (system, kind) * FROM registry_inventory
    ORDER BY system, kind, until DESC, id
) AS newest
WHERE agrees IS NOT TRUE;

-- name: sent
-- What a source has sent until a moment, under its own ids: objects, and when last registered.
SELECT coalesce(a.alias, r.object_id), max(r.source_time)
FROM registry_registration AS r
JOIN registry_raw_message AS m ON m.id = r.message_id
JOIN registry_object AS o ON o.id = r.object_id
LEFT JOIN (registry_alias AS a JOIN registry_swap AS s ON s.id = a.swap_id
           AND s.new_system = %(system)s) ON a.object_id = r.object_id
WHERE r.source_time <= %(until)s AND (%(kind)s = '' OR r.kind = %(kind)s)
  AND (m.system = %(system)s OR m.system = '' AND o.system = %(system)s)
GROUP BY coalesce(a.alias, r.object_id);

-- name: erased
-- Which of these objects have been deleted here, so that they are not missed.
SELECT object_id FROM registry_erased WHERE object_id = ANY(%(ids)s);

-- name: settle
-- What came of looking.
UPDATE registry_inventory
SET ours = %(ours)s, agrees = %(agrees)s, checked_at = %(now)s, missing = %(missing)s
WHERE id = %(id)s;

-- name: states
-- Each source with what its state follows from.
SELECT id, name, heard_at, every, grace, successor, differs_since, said, ours, missing
FROM registry_pub_source_state ORDER BY name, id;
