-- name: read_log
-- A person's own log; reading it is logged too.
SELECT kernel_read_log(%(at)s, %(subject)s, %(entry)s, %(before)s, %(most)s,
                       %(own)s)::text;

-- name: write
-- A line in a person's log.
SELECT kernel_log(%(at)s, %(subject)s, %(entry)s);

-- name: delays
-- Decisions that lines are shown later.
SELECT at, entry::text FROM kernel_audit WHERE entry ? 'delay' ORDER BY at DESC, id DESC;

-- name: breaks
-- Lines whose hash does not follow from the line before, gaps, and chains cut short or drawn out.
SELECT chain, seq, fault FROM (
    SELECT a.chain, a.seq,
           CASE
               WHEN a.seq <> coalesce(lag(a.seq) OVER w, 0) + 1 THEN 'missing line before'
               WHEN a.hash <> kernel_chain_hash(
                   coalesce(lag(a.hash) OVER w, kernel_chain_start('audit', a.chain)),
                   a.seq, a.at, a.subject::text, a.entry) THEN 'changed line'
           END AS fault
    FROM kernel_audit AS a
    WINDOW w AS (PARTITION BY a.chain ORDER BY a.seq)
) AS lines
WHERE fault IS NOT NULL
UNION ALL
SELECT chain, coalesce(c.seq, newest.seq), 'does not end at the head of its chain'
FROM kernel_chain AS c
FULL JOIN (
    SELECT DISTINCT ON (chain) chain, seq, hash FROM kernel_audit ORDER BY chain, seq DESC
) AS newest USING (chain)
WHERE newest.seq IS DISTINCT FROM nullif(c.seq, 0)
   OR newest.seq IS NOT NULL AND newest.hash <> c.hash
ORDER BY chain, seq;
