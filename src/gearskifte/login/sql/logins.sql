-- name: forget_used
-- Answers that are too old to be used again.
DELETE FROM login_used WHERE until < now();

-- name: use
-- Use an answer, unless somebody has.
INSERT INTO login_used (once, until) VALUES (%(once)s, %(until)s) ON CONFLICT DO NOTHING;

-- name: forget_ended
-- Endings of logins that have run out by themselves.
DELETE FROM login_ended WHERE until < now();

-- name: end
-- End the logins with a mark that began before a moment.
INSERT INTO login_ended (mark, at, until) VALUES (%(mark)s, %(at)s, %(until)s)
ON CONFLICT (mark) DO UPDATE SET at = excluded.at, until = excluded.until;

-- name: ended
-- Every ending that still matters: the mark, and the second before which its logins began.
SELECT mark, extract(epoch FROM at) FROM login_ended WHERE until >= now();
