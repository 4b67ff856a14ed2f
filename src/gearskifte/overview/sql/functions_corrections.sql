-- What citizens say is wrong. Run after every migration; safe to run again.

-- The authority that answers has them on a list without whom they are about; once a person is open, only
-- what is about no object, or about one that the official may see.
ALTER TABLE overview_correction ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS overview_correction_worker ON overview_correction;
CREATE POLICY overview_correction_worker ON overview_correction TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS overview_correction_own ON overview_correction;
CREATE POLICY overview_correction_own ON overview_correction TO gearskifte_web
    USING (person_id = (SELECT kernel_subject()) AND (SELECT kernel_authority()) = ''
           AND (SELECT kernel_scope()) = '')
    WITH CHECK (person_id = (SELECT kernel_subject()) AND (SELECT kernel_authority()) = ''
                AND (SELECT kernel_scope()) = '');
DROP POLICY IF EXISTS overview_correction_desk ON overview_correction;
CREATE POLICY overview_correction_desk ON overview_correction TO gearskifte_web
    USING (owner = (SELECT kernel_authority()) AND owner <> ''
           AND ((SELECT kernel_subject()) IS NULL OR object_id IS NULL
                OR object_id IN (SELECT o.object_id FROM registry_pub_open AS o)))
    WITH CHECK (owner = (SELECT kernel_authority()) AND owner <> '');

-- Send: what it is about must be the citizen's to see, and says who answers.
CREATE OR REPLACE FUNCTION overview_send_correction(
    p_at timestamptz, p_subject uuid, p_entry jsonb, p_id uuid, p_object uuid, p_line bigint,
    p_owner text, p_text text, p_due timestamptz
) RETURNS uuid
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM kernel_open(p_at, p_subject, '', p_entry);
    IF p_object IS NOT NULL THEN
        INSERT INTO overview_correction (id, person_id, sent_at, due_at, object_id, owner, system,
                                         unit, subject, text, outcome, answer, answered_by)
        SELECT p_id, p_subject, p_at, p_due, o.id, o.owner, o.system, o.unit, o.subject, p_text,
               '', '', ''
        FROM registry_pub_title AS o WHERE o.id = p_object
        ON CONFLICT (id) DO NOTHING;
    ELSIF p_line IS NOT NULL THEN
        INSERT INTO overview_correction (id, person_id, sent_at, due_at, log_line, owner, system,
                                         unit, subject, text, outcome, answer, answered_by)
        SELECT p_id, p_subject, p_at, p_due, a.id, a.entry -> 'actor' ->> 'authority',
               CASE WHEN a.entry ? 'told' THEN replace(a.entry -> 'actor' ->> 'id', 'system:', '') ELSE '' END,
               coalesce(a.entry -> 'actor' ->> 'unit', ''), '', p_text, '', '', ''
        FROM kernel_audit AS a
        WHERE a.id = p_line AND a.subject = p_subject
          AND coalesce(a.entry -> 'actor' ->> 'authority', '') <> ''
        ON CONFLICT (id) DO NOTHING;
    ELSE
        INSERT INTO overview_correction (id, person_id, sent_at, due_at, owner, system, unit,
                                         subject, text, outcome, answer, answered_by)
        SELECT p_id, p_subject, p_at, p_due, a.id, '', '', '', p_text, '', '', ''
        FROM registry_pub_authority AS a WHERE a.id = p_owner
        ON CONFLICT (id) DO NOTHING;
    END IF;
    RETURN (SELECT id FROM overview_correction WHERE id = p_id);
END
$$;

-- The citizen's own matters, newest first.
CREATE OR REPLACE FUNCTION overview_read_corrections(
    p_at timestamptz, p_subject uuid, p_entry jsonb
) RETURNS json
LANGUAGE plpgsql
AS $$
DECLARE
    found json;
BEGIN
    PERFORM kernel_open(p_at, p_subject, '', p_entry);
    found := (
        SELECT coalesce(json_agg(json_build_array(
            c.id, c.sent_at, c.due_at, c.object_id, c.log_line, c.unit, c.system, c.subject,
            c.text, c.answered_at, c.outcome, c.answer, c.answered_by, c.seen_at,
            coalesce(o.title, ''), o.changed_at, '', c.received_at, coalesce(s.name, ''),
            coalesce(o.kle, '')) ORDER BY c.sent_at DESC, c.id), '[]')
        FROM overview_correction AS c LEFT JOIN registry_pub_title AS o ON o.id = c.object_id
        LEFT JOIN registry_pub_source AS s ON s.id = c.system
        WHERE c.person_id = p_subject
    );
    UPDATE overview_correction SET seen_at = p_at
    WHERE person_id = p_subject AND answered_at IS NOT NULL AND seen_at IS NULL;
    RETURN found;
END
$$;

-- An authority's matters: those that wait first, the soonest due before the later.
CREATE OR REPLACE FUNCTION overview_read_inbox(p_authority text, p_most integer) RETURNS json
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM overview_open_desk(p_authority);
    RETURN (
        SELECT coalesce(json_agg(json_build_array(
            c.id, c.sent_at, c.due_at, c.unit, c.system, c.subject, c.answered_at, c.outcome,
            c.received_at, coalesce(s.name, ''))
            ORDER BY c.answered_at IS NOT NULL, c.due_at, c.id), '[]')
        FROM (SELECT * FROM overview_correction
              ORDER BY answered_at IS NOT NULL, due_at, id LIMIT p_most) AS c
        LEFT JOIN registry_pub_source AS s ON s.id = c.system
    );
END
$$;

-- One of the authority's matters with what it is about.
CREATE OR REPLACE FUNCTION overview_open_correction(
    p_at timestamptz, p_subject uuid, p_authority text, p_entry jsonb, p_id uuid
) RETURNS json
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM kernel_open(p_at, p_subject, p_authority, p_entry);
    RETURN (
        SELECT json_build_array(
            c.id, c.sent_at, c.due_at, c.object_id, c.log_line, c.unit, c.system, c.subject,
            c.text, c.answered_at, c.outcome, c.answer, c.answered_by, c.seen_at,
            coalesce(o.title, ''), o.changed_at, coalesce(n.name, ''), c.received_at,
            coalesce(s.name, ''))
        FROM overview_correction AS c
        LEFT JOIN registry_pub_title AS o ON o.id = c.object_id
        LEFT JOIN registry_pub_name AS n ON n.id = c.person_id
        LEFT JOIN registry_pub_source AS s ON s.id = c.system
        WHERE c.id = p_id AND c.person_id = p_subject
    );
END
$$;

-- Answer once: what has been answered stays as it was answered.
CREATE OR REPLACE FUNCTION overview_answer_correction(
    p_at timestamptz, p_subject uuid, p_authority text, p_entry jsonb, p_id uuid,
    p_outcome text, p_answer text, p_by text
) RETURNS boolean
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM kernel_open(p_at, p_subject, p_authority, p_entry);
    UPDATE overview_correction
    SET answered_at = p_at, outcome = p_outcome, answer = p_answer, answered_by = p_by
    WHERE id = p_id AND person_id = p_subject AND answered_at IS NULL;
    RETURN FOUND;
END
$$;
