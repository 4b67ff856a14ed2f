-- Lending: programs from outside work on this ledger's items (fremmede robotter), each by a key of
-- its own robot. Every function a page's role may call begins with the key and is denied without it;
-- they run with the owner's rights, and give nothing of any other robot.
-- A loan's number is the fencing token, and the only id that the program ever learns: one that comes
-- back late holds a number that is spent.

CREATE OR REPLACE FUNCTION robots_lender(p_key bytea) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
RETURN (SELECT k.robot_id FROM robots_lending_key AS k
        WHERE k.hash = p_key AND k.withdrawn_at IS NULL);

-- What a program may know of its robot: the queue is the robot.
CREATE OR REPLACE FUNCTION robots_lend_about(p_key bytea)
RETURNS TABLE (id bigint, slug text, title text, stopped boolean, made_at timestamptz,
               recipe text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
BEGIN ATOMIC
    SELECT r.id, r.slug, r.title, r.stopped, r.made_at, coalesce((
        SELECT v.source FROM robots_version AS v
        WHERE v.robot_id = r.id AND v.approved_at IS NOT NULL ORDER BY v.number DESC LIMIT 1), '')
    FROM robots_robot AS r
    WHERE r.id = robots_lender(p_key);
END;

-- An item goes to a person, as nobody knows whether it was done; it is never lent again by itself.
CREATE OR REPLACE FUNCTION robots_lend_ask(
    p_item bigint, p_why text, p_code text, p_question text, p_question_en text
) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public
AS $$
BEGIN
    UPDATE robots_item SET state = 'waiting', reason = p_code WHERE id = p_item;
    INSERT INTO robots_task (item_id, at, line, why, code, question, question_en, choices, helper,
                             asked_at)
    SELECT p_item, '1', 1, p_why, p_code, p_question, p_question_en,
           '["Det er gjort", "Det er ikke gjort", "Jeg tager sagen selv"]'::jsonb,
           'sagsbehandler', clock_timestamp()
    WHERE NOT EXISTS (
        SELECT FROM robots_task WHERE item_id = p_item AND answered_at IS NULL);
END
$$;

-- Loans of which nothing was heard within their lease: the program may have done it, or not.
CREATE OR REPLACE FUNCTION robots_lend_expire(p_robot bigint) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, public
AS $$
DECLARE
    lost record;
    number integer := 0;
BEGIN
    FOR lost IN
        SELECT l.number AS loan, i.id AS item FROM robots_loan AS l
        JOIN robots_item AS i ON i.id = l.item_id AND i.token = l.number AND i.state = 'running'
        WHERE l.lease_until < clock_timestamp() AND (p_robot IS NULL OR i.robot_id = p_robot)
        ORDER BY l.lease_until LIMIT 100 FOR UPDATE OF i SKIP LOCKED
    LOOP
        UPDATE robots_loan
           SET status = 'pending user action', lease_until = NULL, updated_at = clock_timestamp()
         WHERE robots_loan.number = lost.loan;
        PERFORM robots_lend_ask(lost.item, 'borrowed', 'GS-ROB-112',
            'Robotten blev væk, mens den havde sagen. Se efter i systemet: er det gjort?',
            'The robot went away while it had the item. Look in the system: has it been done?');
        PERFORM robots_note(lost.item, jsonb_build_object('did', 'lost', 'token', lost.loan));
        number := number + 1;
    END LOOP;
    RETURN number;
END
$$;

-- A new item, or the one with that reference that has not ended; the number of its loan.
CREATE OR REPLACE FUNCTION robots_lend_add(
    p_key bytea, p_reference bytea, p_label text, p_data bytea, p_subject uuid
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
    robot bigint := robots_lender(p_key);
    version bigint;
    item bigint;
    loan bigint;
    before bigint;
BEGIN
    SELECT v.id INTO version FROM robots_version AS v
    WHERE v.robot_id = robot AND v.approved_at IS NOT NULL ORDER BY v.number DESC LIMIT 1;
    IF version IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(robot::integer, hashtext(encode(p_reference, 'hex')));
    SELECT l.number INTO loan FROM robots_loan AS l JOIN robots_item AS i ON i.id = l.item_id
    WHERE i.robot_id = robot AND l.reference = p_reference AND i.state NOT IN ('done', 'handed')
    ORDER BY l.number DESC LIMIT 1;
    IF loan IS NOT NULL THEN
        RETURN loan;
    END IF;
    SELECT count(DISTINCT l.item_id) INTO before FROM robots_loan AS l
    JOIN robots_item AS i ON i.id = l.item_id
    WHERE i.robot_id = robot AND l.reference = p_reference;
    loan := nextval('robots_token');
    INSERT INTO robots_item (robot_id, version_id, key, label, data, subject, state, priority,
                             deadline, not_before, made_at, attempts, failures, worker, token,
                             reason)
    VALUES (robot, version, sha256(p_reference || convert_to(before::text, 'UTF8')), p_label, p_data,
            p_subject, 'ready', 0, clock_timestamp(), clock_timestamp(), clock_timestamp(), 0, 0,
            '', loan, '')
    RETURNING id INTO item;
    INSERT INTO robots_loan (number, item_id, reference, status, message, made_at, updated_at)
    VALUES (loan, item, p_reference, 'new', '', clock_timestamp(), clock_timestamp());
    PERFORM robots_note(item, jsonb_build_object('did', 'added', 'token', loan));
    RETURN loan;
END
$$;

-- Loans as they stand: one by its number, those of a reference, all in a state.
CREATE OR REPLACE FUNCTION robots_lend_find(
    p_key bytea, p_number bigint, p_reference bytea, p_status text
)
RETURNS TABLE (number bigint, data bytea, status text, message text, lent_at timestamptz,
               made_at timestamptz, updated_at timestamptz, ended_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
BEGIN ATOMIC
    SELECT l.number, i.data, l.status, l.message, l.lent_at, l.made_at, l.updated_at, i.ended_at
    FROM robots_loan AS l JOIN robots_item AS i ON i.id = l.item_id AND i.token = l.number
    WHERE i.robot_id = robots_lender(p_key)
      AND (p_number IS NULL OR l.number = p_number)
      AND (p_reference IS NULL OR l.reference = p_reference)
      AND (p_status IS NULL OR l.status = p_status)
    ORDER BY l.made_at, l.number LIMIT 1000;
END;

-- The first item in line that nobody holds, lent from now on; its loan's number.
CREATE OR REPLACE FUNCTION robots_lend_next(p_key bytea, p_reference bytea, p_worker text)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
    robot bigint := robots_lender(p_key);
    term interval;
    found robots_item;
    known robots_loan;
    loan bigint;
BEGIN
    PERFORM robots_lend_expire(robot);
    SELECT k.lease INTO term FROM robots_lending_key AS k JOIN robots_robot AS r ON r.id = k.robot_id
    WHERE k.hash = p_key AND k.withdrawn_at IS NULL AND NOT r.stopped;
    SELECT i.* INTO found FROM robots_item AS i
    WHERE term IS NOT NULL AND i.robot_id = robot AND i.state = 'ready'
      AND i.not_before <= clock_timestamp()
      AND (p_reference IS NULL OR EXISTS (
          SELECT FROM robots_loan AS l WHERE l.item_id = i.id AND l.reference = p_reference))
    ORDER BY i.priority DESC, i.deadline, i.id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF found.id IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT l.* INTO known FROM robots_loan AS l WHERE l.item_id = found.id
    ORDER BY l.number DESC LIMIT 1;
    loan := CASE WHEN known.status = 'new' THEN known.number ELSE nextval('robots_token') END;
    INSERT INTO robots_loan AS l (number, item_id, reference, status, message, lease_until, lent_at,
                                  made_at, updated_at)
    VALUES (loan, found.id, coalesce(known.reference, found.key), 'in progress', '',
            clock_timestamp() + term, clock_timestamp(), found.made_at, clock_timestamp())
    ON CONFLICT (number) DO UPDATE
       SET status = excluded.status, lease_until = excluded.lease_until,
           lent_at = excluded.lent_at, updated_at = excluded.updated_at;
    UPDATE robots_item
       SET state = 'running', token = loan, worker = p_worker, lease_until = NULL,
           attempts = attempts + 1, started_at = coalesce(started_at, clock_timestamp())
     WHERE id = found.id;
    PERFORM robots_note(found.id, jsonb_build_object('did', 'lent', 'token', loan, 'to', p_worker));
    RETURN loan;
END
$$;

-- What a program tells of an item: 'told', 'late' (it is not the program's any more) or 'unknown'.
CREATE OR REPLACE FUNCTION robots_lend_tell(
    p_key bytea, p_number bigint, p_status text, p_message text, p_citizen jsonb
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
    held record;
BEGIN
    SELECT i.id, i.state, i.token, i.subject, i.worker, r.slug, v.number AS version INTO held
    FROM robots_loan AS l JOIN robots_item AS i ON i.id = l.item_id
    JOIN robots_robot AS r ON r.id = i.robot_id JOIN robots_version AS v ON v.id = i.version_id
    WHERE l.number = p_number AND i.robot_id = robots_lender(p_key) FOR UPDATE OF i;
    IF held.id IS NULL THEN
        RETURN 'unknown';
    END IF;
    IF held.token <> p_number OR held.state <> 'running' THEN
        PERFORM robots_note(held.id, jsonb_build_object(
            'did', 'told late', 'token', p_number, 'status', p_status, 'reason', p_message));
        RETURN 'late';
    END IF;
    UPDATE robots_loan AS l
       SET status = p_status, message = p_message, updated_at = clock_timestamp(),
           lease_until = CASE WHEN p_status = 'in progress' THEN clock_timestamp() + (
               SELECT k.lease FROM robots_lending_key AS k WHERE k.hash = p_key) END
     WHERE l.number = p_number;
    IF p_status = 'completed' THEN
        UPDATE robots_item SET state = 'done', reason = p_message, ended_at = clock_timestamp()
        WHERE id = held.id;
        INSERT INTO kernel_outbox (name, at, payload, attempts, last_error)
        VALUES ('RobotRunFinished', clock_timestamp(), jsonb_build_object(
            'robot', held.slug, 'version', held.version, 'item', held.id, 'ended', 'done'), 0, '');
        IF held.subject IS NOT NULL THEN
            PERFORM kernel_log(clock_timestamp(), held.subject, p_citizen);
        END IF;
    ELSIF p_status = 'new' THEN
        UPDATE robots_item SET state = 'ready' WHERE id = held.id;
    ELSIF p_status <> 'in progress' THEN
        PERFORM robots_lend_ask(held.id, 'borrowed', 'GS-ROB-113',
            'Robotten kunne ikke gøre sagen færdig. Se efter i systemet: er det gjort? ' || p_message,
            'The robot could not finish the item. Look in the system: has it been done? '
            || p_message);
    END IF;
    PERFORM robots_note(held.id, jsonb_build_object(
        'did', p_status, 'reason', p_message, 'token', p_number, 'by', held.worker));
    RETURN 'told';
END
$$;

-- Evidence: what the program says it did. It is a sign of life too.
CREATE OR REPLACE FUNCTION robots_lend_note(
    p_key bytea, p_number bigint, p_said text, p_sealed bytea, p_data bytea
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
    held record;
    place text;
BEGIN
    SELECT i.id INTO held FROM robots_loan AS l
    JOIN robots_item AS i ON i.id = l.item_id AND i.token = l.number AND i.state = 'running'
    WHERE l.number = p_number AND i.robot_id = robots_lender(p_key) FOR UPDATE OF i;
    IF held.id IS NULL THEN
        RETURN 'late';
    END IF;
    UPDATE robots_loan SET updated_at = clock_timestamp(), lease_until = clock_timestamp() + (
        SELECT k.lease FROM robots_lending_key AS k WHERE k.hash = p_key)
    WHERE robots_loan.number = p_number;
    IF p_data IS NOT NULL THEN
        UPDATE robots_item SET data = p_data WHERE id = held.id;
        PERFORM robots_note(held.id, jsonb_build_object('did', 'data', 'token', p_number,
            'hash', encode(sha256(p_data), 'hex')));
        RETURN 'told';
    END IF;
    SELECT '1#' || count(*) + 1 INTO place FROM robots_step WHERE item_id = held.id;
    INSERT INTO robots_step (item_id, at, line, state, changes, said, verified, sealed, begun_at,
                             done_at)
    VALUES (held.id, place, 1, 'done', false, p_said, 'said by the robot', p_sealed,
            clock_timestamp(), clock_timestamp());
    PERFORM robots_note(held.id, jsonb_build_object('did', 'steps', 'token', p_number, 'steps',
        jsonb_build_array(jsonb_build_array(place, 'done', encode(sha256(p_sealed), 'hex')))));
    RETURN 'told';
END
$$;

-- What waits in line is taken out of it; what was lent or has ended stays in the ledger.
CREATE OR REPLACE FUNCTION robots_lend_clear(p_key bytea, p_older interval) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
    gone record;
    number integer := 0;
BEGIN
    FOR gone IN
        UPDATE robots_item AS i
           SET state = 'handed', reason = 'taget ud af køen', ended_at = clock_timestamp()
         WHERE i.robot_id = robots_lender(p_key) AND i.state IN ('ready', 'stopped')
           AND i.made_at <= clock_timestamp() - p_older
        RETURNING i.id
    LOOP
        UPDATE robots_loan AS l
           SET status = 'failed', message = 'taget ud af køen', updated_at = clock_timestamp()
          FROM robots_item AS i WHERE i.id = gone.id AND l.number = i.token;
        PERFORM robots_note(gone.id, jsonb_build_object('did', 'taken out of line'));
        number := number + 1;
    END LOOP;
    RETURN number;
END
$$;

-- A secret of the robot's recipe in force; the use of it is logged.
CREATE OR REPLACE FUNCTION robots_lend_secret(p_key bytea, p_name text) RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
    found record;
BEGIN
    SELECT s.sealed, s.digest INTO found FROM robots_secret AS s
    WHERE s.robot_id = robots_lender(p_key) AND s.name = p_name AND s.digest = (
        SELECT v.digest FROM robots_version AS v
        WHERE v.robot_id = s.robot_id AND v.approved_at IS NOT NULL
        ORDER BY v.number DESC LIMIT 1)
    ORDER BY s.given_at DESC LIMIT 1;
    IF found.sealed IS NOT NULL THEN
        PERFORM robots_note(0, jsonb_build_object(
            'did', 'secret used', 'name', p_name, 'recipe', found.digest));
    END IF;
    RETURN found.sealed;
END
$$;

-- What was filled in for the robot.
CREATE OR REPLACE FUNCTION robots_lend_constant(p_key bytea, p_name text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
RETURN (SELECT b.given ->> p_name FROM robots_binding AS b
        WHERE b.robot_id = robots_lender(p_key) ORDER BY b.id DESC LIMIT 1);

ALTER TABLE robots_lending_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE robots_loan ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS robots_lending_key_worker ON robots_lending_key;
CREATE POLICY robots_lending_key_worker ON robots_lending_key TO gearskifte_worker
    USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS robots_loan_worker ON robots_loan;
CREATE POLICY robots_loan_worker ON robots_loan TO gearskifte_worker USING (true) WITH CHECK (true);
