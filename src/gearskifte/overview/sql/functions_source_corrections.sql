-- What citizens say is wrong, on its way to the source system and back. Called through
-- `overview_for_source`, which knows the system by its key. Run after every migration; safe to run again.
DROP FUNCTION IF EXISTS overview_source_fetch(bytea, timestamptz, integer);
DROP FUNCTION IF EXISTS overview_source_receive(bytea, timestamptz, uuid, text);
DROP FUNCTION IF EXISTS overview_source_answer(bytea, timestamptz, uuid, text, text);

-- The matters that a system has not received yet, the soonest due first; each is logged.
CREATE OR REPLACE FUNCTION overview_fetch_matters(
    p_system text, p_name text, p_at timestamptz, p_most integer
) RETURNS jsonb
LANGUAGE plpgsql
AS $$
DECLARE
    ids uuid[];
BEGIN
    ids := ARRAY(SELECT c.id FROM overview_correction AS c
                 WHERE c.system = p_system AND c.received_at IS NULL AND c.answered_at IS NULL
                 ORDER BY c.due_at, c.id LIMIT p_most);
    PERFORM kernel_log(p_at, c.person_id, jsonb_build_object(
        'action', 'read', 'what', 'correction', 'purpose', 'casework', 'actor', jsonb_build_object(
            'id', 'system:' || p_system, 'name', '', 'role', 'integrator', 'unit', p_name,
            'authority', c.owner)))
    FROM overview_correction AS c WHERE c.id = ANY(ids);
    RETURN (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'id', c.id, 'object', c.object_id, 'look_up', (
                SELECT a.entry -> 'told' ->> 'reference' FROM kernel_audit AS a WHERE a.id = c.log_line),
            'subject', c.subject, 'unit', c.unit, 'text', c.text,
            'sent_at', c.sent_at, 'due_at', c.due_at) ORDER BY c.due_at, c.id), '[]')
        FROM overview_correction AS c WHERE c.id = ANY(ids));
END
$$;

-- Whether a matter is a system's: 'known', or '' where there is no such matter.
CREATE OR REPLACE FUNCTION overview_known_matter(p_system text, p_id uuid) RETURNS text
LANGUAGE sql STABLE
RETURN CASE WHEN EXISTS (SELECT FROM overview_correction WHERE id = p_id AND system = p_system)
            THEN 'known' ELSE '' END;

-- A system has received a matter, under a reference of its own; the first word counts.
-- 'done', 'known' where it was received before, '' where there is no such matter.
CREATE OR REPLACE FUNCTION overview_receive_matter(
    p_system text, p_at timestamptz, p_id uuid, p_reference text
) RETURNS text
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE overview_correction SET received_at = p_at, reference = p_reference
    WHERE id = p_id AND system = p_system AND received_at IS NULL;
    RETURN CASE WHEN FOUND THEN 'done' ELSE overview_known_matter(p_system, p_id) END;
END
$$;

-- A system tells what came of a matter; it is answered once, by whoever comes first.
-- 'done', 'known' and '' as above.
CREATE OR REPLACE FUNCTION overview_answer_matter(
    p_system text, p_name text, p_at timestamptz, p_id uuid, p_outcome text, p_answer text
) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    person uuid;
    owner_id text;
BEGIN
    UPDATE overview_correction
    SET answered_at = p_at, outcome = p_outcome, answer = p_answer, answered_by = p_name,
        received_at = coalesce(received_at, p_at)
    WHERE id = p_id AND system = p_system AND answered_at IS NULL
    RETURNING person_id, owner INTO person, owner_id;
    IF person IS NULL THEN
        RETURN overview_known_matter(p_system, p_id);
    END IF;
    PERFORM kernel_log(p_at, person, jsonb_build_object(
        'action', 'act', 'what', 'correction-answer', 'purpose', 'casework',
        'actor', jsonb_build_object('id', 'system:' || p_system, 'name', '',
            'role', 'integrator', 'unit', p_name, 'authority', owner_id)));
    RETURN 'done';
END
$$;
