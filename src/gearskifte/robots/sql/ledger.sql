-- name: claim
-- The first item in line, held from now on.
SELECT row_to_json(c)::text FROM robots_claim(
    %(worker)s, %(lease)s, nullif(%(robot)s, '')::bigint) AS c;

-- name: settle
-- How the held item goes on after its last steps.
SELECT robots_settle(%(item)s, %(token)s, %(steps)s, %(state)s, %(reason)s, %(wait)s, %(failed)s,
                     %(told)s);

-- name: end_and_claim
-- The held item's last steps, how it ends, and the next.
SELECT row_to_json(c)::text FROM robots_end_and_claim(
    %(item)s, %(token)s, %(steps)s, %(reason)s, %(told)s, %(worker)s, %(lease)s,
    nullif(%(robot)s, '')::bigint) AS c;

-- name: keep
-- Steps of the held item.
SELECT robots_keep(%(item)s, %(token)s, %(lease)s, %(steps)s);

-- name: reclaim
-- Let go of what dead workers hold.
SELECT robots_reclaim();

-- name: beat
-- The worker is alive: hold its item longer.
UPDATE robots_item SET lease_until = clock_timestamp() + %(lease)s
WHERE id = %(item)s AND token = %(token)s AND state = 'running';

-- name: steps
-- What is remembered of an item's steps.
SELECT at, state, sealed FROM robots_step WHERE item_id = %(item)s AND state <> 'withdrawn';

-- name: ask
-- A person is asked; a question that stands is not asked twice.
INSERT INTO robots_task (item_id, at, line, why, code, question, question_en, choices, helper,
                         asked_at)
SELECT %(item)s, %(at)s, %(line)s, %(why)s, %(code)s, %(question)s, %(question_en)s, %(choices)s,
       %(helper)s, clock_timestamp()
WHERE NOT EXISTS (
    SELECT FROM robots_task WHERE item_id = %(item)s AND answered_at IS NULL);

-- name: version
-- The recipe that an item is worked on by.
SELECT v.source, v.number, r.slug, r.title, r.id
FROM robots_version AS v JOIN robots_robot AS r ON r.id = v.robot_id
WHERE v.id = %(version)s;

-- name: bound
-- What was filled in, by which an item is worked on.
SELECT given FROM robots_binding WHERE id = %(binding)s;

-- name: add
-- New items; those whose business key is there already change nothing. The number that are new.
WITH given AS (
    SELECT * FROM unnest(%(keys)s::bytea[], %(labels)s::text[], %(data)s::bytea[],
                         %(subjects)s::uuid[])
        AS g(key, label, data, subject)
), new AS (
    INSERT INTO robots_item (robot_id, version_id, key, label, data, subject, state, priority,
                             deadline, not_before, made_at, attempts, failures, worker, token,
                             reason)
    SELECT %(robot)s, %(version)s, g.key, g.label, g.data, g.subject,
           CASE WHEN r.stopped THEN 'stopped' ELSE 'ready' END, %(priority)s,
           coalesce(%(deadline)s, 'infinity'::timestamptz),
           coalesce(%(not_before)s, clock_timestamp()), clock_timestamp(), 0, 0, '', 0, ''
    FROM given AS g, robots_robot AS r
    WHERE r.id = %(robot)s
    ON CONFLICT (robot_id, key) DO NOTHING
    RETURNING id
), noted AS (
    SELECT count(*) AS number, min(id) AS first FROM new
)
SELECT n.number, CASE WHEN n.number > 0 THEN pg_notify('robots_work', '') END,
       CASE WHEN n.number > 0 THEN
           robots_note(n.first, jsonb_build_object('did', 'added', 'number', n.number)) END
FROM noted AS n;

-- name: next_due
-- Seconds until an item that waits for its time may be claimed, or a lease runs out. Of very many
-- that wait for their time it looks at a thousand; a worker does not wait long without looking.
SELECT extract(epoch FROM min(due) - clock_timestamp())::float8 FROM (
    SELECT min(not_before) AS due FROM (
        SELECT w.not_before FROM robots_item AS w
        WHERE w.state = 'ready' AND NOT w.lent
        LIMIT 1000) AS waiting
    UNION ALL
    SELECT min(lease_until) FROM robots_item WHERE state = 'running'
) AS dues;

-- name: states
-- How many items there are in each state.
SELECT state, count(*) FROM robots_item
WHERE %(robot)s::bigint IS NULL OR robot_id = %(robot)s GROUP BY state;

-- name: breaks
-- Lines of the log that were changed, removed or added, and steps that are not what was logged.
SELECT chain, seq, fault FROM (
    SELECT a.chain, a.seq,
           CASE
               WHEN a.seq <> coalesce(lag(a.seq) OVER w, 0) + 1 THEN 'missing line before'
               WHEN a.hash <> kernel_chain_hash(
                   coalesce(lag(a.hash) OVER w, kernel_chain_start('robots', a.chain)),
                   a.seq, a.at, a.item_id::text, a.entry) THEN 'changed line'
           END AS fault
    FROM robots_log AS a
    WINDOW w AS (PARTITION BY a.chain ORDER BY a.seq)
) AS lines
WHERE fault IS NOT NULL
UNION ALL
SELECT chain, coalesce(c.seq, newest.seq), 'does not end at the head of its chain'
FROM robots_chain AS c
FULL JOIN (
    SELECT DISTINCT ON (chain) chain, seq, hash FROM robots_log ORDER BY chain, seq DESC
) AS newest USING (chain)
WHERE newest.seq IS DISTINCT FROM nullif(c.seq, 0)
   OR newest.seq IS NOT NULL AND newest.hash <> c.hash
UNION ALL
SELECT mod(logged.item_id, 64)::int, logged.item_id, 'step ' || logged.at || ' is not what was logged'
FROM (
    SELECT DISTINCT ON (l.item_id, step ->> 0) l.item_id, step ->> 0 AS at, step ->> 1 AS state,
           step ->> 2 AS digest
    FROM robots_log AS l, jsonb_array_elements(l.entry -> 'steps') AS step
    WHERE l.entry ? 'steps'
    ORDER BY l.item_id, step ->> 0, l.id DESC
) AS logged
LEFT JOIN robots_step AS s ON s.item_id = logged.item_id AND s.at = logged.at
WHERE s.id IS NULL OR s.state <> logged.state OR encode(sha256(s.sealed), 'hex') <> logged.digest
ORDER BY 1, 2;
