-- name: send
-- Write what a citizen says is wrong, logged; the id, or nothing if it is about what is not theirs.
SELECT overview_send_correction(%(at)s, %(subject)s, %(entry)s, %(id)s, %(object)s, %(line)s,
                                %(owner)s, %(text)s, %(due)s);

-- name: mine
-- All that a citizen has said is wrong, logged; answers count as seen from now.
SELECT overview_read_corrections(%(at)s, %(subject)s, %(entry)s)::text;

-- name: inbox
-- What an authority must answer, about nobody by name.
SELECT overview_read_inbox(%(authority)s, %(most)s)::text;

-- name: open
-- One matter of the authority, logged.
SELECT overview_open_correction(%(at)s, %(subject)s, %(authority)s, %(entry)s, %(id)s)::text;

-- name: answer
-- Answer a matter of the authority once, logged.
SELECT overview_answer_correction(%(at)s, %(subject)s, %(authority)s, %(entry)s, %(id)s,
                                  %(outcome)s, %(answer)s, %(by)s);
