-- name: waiting
-- Messages in quarantine that nobody has decided on: those that citizens wait for first, then the newest.
SELECT message_id, received_at, origin, interface, system_name, size,
       json_agg(json_build_array(code, path, reason_da, reason_en) ORDER BY id)::text, coalesce(citizens, 0)
FROM registry_pub_quarantine LEFT JOIN registry_pub_waited_for USING (message_id)
WHERE (%(message)s::bigint IS NULL OR message_id = %(message)s)
  AND (%(code)s = '' OR code = %(code)s)
GROUP BY message_id, received_at, origin, interface, system_name, size, citizens
ORDER BY citizens IS NULL, message_id DESC LIMIT %(most)s OFFSET %(skip)s;

-- name: run_again
-- Let a message be read again.
SELECT registry_run_again(%(message)s);

-- name: reject
-- Decide that a message is not wanted.
SELECT registry_reject(%(message)s, %(at)s, %(by)s, %(reason)s);

-- name: mend
-- Put a mended message in the place of one in quarantine.
SELECT registry_mend(%(message)s, %(at)s, %(by)s, %(reason)s, %(sha256)s, %(size)s, %(body)b);

-- name: decided
-- What has been decided, of all or of one message, the newest first.
SELECT message_id, origin, outcome, at, by, reason, replacement_id FROM registry_pub_decided
WHERE %(message)s::bigint IS NULL OR message_id = %(message)s
ORDER BY at DESC, message_id DESC LIMIT %(most)s;

-- name: body
-- A message as it came, enciphered.
SELECT body, origin FROM registry_raw_message WHERE id = %(message)s;

-- name: persons
-- Which of these persons are known here.
SELECT id FROM registry_person WHERE id = ANY(%(ids)s);
