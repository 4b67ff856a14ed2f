-- name: source_look_ups
-- Look-ups that the system with this key tells of, each written to its person's log.
SELECT overview_source_look_ups(%(key)s, %(at)s, %(until)s, %(lines)s);

-- name: look_ups
-- The same where somebody at the municipality reads them in for a system.
SELECT overview_tell_look_ups(%(system)s, %(name)s, %(at)s, %(until)s, %(lines)s);

-- name: source_deliveries
-- What the system with this key tells was delivered.
SELECT overview_source_deliveries(%(key)s, %(at)s, %(lines)s);

-- name: telling
-- Which systems tell who looks, when they last did, and until when they have told everything.
SELECT system, name, told_at, until FROM overview_telling ORDER BY system;
