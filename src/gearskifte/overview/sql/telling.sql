-- name: for_source
-- What the source system with this key asks for or tells, done; each read of a person's data is logged.
SELECT overview_for_source(%(key)s, %(at)s, %(what)s, %(told)s)::text;

-- name: look_ups
-- Look-ups that somebody at the municipality reads in for a system, each written to its person's log.
SELECT overview_tell_look_ups(%(system)s, %(name)s, %(at)s, %(until)s, %(lines)s);

-- name: telling
-- Which systems tell who looks, when they last did, and until when they have told everything.
SELECT system, name, told_at, until FROM overview_telling ORDER BY system;
