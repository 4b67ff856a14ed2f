-- name: mine
-- How a citizen hears of news, and the newest messages, logged.
SELECT overview_read_messages(%(at)s, %(subject)s, %(entry)s)::text;

-- name: choose
-- Choose how to hear of news, logged.
SELECT overview_choose_messages(%(at)s, %(subject)s, %(entry)s, %(channel)s, %(email)s, %(language)s,
                                %(cases)s, %(money)s, %(answers)s);

-- name: undelivered
-- What went to a person at an authority, about nobody by name.
SELECT overview_read_undelivered(%(authority)s, %(most)s)::text;

-- name: open
-- One message of the authority, logged.
SELECT overview_open_message(%(at)s, %(subject)s, %(authority)s, %(entry)s, %(id)s)::text;

-- name: handle
-- Somebody has seen to a message of the authority, logged.
SELECT overview_handle_message(%(at)s, %(subject)s, %(authority)s, %(entry)s, %(id)s, %(text)s, %(by)s);

-- name: add_answers
-- An answer to what a citizen said is wrong is news, once, as long as it has not been seen.
INSERT INTO overview_news (person_id, object_id, what, at)
SELECT person_id, id, 'answer', answered_at FROM overview_correction
WHERE answered_at IS NOT NULL AND seen_at IS NULL
  AND NOT EXISTS (SELECT FROM overview_news AS n WHERE n.object_id = overview_correction.id
                  AND n.what = 'answer')
ON CONFLICT DO NOTHING;

-- name: add_overdue
-- That an answer did not come in time is news, once.
INSERT INTO overview_news (person_id, object_id, what, at)
SELECT person_id, id, 'overdue', due_at FROM overview_correction
WHERE answered_at IS NULL AND due_at <= %(now)s
ON CONFLICT DO NOTHING;

-- name: undecided
-- News of which it is not decided yet whether a message tells of it: whose, how they want to hear of
-- such news ("" is not at all), and when they were last sent a message.
SELECT n.id, n.person_id,
       CASE WHEN CASE WHEN n.what = 'payment' THEN s.money WHEN n.what IN ('answer', 'overdue') THEN s.answers
                      ELSE s.cases END
            THEN s.channel ELSE '' END,
       (SELECT max(m.sent_at) FROM overview_message AS m WHERE m.person_id = n.person_id)
FROM overview_news AS n LEFT JOIN overview_message_setting AS s ON s.person_id = n.person_id
WHERE NOT n.decided
ORDER BY n.id LIMIT %(most)s
FOR UPDATE OF n SKIP LOCKED;

-- name: gather
-- The message that gathers a person's news: the one that waits, else a new one. Held until commit.
INSERT INTO overview_message AS m (id, person_id, channel, made_at, state, due_at, look_at, attempts,
                                   reason, owner, unit, subject, handled_by, handling)
VALUES (%(id)s, %(person)s, %(channel)s, %(now)s, 'waiting', %(due_at)s, %(look_at)s, 0,
        '', '', '', '', '', '')
ON CONFLICT (person_id) WHERE state = 'waiting' AND attempts = 0
DO UPDATE SET channel = excluded.channel
RETURNING m.id;

-- name: decide
-- A piece of news is told by a message, or by none.
UPDATE overview_news SET decided = true, message_id = %(message)s WHERE id = %(news)s;

-- name: claim
-- The next message to be looked at, held by one worker until commit.
SELECT m.id, m.person_id, m.channel, coalesce(s.email, ''), coalesce(s.language, 'da'),
       m.state, m.due_at, m.look_at, m.attempts, m.began_at, m.sent_at, m.ended_at, nullif(m.reason, ''),
       m.made_at
FROM overview_message AS m LEFT JOIN overview_message_setting AS s ON s.person_id = m.person_id
WHERE m.look_at <= %(now)s ORDER BY m.look_at, m.id LIMIT 1 FOR UPDATE OF m SKIP LOCKED;

-- name: visits
-- Whether the person has been on the pages that show news, and on those that tell of messages.
SELECT coalesce(bool_or(entry ->> 'what' = ANY(%(news)s)), false),
       coalesce(bool_or(entry ->> 'what' = ANY(%(told)s)), false)
FROM kernel_audit
WHERE subject = %(person)s AND at > %(since)s AND entry -> 'actor' ->> 'id' = %(person)s::text;

-- name: about
-- What a message tells of, the newest first; what its citizen may see no more is not among it.
SELECT n.what, coalesce(o.kle, ''), coalesce(o.system, c.system), coalesce(o.owner, c.owner),
       coalesce(o.unit, c.unit), coalesce(o.subject, c.subject)
FROM overview_news AS n
LEFT JOIN registry_pub_seen AS o ON o.object_id = n.object_id AND o.person_id = n.person_id
    AND o.starts <= %(now)s AND (o.ends IS NULL OR o.ends > %(now)s)
LEFT JOIN overview_correction AS c ON c.id = n.object_id
WHERE n.message_id = %(id)s AND (o.object_id IS NOT NULL OR c.id IS NOT NULL)
ORDER BY n.id DESC;

-- name: keep
-- Where a message stands now.
UPDATE overview_message
SET state = %(state)s, due_at = %(due_at)s, look_at = %(look_at)s, attempts = %(attempts)s,
    began_at = %(began_at)s, sent_at = %(sent_at)s, ended_at = %(ended_at)s, reason = coalesce(%(reason)s, ''),
    owner = CASE WHEN %(owner)s <> '' THEN %(owner)s ELSE owner END,
    unit = CASE WHEN %(owner)s <> '' THEN %(unit)s ELSE unit END,
    subject = CASE WHEN %(owner)s <> '' THEN %(subject)s ELSE subject END
WHERE id = %(id)s;

-- name: held
-- A message that is being sent, held until commit.
SELECT state, due_at, look_at, attempts, began_at, sent_at, ended_at, nullif(reason, '')
FROM overview_message WHERE id = %(id)s FOR UPDATE;

-- name: log
-- Write to the citizen's log that their address was used.
SELECT kernel_log(%(at)s, %(subject)s, %(entry)s);

-- name: counts
-- How many messages stand where, and how many that went to a person wait for one.
SELECT state, count(*), count(*) FILTER (WHERE state = 'escalated' AND handled_at IS NULL)
FROM overview_message GROUP BY state ORDER BY state;

-- name: queue
-- How messages stand that have not ended.
SELECT state, number, oldest_at FROM overview_queue() ORDER BY state;
