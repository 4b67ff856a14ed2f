-- What may be decided about a message in quarantine, by web and worker alike. Run after every migration.

-- Let a message be read again, as new. False if it is not in quarantine, or somebody has decided on it. What another
-- message has settled can be read again too; from then on no message settles it, and only people decide.
CREATE OR REPLACE FUNCTION registry_run_again(p_message bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('gearskifte: registry'));  -- nobody is judging it now
    UPDATE registry_raw_message AS m SET status = 'received', interface = '',
        doubted = m.doubted OR EXISTS (SELECT FROM registry_resolution AS r WHERE r.message_id = m.id)
    WHERE m.id = p_message AND m.status = 'quarantined' AND NOT m.held
      AND NOT EXISTS (SELECT FROM registry_resolution AS r WHERE r.message_id = m.id AND r.outcome <> 'settled');
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    DELETE FROM registry_resolution WHERE message_id = p_message;
    DELETE FROM registry_quarantine WHERE message_id = p_message;
    DELETE FROM registry_found WHERE message_id = p_message;
    RETURN true;
END
$$;

-- Decide that what could not be used of a message is not wanted. False if there is nothing to decide.
CREATE OR REPLACE FUNCTION registry_reject(p_message bigint, p_at timestamptz, p_by text, p_reason text)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
BEGIN
    INSERT INTO registry_resolution (message_id, outcome, at, by, reason)
    SELECT id, 'rejected', p_at, p_by, p_reason FROM registry_raw_message
    WHERE id = p_message AND status = 'quarantined'
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    DELETE FROM registry_unread WHERE message_id = p_message;
    RETURN true;
END
$$;

-- Keep a mended message in the place of one in quarantine; it is read like any that comes.
-- Null if there is nothing to mend, else the id of the new message.
CREATE OR REPLACE FUNCTION registry_mend(
    p_message bigint, p_at timestamptz, p_by text, p_reason text, p_sha256 bytea, p_size bigint,
    p_body bytea
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
    v_old registry_raw_message;
    v_new bigint;
BEGIN
    SELECT * INTO v_old FROM registry_raw_message AS m
    WHERE m.id = p_message AND m.status = 'quarantined' AND m.sha256 <> p_sha256
      AND NOT EXISTS (SELECT FROM registry_resolution AS r WHERE r.message_id = m.id);
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    INSERT INTO registry_raw_message (sha256, received_at, origin, size, body, interface,
                                      message_id, system, status, sender_id)
    VALUES (p_sha256, p_at, v_old.origin || ' (rettet)', p_size, p_body, '', '', '', 'received',
            v_old.sender_id)
    ON CONFLICT (sha256) DO NOTHING
    RETURNING id INTO v_new;
    IF v_new IS NULL THEN
        SELECT id INTO v_new FROM registry_raw_message WHERE sha256 = p_sha256;
    END IF;
    INSERT INTO registry_resolution (message_id, outcome, at, by, reason, replacement_id)
    VALUES (p_message, 'mended', p_at, p_by, p_reason, v_new)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN NULL;  -- another message has settled it meanwhile; the caller rolls back
    END IF;
    -- Whom the old message names is known until the new one is read, as it may have been already.
    DELETE FROM registry_unread AS u USING registry_raw_message AS m
    WHERE u.message_id = p_message AND m.id = v_new AND m.status <> 'received';
    RETURN v_new;
END
$$;
