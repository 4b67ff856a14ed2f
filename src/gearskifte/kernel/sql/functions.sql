-- The access log. Run after every migration; safe to run again.

-- What the first line of a log's chain follows from.
CREATE OR REPLACE FUNCTION kernel_chain_start(p_log text, p_chain integer) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN sha256(convert_to('gearskifte ' || p_log || ' chain ' || p_chain, 'UTF8'));

-- What the hash of a line of any log is made over: the hash before it, and the whole of the line.
-- Moments are written out, so that no setting changes the text.
CREATE OR REPLACE FUNCTION kernel_chain_hash(
    p_before bytea, p_seq bigint, p_at timestamptz, p_about text, p_entry jsonb
) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN sha256(p_before || convert_to(
    p_seq::text || '|' || (extract(epoch FROM p_at) * 1000000)::bigint::text
    || '|' || p_about || '|' || p_entry::text, 'UTF8'));

INSERT INTO kernel_chain (chain, seq, hash)
SELECT number, 0, kernel_chain_start('audit', number) FROM generate_series(0, 255) AS number
ON CONFLICT DO NOTHING;

-- Write one line to the log of what was done with a person's data, in the reader's transaction.
CREATE OR REPLACE FUNCTION kernel_log(p_at timestamptz, p_subject uuid, p_entry jsonb)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
    line bigint;
    head kernel_chain;
BEGIN
    UPDATE kernel_chain
       SET seq = seq + 1,
           hash = kernel_chain_hash(hash, seq + 1, p_at, p_subject::text, p_entry)
     WHERE chain = get_byte(uuid_send(p_subject), 0)
    RETURNING * INTO head;
    INSERT INTO kernel_audit (chain, seq, at, subject, entry, hash)
    VALUES (head.chain, head.seq, p_at, p_subject, p_entry, head.hash)
    RETURNING id INTO line;
    RETURN line;
END
$$;

DROP FUNCTION IF EXISTS kernel_chain_hash(bytea, bigint, timestamptz, uuid, jsonb);

-- The person whose data this transaction may read; null reads nothing.
CREATE OR REPLACE FUNCTION kernel_subject() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('gearskifte.subject', true), '')::uuid;

-- The authority on whose behalf an official reads; empty when the citizen reads.
CREATE OR REPLACE FUNCTION kernel_authority() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('gearskifte.authority', true), '');

-- Who reads, by the id in the line for the log: what an official may see depends on it.
CREATE OR REPLACE FUNCTION kernel_actor() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('gearskifte.actor', true), '');

-- What somebody who acts for the person may read in this transaction: 'all', one case or one subject;
-- empty when nobody acts for them, and only then the person's own log and words are open.
CREATE OR REPLACE FUNCTION kernel_scope() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('gearskifte.scope', true), '');

-- The moment as of which this transaction reads.
CREATE OR REPLACE FUNCTION kernel_moment() RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('gearskifte.moment', true), '')::timestamptz;

-- Open one person's data for this transaction, and log it. Every read of personal data begins here.
CREATE OR REPLACE FUNCTION kernel_open(
    p_at timestamptz, p_subject uuid, p_authority text, p_entry jsonb
) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM set_config('gearskifte.subject', p_subject::text, true),
            set_config('gearskifte.authority', p_authority, true),
            set_config('gearskifte.actor', coalesce(p_entry -> 'actor' ->> 'id', ''), true),
            set_config('gearskifte.moment', p_at::text, true),
            set_config('gearskifte.scope', coalesce(p_entry ->> 'scope', ''), true),
            kernel_log(p_at, p_subject, p_entry);
END
$$;

-- A person's own log, newest first; with or without the person's own readings.
CREATE OR REPLACE FUNCTION kernel_read_log(
    p_at timestamptz, p_subject uuid, p_entry jsonb, p_before bigint, p_limit integer, p_own boolean
) RETURNS json
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM kernel_open(p_at, p_subject, '', p_entry);
    RETURN (
        SELECT coalesce(json_agg(json_build_array(page.id, page.at, page.entry)), '[]')
        FROM (
            SELECT id, at, entry
            FROM kernel_audit
            WHERE subject = p_subject AND id < p_before
              AND (p_own OR entry -> 'actor' ->> 'id' <> p_subject::text)
            ORDER BY id DESC
            LIMIT p_limit
        ) AS page
    );
END
$$;

-- The decisions in force that lines of the open person's log are shown later: whose lines (the authority),
-- from when they were written, and until when they wait. Runs with the owner's rights, as a decision waits
-- like the lines it is about.
CREATE OR REPLACE FUNCTION kernel_delays() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
BEGIN ATOMIC
    SELECT coalesce(jsonb_agg(jsonb_build_array(entry -> 'actor' -> 'authority', entry -> 'delay' -> 'starts',
                                                entry -> 'delay' -> 'ends')), '[]')
    FROM kernel_audit
    WHERE subject = kernel_subject() AND entry ? 'delay'
      AND at <= kernel_moment() AND (entry -> 'delay' ->> 'ends')::timestamptz > kernel_moment();
END;

-- Whether a line waits: its authority's, written inside a stretch that a decision in force is about.
CREATE OR REPLACE FUNCTION kernel_waits(p_delays jsonb, p_at timestamptz, p_entry jsonb) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN p_delays <> '[]' AND EXISTS (
    SELECT FROM jsonb_array_elements(p_delays) AS d
    WHERE d.value -> 0 = p_entry -> 'actor' -> 'authority'
      AND p_at >= (d.value ->> 1)::timestamptz AND p_at < (d.value ->> 2)::timestamptz);

ALTER TABLE kernel_audit ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS kernel_audit_worker ON kernel_audit;
CREATE POLICY kernel_audit_worker ON kernel_audit TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS kernel_audit_own ON kernel_audit;
CREATE POLICY kernel_audit_own ON kernel_audit FOR SELECT TO gearskifte_web
    USING (subject = (SELECT kernel_subject()) AND (SELECT kernel_scope()) = ''
           AND NOT kernel_waits((SELECT kernel_delays()), at, entry));

ALTER TABLE kernel_lookup ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS kernel_lookup_worker ON kernel_lookup;
CREATE POLICY kernel_lookup_worker ON kernel_lookup TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS kernel_lookup_open ON kernel_lookup;
CREATE POLICY kernel_lookup_open ON kernel_lookup TO gearskifte_web USING (true) WITH CHECK (true);

-- How events are delivered: how many wait, since when the oldest does, how many have failed before.
-- Nothing of what they tell.
CREATE OR REPLACE VIEW kernel_pub_outbox AS
SELECT count(*) AS waiting, min(at) AS oldest_at, count(*) FILTER (WHERE attempts > 0) AS failing
FROM kernel_outbox WHERE delivered_at IS NULL;
