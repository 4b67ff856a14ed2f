-- What citizens say is wrong, on its way to the source system and back. Each function runs with the
-- owner's rights, takes nothing but a live key, and sees only matters of that key's own system. Run
-- after every migration; safe to run again.

-- The matters that the calling system has not received yet, the soonest due first; each is logged.
-- Null for a key that is not live.
CREATE OR REPLACE FUNCTION overview_source_fetch(p_key bytea, p_at timestamptz, p_most integer)
RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
    caller record;
    ids uuid[];
BEGIN
    SELECT * INTO caller FROM registry_pub_caller(p_key, p_at);
    IF caller.system IS NULL THEN
        RETURN NULL;
    END IF;
    ids := ARRAY(SELECT c.id FROM overview_correction AS c
                 WHERE c.system = caller.system AND c.received_at IS NULL AND c.answered_at IS NULL
                 ORDER BY c.due_at, c.id LIMIT p_most);
    PERFORM kernel_log(p_at, c.person_id, jsonb_build_object(
        'action', 'read', 'what', 'correction', 'purpose', 'casework', 'actor', jsonb_build_object(
            'id', 'system:' || caller.system, 'name', '', 'role', 'integrator', 'unit', caller.name,
            'authority', c.owner)))
    FROM overview_correction AS c WHERE c.id = ANY(ids);
    RETURN (
        SELECT coalesce(json_agg(json_build_object(
            'id', c.id, 'object', c.object_id, 'look_up', (
                SELECT a.entry -> 'told' ->> 'reference' FROM kernel_audit AS a WHERE a.id = c.log_line),
             'subject', c.subject, 'unit', c.unit, 'text', c.text,
            'sent_at', c.sent_at, 'due_at', c.due_at) ORDER BY c.due_at, c.id), '[]')
        FROM overview_correction AS c WHERE c.id = ANY(ids));
END
$$;

-- The calling system has received a matter, under a reference of its own; the first word counts.
-- 'done', 'known' where it was received before, '' where there is no such matter; null as above.
CREATE OR REPLACE FUNCTION overview_source_receive(
    p_key bytea, p_at timestamptz, p_id uuid, p_reference text
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
    caller record;
BEGIN
    SELECT * INTO caller FROM registry_pub_caller(p_key, p_at);
    IF caller.system IS NULL THEN
        RETURN NULL;
    END IF;
    UPDATE overview_correction SET received_at = p_at, reference = p_reference
    WHERE id = p_id AND system = caller.system AND received_at IS NULL;
    IF FOUND THEN
        RETURN 'done';
    END IF;
    RETURN CASE WHEN EXISTS (SELECT FROM overview_correction WHERE id = p_id AND system = caller.system)
                THEN 'known' ELSE '' END;
END
$$;

-- The calling system tells what came of a matter; it is answered once, by whoever comes first.
-- 'done', 'known', '' and null as above.
CREATE OR REPLACE FUNCTION overview_source_answer(
    p_key bytea, p_at timestamptz, p_id uuid, p_outcome text, p_answer text
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
    caller record;
    person uuid;
    owner_id text;
BEGIN
    SELECT * INTO caller FROM registry_pub_caller(p_key, p_at);
    IF caller.system IS NULL THEN
        RETURN NULL;
    END IF;
    UPDATE overview_correction
    SET answered_at = p_at, outcome = p_outcome, answer = p_answer, answered_by = caller.name,
        received_at = coalesce(received_at, p_at)
    WHERE id = p_id AND system = caller.system AND answered_at IS NULL
    RETURNING person_id, owner INTO person, owner_id;
    IF person IS NOT NULL THEN
        PERFORM kernel_log(p_at, person, jsonb_build_object(
            'action', 'act', 'what', 'correction-answer', 'purpose', 'casework',
            'actor', jsonb_build_object('id', 'system:' || caller.system, 'name', '',
                'role', 'integrator', 'unit', caller.name, 'authority', owner_id)));
        RETURN 'done';
    END IF;
    RETURN CASE WHEN EXISTS (SELECT FROM overview_correction WHERE id = p_id AND system = caller.system)
                THEN 'known' ELSE '' END;
END
$$;
