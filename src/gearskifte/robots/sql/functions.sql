-- The ledger. Run after every migration; safe to run again.
-- Leases are counted on the database's clock, the one that all machines share.

CREATE SEQUENCE IF NOT EXISTS robots_token;

INSERT INTO robots_chain (chain, seq, hash)
SELECT number, 0, kernel_chain_start('robots', number)
FROM generate_series(0, 63) AS number
ON CONFLICT DO NOTHING;

-- Write one line to the ledger's log, in the transaction that makes it true.
CREATE OR REPLACE FUNCTION robots_note(p_item bigint, p_entry jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
    head robots_chain;
    moment timestamptz := clock_timestamp();
BEGIN
    UPDATE robots_chain
       SET seq = seq + 1, hash = kernel_chain_hash(
               hash, seq + 1, moment, p_item::text, p_entry)
     WHERE chain = p_item % 64
    RETURNING * INTO head;
    INSERT INTO robots_log (chain, seq, at, item_id, entry, hash)
    VALUES (head.chain, head.seq, moment, p_item, p_entry, head.hash);
END
$$;

-- Let go of items whose worker has not been heard from within its lease.
CREATE OR REPLACE FUNCTION robots_reclaim() RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE
    lost robots_item;
    number integer := 0;
BEGIN
    FOR lost IN
        SELECT * FROM robots_item WHERE state = 'running' AND lease_until < clock_timestamp()
        ORDER BY lease_until LIMIT 100 FOR UPDATE SKIP LOCKED
    LOOP
        UPDATE robots_item SET state = 'ready', token = nextval('robots_token')
        WHERE id = lost.id;
        PERFORM robots_note(lost.id, jsonb_build_object('did', 'reclaimed', 'from', lost.worker));
        number := number + 1;
    END LOOP;
    RETURN number + robots_lend_expire(NULL);
END
$$;

DROP FUNCTION IF EXISTS robots_settle_and_claim(
    bigint, bigint, text, text, jsonb, text, interval, bigint);
DROP FUNCTION IF EXISTS robots_settle(bigint, bigint, text, text, interval, boolean, jsonb);
DROP FUNCTION IF EXISTS robots_claim(text, interval, bigint);
DROP FUNCTION IF EXISTS robots_end_and_claim(
    bigint, bigint, jsonb, text, jsonb, text, interval, bigint);

-- Items of a robot whose work programs from outside do are marked, so that they stand in no worker's
-- way: when they are put in line, and when the robot's first key is given.
CREATE OR REPLACE FUNCTION robots_mark_lent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
BEGIN
    IF TG_TABLE_NAME = 'robots_lending_key' THEN
        UPDATE robots_item AS i SET lent = true
        WHERE i.robot_id IN (SELECT a.robot_id FROM added AS a) AND NOT i.lent;
    ELSE
        UPDATE robots_item AS i SET lent = true
        FROM added AS a JOIN robots_lending_key AS k ON k.robot_id = a.robot_id
        WHERE i.id = a.id;
    END IF;
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER robots_lent_from_now AFTER INSERT ON robots_lending_key
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION robots_mark_lent();
CREATE OR REPLACE TRIGGER robots_lent_when_added AFTER INSERT ON robots_item
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION robots_mark_lent();
REVOKE EXECUTE ON FUNCTION robots_mark_lent() FROM PUBLIC, gearskifte_web;

-- The first item in line that nobody holds; by priority, then deadline, then age. Every eighth claim
-- takes the one that has waited longest, if that is an hour or more: so nobody waits for ever.
-- One that has begun a change is gone on with where it was begun: what was filled in anew is for
-- those that have not. However long the line is, the plan walks along an index from its head.
CREATE FUNCTION robots_claim(p_worker text, p_lease interval, p_robot bigint)
RETURNS TABLE (item bigint, fence bigint, robot bigint, version bigint, bound bigint,
               fields bytea, tried integer, failed integer, citizen uuid)
LANGUAGE plpgsql
SET enable_sort = off SET enable_bitmapscan = off SET enable_seqscan = off
AS $$
DECLARE
    ticket bigint := nextval('robots_token');
    moment timestamptz := clock_timestamp();
    chosen bigint;
    since timestamptz;
BEGIN
    IF ticket % 8 = 0 THEN
        SELECT w.id, w.made_at INTO chosen, since FROM robots_item AS w
        WHERE w.state = 'ready' AND w.not_before <= moment
          AND NOT w.lent AND (p_robot IS NULL OR w.robot_id = p_robot)
          AND NOT EXISTS (SELECT FROM robots_lending_key AS k WHERE k.robot_id = w.robot_id)
        ORDER BY w.made_at LIMIT 1 FOR UPDATE SKIP LOCKED;
    END IF;
    IF since IS NULL OR since > moment - interval '1 hour' THEN
        SELECT w.id INTO chosen FROM robots_item AS w
        WHERE w.state = 'ready' AND w.not_before <= moment
          AND NOT w.lent AND (p_robot IS NULL OR w.robot_id = p_robot)
          AND NOT EXISTS (SELECT FROM robots_lending_key AS k WHERE k.robot_id = w.robot_id)
        ORDER BY w.priority DESC, w.deadline, w.id LIMIT 1 FOR UPDATE SKIP LOCKED;
    END IF;
    RETURN QUERY
    UPDATE robots_item AS i
       SET state = 'running', token = ticket, worker = p_worker,
           lease_until = moment + p_lease, attempts = i.attempts + 1,
           started_at = coalesce(i.started_at, moment),
           binding_id = CASE
               WHEN i.binding_id IS NOT NULL AND EXISTS (
                   SELECT FROM robots_step AS s WHERE s.item_id = i.id AND s.changes)
               THEN i.binding_id
               ELSE (SELECT max(b.id) FROM robots_binding AS b WHERE b.robot_id = i.robot_id)
           END
     WHERE i.id = chosen
    RETURNING i.id, i.token, i.robot_id, i.version_id, i.binding_id, i.data, i.attempts,
              i.failures, i.subject;
END
$$;

-- Write steps of an item, and all that follows from them; what the log's line says of them.
CREATE OR REPLACE FUNCTION robots_write(p_item bigint, p_steps jsonb) RETURNS jsonb
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO robots_step AS s (item_id, at, line, state, changes, said, verified, sealed,
                                  begun_at, done_at)
    SELECT p_item, n.at, n.line, n.state, n.changes, n.said, n.verified,
           decode(n.sealed, 'base64'), clock_timestamp(),
           CASE WHEN n.state = 'done' THEN clock_timestamp() END
    FROM jsonb_to_recordset(p_steps) AS n(
        at text, line integer, state text, changes boolean, said text, verified text, sealed text)
    ON CONFLICT (item_id, at) DO UPDATE
       SET state = excluded.state, said = excluded.said, verified = excluded.verified,
           sealed = excluded.sealed, done_at = excluded.done_at;
    INSERT INTO robots_picture (item_id, at, moment, sealed)
    SELECT p_item, n.at, CASE WHEN n.state = 'begun' THEN 'before' ELSE 'after' END,
           decode(n.picture, 'base64')
    FROM jsonb_to_recordset(p_steps) AS n(at text, state text, picture text)
    WHERE n.picture <> '';
    INSERT INTO robots_act (item_id, at, message, happened_at)
    SELECT p_item, n.at, decode(n.act, 'base64'), clock_timestamp()
    FROM jsonb_to_recordset(p_steps) AS n(at text, act text)
    WHERE n.act <> ''
    ON CONFLICT DO NOTHING;
    INSERT INTO kernel_outbox (name, at, payload, attempts, last_error)
    SELECT 'RobotActed', (n.told ->> 'at')::timestamptz,
           (n.told - 'at') || jsonb_build_object('item', p_item), 0, ''
    FROM jsonb_to_recordset(p_steps) AS n(told jsonb)
    WHERE jsonb_typeof(n.told) = 'object';
    PERFORM kernel_log(clock_timestamp(), n.subject, n.citizen)
    FROM jsonb_to_recordset(p_steps) AS n(subject uuid, citizen jsonb)
    WHERE n.subject IS NOT NULL;
    INSERT INTO robots_proposal AS p (version_id, line, was, becomes, why, seen, first_at, newest_at)
    SELECT i.version_id, n.line, n.was, n.becomes, n.why, count(*), clock_timestamp(),
           clock_timestamp()
    FROM jsonb_to_recordset(p_steps) AS n(line integer, was text, becomes text, why text)
    JOIN robots_item AS i ON i.id = p_item
    WHERE n.becomes <> ''
    GROUP BY i.version_id, n.line, n.was, n.becomes, n.why
    ON CONFLICT (version_id, line, was, becomes) DO UPDATE
       SET seen = p.seen + excluded.seen, newest_at = excluded.newest_at;
    RETURN (
        SELECT jsonb_agg(jsonb_build_array(n.at, n.state, encode(sha256(
            decode(n.sealed, 'base64')), 'hex')))
        FROM jsonb_to_recordset(p_steps) AS n(at text, state text, sealed text));
END
$$;

-- Keep steps of an item that is still held, and hold it longer. 'kept', 'lost' or 'stopped'.
CREATE OR REPLACE FUNCTION robots_keep(
    p_item bigint, p_token bigint, p_lease interval, p_steps jsonb
) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    halted boolean;
BEGIN
    UPDATE robots_item AS i SET lease_until = clock_timestamp() + p_lease
     WHERE i.id = p_item AND i.token = p_token AND i.state = 'running'
    RETURNING (SELECT r.stopped FROM robots_robot AS r WHERE r.id = i.robot_id) INTO halted;
    IF halted IS NULL THEN
        RETURN 'lost';
    END IF;
    PERFORM robots_note(p_item, jsonb_build_object(
        'did', 'steps', 'token', p_token, 'steps', robots_write(p_item, p_steps)));
    RETURN CASE WHEN halted THEN 'stopped' ELSE 'kept' END;
END
$$;

-- How a held item goes on after its last steps: done, handed, waiting, ready (again, later) or
-- stopped. False, and nothing is written, if it is another worker's now.
CREATE OR REPLACE FUNCTION robots_settle(
    p_item bigint, p_token bigint, p_steps jsonb, p_state text, p_reason text, p_wait interval,
    p_failed boolean, p_told jsonb
) RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    ends boolean := p_state IN ('done', 'handed');
    doer text;
    used bigint;
    noted jsonb;
BEGIN
    UPDATE robots_item
       SET state = p_state, reason = p_reason, lease_until = NULL,
           not_before = clock_timestamp() + p_wait,
           failures = CASE WHEN p_failed THEN failures + 1 ELSE 0 END,
           ended_at = CASE WHEN ends THEN clock_timestamp() END
     WHERE id = p_item AND token = p_token AND state = 'running'
    RETURNING worker, binding_id INTO doer, used;
    IF doer IS NULL THEN
        RETURN false;
    END IF;
    noted := jsonb_build_object(
        'did', p_state, 'reason', p_reason, 'token', p_token, 'by', doer, 'binding', used);
    IF p_steps <> '[]'::jsonb THEN
        noted := noted || jsonb_build_object('steps', robots_write(p_item, p_steps));
    END IF;
    PERFORM robots_note(p_item, noted);
    IF ends THEN
        INSERT INTO kernel_outbox (name, at, payload, attempts, last_error)
        VALUES ('RobotRunFinished', clock_timestamp(), p_told, 0, '');
    END IF;
    RETURN true;
END
$$;

-- Keep the last steps of an item, end it, and claim the next: one round trip, one commit. An item
-- that is another worker's now is left alone.
CREATE FUNCTION robots_end_and_claim(
    p_item bigint, p_token bigint, p_steps jsonb, p_reason text, p_told jsonb,
    p_worker text, p_lease interval, p_robot bigint
)
RETURNS TABLE (item bigint, fence bigint, robot bigint, version bigint, bound bigint,
               fields bytea, tried integer, failed integer, citizen uuid)
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM robots_settle(
        p_item, p_token, p_steps, 'done', p_reason, interval '0', false, p_told);
    RETURN QUERY SELECT * FROM robots_claim(p_worker, p_lease, p_robot);
END
$$;

-- A person answers; the step and the item go on as that says. False if it was answered before.
CREATE OR REPLACE FUNCTION robots_answer(
    p_task bigint, p_by text, p_answer text, p_minutes numeric, p_step text, p_sealed bytea,
    p_said text, p_state text
) RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    asked robots_task;
BEGIN
    UPDATE robots_task
       SET answered_at = clock_timestamp(), answered_by = p_by, answer = p_answer,
           minutes = p_minutes
     WHERE id = p_task AND answered_at IS NULL
    RETURNING * INTO asked;
    IF asked.id IS NULL THEN
        RETURN false;
    END IF;
    IF p_step <> '' THEN
        INSERT INTO robots_step AS s (item_id, at, line, state, changes, said, verified, sealed,
                                      begun_at, done_at)
        VALUES (asked.item_id, asked.at, asked.line, p_step, false, p_said, 'a person', p_sealed,
                clock_timestamp(), clock_timestamp())
        ON CONFLICT (item_id, at) DO UPDATE
           SET state = excluded.state, said = excluded.said, verified = excluded.verified,
               sealed = excluded.sealed, done_at = excluded.done_at;
    END IF;
    UPDATE robots_item
       SET state = p_state, not_before = clock_timestamp(), failures = 0, reason = p_answer,
           ended_at = CASE WHEN p_state IN ('done', 'handed') THEN clock_timestamp() END
     WHERE id = asked.item_id AND state = 'waiting';
    PERFORM robots_note(asked.item_id, jsonb_build_object('did', 'answered', 'by', p_by,
        'steps', CASE WHEN p_step = '' THEN '[]'::jsonb ELSE jsonb_build_array(jsonb_build_array(
            asked.at, p_step, encode(sha256(p_sealed), 'hex'))) END));
    PERFORM pg_notify('robots_work', '');
    RETURN true;
END
$$;

DROP FUNCTION IF EXISTS robots_chain_hash(bytea, bigint, timestamptz, bigint, jsonb);

-- People's time that was measured is told: of an item where a question was answered, else of the
-- robot (item 0) where one was timed by hand.
CREATE OR REPLACE FUNCTION robots_tell_time() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
BEGIN
    IF TG_TABLE_NAME = 'robots_minutes' THEN
        INSERT INTO kernel_outbox (name, at, payload, attempts, last_error)
        SELECT 'WorkTimed', NEW.at, jsonb_build_object('robot', r.slug, 'item', 0,
                                                       'minutes', NEW.minutes), 0, ''
        FROM robots_robot AS r WHERE r.id = NEW.robot_id AND NEW.kind = 'sample';
    ELSE
        INSERT INTO kernel_outbox (name, at, payload, attempts, last_error)
        SELECT 'WorkTimed', NEW.answered_at, jsonb_build_object('robot', r.slug, 'item', i.id,
                                                                'minutes', NEW.minutes), 0, ''
        FROM robots_item AS i JOIN robots_robot AS r ON r.id = i.robot_id
        WHERE i.id = NEW.item_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER robots_time_told AFTER INSERT ON robots_minutes
    FOR EACH ROW EXECUTE FUNCTION robots_tell_time();
CREATE OR REPLACE TRIGGER robots_answer_told AFTER UPDATE OF minutes ON robots_task
    FOR EACH ROW WHEN (OLD.minutes IS NULL AND NEW.minutes > 0)
    EXECUTE FUNCTION robots_tell_time();
REVOKE EXECUTE ON FUNCTION robots_tell_time() FROM PUBLIC, gearskifte_web;
