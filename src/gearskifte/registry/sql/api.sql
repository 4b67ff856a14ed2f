-- name: authenticate
-- The sender with this key, and how many messages wait to be read.
SELECT sender, waiting FROM registry_authenticate(%(key)s, %(at)s, %(most)s);

-- name: keep
-- Keep a message for the sender with this key.
SELECT outcome, delivery, status
FROM registry_keep_message(%(key)s, %(at)s, %(once)s, %(sha256)s, %(size)s, %(body)b);

-- name: status
-- What became of a message that the sender with this key has handed in.
SELECT registry_message_status(%(key)s, %(at)s, %(delivery)s, %(most)s)::text;
