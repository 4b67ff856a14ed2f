-- What the API may do with the web role: nothing but this. Run after every migration.

-- Who may send: the sender with this hash of a live key, and how many messages wait to be read,
-- counted to `p_most`. No row for a key that is unknown, not yet valid or no longer.
CREATE OR REPLACE FUNCTION registry_authenticate(p_key bytea, p_at timestamptz, p_most integer)
RETURNS TABLE (sender smallint, waiting bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
BEGIN ATOMIC
    SELECT k.sender_id, (
        SELECT count(*) FROM (
            SELECT FROM registry_raw_message WHERE status = 'received' AND interface = ''
            LIMIT p_most
        ) AS unread)
    FROM registry_source_key AS k
    WHERE k.hash = p_key AND k.valid_from <= p_at AND coalesce(p_at < k.valid_to, true);
END;

-- What a sender is told that has become of a message.
CREATE OR REPLACE FUNCTION registry_told_status(p_status text, p_held boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN p_held THEN 'quarantined' WHEN p_status = 'received' THEN 'waiting'
            WHEN p_status = 'erased' THEN 'applied' ELSE p_status END;

-- Keep a message for the sender with this key, byte for byte. The same bytes are the same delivery.
-- A message whose Idempotency-Key (`p_once`, null for none) belongs to other bytes is kept but held
-- back from reading, until its sender hands it in without that key.
-- Outcome: 'kept', 'known' or 'reused'; no row for a key that is not live.
CREATE OR REPLACE FUNCTION registry_keep_message(
    p_key bytea, p_at timestamptz, p_once bytea, p_sha256 bytea, p_size bigint, p_body bytea
) RETURNS TABLE (outcome text, delivery uuid, status text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
#variable_conflict use_column
DECLARE
    v_sender registry_sender;
    v_message bigint;
    v_new boolean;
    v_delivery uuid;
    v_reused boolean := false;
BEGIN
    SELECT s.* INTO v_sender
    FROM registry_sender AS s JOIN registry_authenticate(p_key, p_at, 0) AS a ON a.sender = s.id;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    UPDATE registry_source_key SET used_at = p_at
    WHERE hash = p_key AND coalesce(used_at < p_at - interval '1 hour', true);

    INSERT INTO registry_raw_message (sha256, received_at, origin, size, body, interface,
                                      message_id, system, status, sender_id)
    VALUES (p_sha256, p_at, 'API: ' || v_sender.name, p_size, p_body, '', '', '', 'received',
            v_sender.id)
    ON CONFLICT (sha256) DO NOTHING
    RETURNING id INTO v_message;
    v_new := FOUND;
    IF NOT v_new THEN
        SELECT id INTO v_message FROM registry_raw_message WHERE sha256 = p_sha256;
    END IF;

    INSERT INTO registry_delivery (id, message_id, sender_id, at)
    VALUES (gen_random_uuid(), v_message, v_sender.id, p_at)
    ON CONFLICT (message_id, sender_id) DO NOTHING;
    SELECT id INTO v_delivery FROM registry_delivery
    WHERE message_id = v_message AND sender_id = v_sender.id;

    IF p_once IS NOT NULL THEN
        INSERT INTO registry_idempotency_key (sender_id, fingerprint, delivery_id)
        VALUES (v_sender.id, p_once, v_delivery)
        ON CONFLICT (sender_id, fingerprint) DO NOTHING;
        SELECT delivery_id <> v_delivery INTO v_reused FROM registry_idempotency_key
        WHERE sender_id = v_sender.id AND fingerprint = p_once;
    END IF;
    IF v_reused THEN
        UPDATE registry_raw_message SET held = true WHERE id = v_message AND v_new;
    ELSIF EXISTS (SELECT FROM registry_raw_message WHERE id = v_message AND held) THEN
        PERFORM pg_advisory_xact_lock(hashtext('gearskifte: registry'));  -- nobody is judging it now
        UPDATE registry_raw_message SET held = false, status = 'received', interface = ''
        WHERE id = v_message;
        DELETE FROM registry_quarantine WHERE message_id = v_message;
        v_new := true;
    END IF;
    RETURN QUERY
        SELECT CASE WHEN v_reused THEN 'reused' WHEN v_new THEN 'kept' ELSE 'known' END, v_delivery,
               registry_told_status(status, held)
        FROM registry_raw_message WHERE id = v_message;
END
$$;

-- What became of a message that the sender with this key has handed in; null if it has not.
CREATE OR REPLACE FUNCTION registry_message_status(
    p_key bytea, p_at timestamptz, p_delivery uuid, p_most integer
) RETURNS json
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
BEGIN ATOMIC
    SELECT json_build_object(
        'id', d.id, 'status', registry_told_status(m.status, m.held), 'received_at', d.at, 'interface', m.interface,
        'message_id', m.message_id, 'system', m.system, 'stated_system', m.stated_system,
        'refusals', (
            SELECT coalesce(json_agg(json_build_object(
                'code', q.code, 'path', q.path, 'object_id', q.object_id,
                'text', json_build_object('da', q.reason_da, 'en', q.reason_en)) ORDER BY q.id), '[]')
            FROM (SELECT * FROM registry_quarantine WHERE message_id = m.id
                  ORDER BY id LIMIT p_most) AS q),
        'findings', (
            SELECT coalesce(json_agg(json_build_object(
                'rule', f.rule, 'severity', f.severity, 'path', f.path, 'object_id', f.object_id,
                'text', json_build_object('da', f.text_da, 'en', f.text_en)) ORDER BY f.id), '[]')
            FROM (SELECT * FROM registry_finding WHERE message_id = m.id
                  ORDER BY id LIMIT p_most) AS f),
        'refusal_count', (SELECT count(*) FROM registry_quarantine WHERE message_id = m.id),
        'finding_count', (SELECT count(*) FROM registry_finding WHERE message_id = m.id),
        'decision', (
            SELECT json_build_object('outcome', r.outcome, 'at', r.at, 'message', (
                SELECT n.id FROM registry_delivery AS n
                WHERE n.sender_id = a.sender AND n.message_id = r.replacement_id))
            FROM registry_resolution AS r WHERE r.message_id = m.id))
    FROM registry_authenticate(p_key, p_at, 0) AS a
    JOIN registry_delivery AS d ON d.sender_id = a.sender AND d.id = p_delivery
    JOIN registry_raw_message AS m ON m.id = d.message_id;
END;
