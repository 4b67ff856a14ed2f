-- name: read_log
-- A person's own log; reading it is logged too.
SELECT kernel_read_log(%(at)s, %(subject)s, %(entry)s, %(before)s, %(most)s,
                       %(own)s)::text;

-- name: breaks
-- Lines whose hash does not follow from the line before, gaps, and chains cut short.
SELECT chain, seq, fault FROM (
    SELECT a.chain, a.seq,
           CASE
               WHEN a.seq <> coalesce(lag(a.seq) OVER w, 0) + 1 THEN 'missing line before'
               WHEN a.hash <> kernel_chain_hash(
                   coalesce(lag(a.hash) OVER w,
                            sha256(convert_to('gearskifte audit chain ' || a.chain, 'UTF8'))),
                   a.seq, a.at, a.subject, a.entry) THEN 'changed line'
           END AS fault
    FROM kernel_audit AS a
    WINDOW w AS (PARTITION BY a.chain ORDER BY a.seq)
) AS lines
WHERE fault IS NOT NULL
UNION ALL
SELECT c.chain, c.seq, 'newest lines missing'
FROM kernel_chain AS c
LEFT JOIN LATERAL (
    SELECT seq, hash FROM kernel_audit WHERE chain = c.chain ORDER BY seq DESC LIMIT 1
) AS newest ON true
WHERE c.seq > 0 AND (newest.seq IS DISTINCT FROM c.seq OR newest.hash IS DISTINCT FROM c.hash)
ORDER BY chain, seq;
