-- name: give
-- Make a mandate for what the giver can see, logged; the title of what it opens, or nothing.
SELECT overview_give_mandate(%(at)s, %(subject)s, %(entry)s, %(id)s, %(name)s, %(scope)s,
                             %(ends)s, %(code)s, %(code_until)s, %(label)s);

-- name: accept
-- Use a code; the mandate's id, or nothing.
SELECT overview_accept_mandate(%(at)s, %(holder)s, %(name)s, %(code)s);

-- name: revoke
-- Take a mandate back, logged; whether there was one to take back.
SELECT overview_revoke_mandate(%(at)s, %(subject)s, %(entry)s, %(id)s);

-- name: mine
-- The mandates somebody has given and holds, logged.
SELECT overview_read_mandates(%(at)s, %(subject)s, %(entry)s)::text;

-- name: held
-- One mandate that somebody holds.
SELECT overview_held_mandate(%(holder)s, %(id)s, %(at)s)::text;

-- name: begin
-- A register tells that somebody may act for another; the same again changes nothing.
INSERT INTO overview_mandate (id, giver, giver_name, holder, holder_name, purpose, scope, label,
                              made_at, starts, source)
SELECT %(id)s, %(giver)s, coalesce((SELECT name FROM registry_pub_name WHERE id = %(giver)s), ''),
       %(holder)s, coalesce((SELECT name FROM registry_pub_name WHERE id = %(holder)s), ''),
       %(purpose)s, '', '', %(now)s, %(starts)s, %(source)s
ON CONFLICT (id) DO NOTHING;

-- name: end
-- A register tells that somebody may no longer act for another.
UPDATE overview_mandate SET ends = greatest(%(at)s, starts)
WHERE giver = %(giver)s AND holder = %(holder)s AND purpose = %(purpose)s AND source <> ''
  AND starts <= %(at)s AND (ends IS NULL OR ends > %(at)s);

-- name: end_all
-- All that a person has given and holds ends; what nobody had used cannot be used any more.
UPDATE overview_mandate
SET ends = greatest(%(at)s, coalesce(starts, %(at)s)), code = NULL
WHERE (giver = %(person)s OR holder = %(person)s) AND (ends IS NULL OR ends > %(at)s);
