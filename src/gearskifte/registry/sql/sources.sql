-- name: known_system
-- The systems heard under a name.
SELECT id FROM registry_system WHERE name = %(name)s;

-- name: add
-- A sender; nothing if the system or the name has one already.
INSERT INTO registry_sender (system, name, added_at) VALUES (%(system)s, %(name)s, %(now)s)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: find
-- The sender with this system id or name.
SELECT id, system, name FROM registry_sender WHERE system = lower(%(given)s) OR name = %(given)s;

-- name: add_key
-- A key, by its hash.
INSERT INTO registry_source_key (sender_id, prefix, hash, valid_from)
VALUES (%(sender)s, %(prefix)s, %(hash)s, %(now)s);

-- name: end_keys
-- Let a sender's keys, or the one with a prefix, end at a moment unless they end before.
UPDATE registry_source_key SET valid_to = %(ends)s
WHERE sender_id = %(sender)s AND (%(prefix)s = '' OR prefix = %(prefix)s)
  AND coalesce(valid_to > %(ends)s, true)
RETURNING prefix;

-- name: all_keys
-- Every key, by sender.
SELECT s.system, s.name, k.prefix, k.valid_from, k.valid_to, k.used_at
FROM registry_sender AS s JOIN registry_source_key AS k ON k.sender_id = s.id
ORDER BY s.name, k.valid_from, k.id;
