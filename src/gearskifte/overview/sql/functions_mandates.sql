-- Who may act for whom. Run after every migration; safe to run again.
ALTER TABLE overview_mandate ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS overview_mandate_worker ON overview_mandate;
CREATE POLICY overview_mandate_worker ON overview_mandate TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS overview_mandate_own ON overview_mandate;
CREATE POLICY overview_mandate_own ON overview_mandate TO gearskifte_web
    USING (giver = (SELECT kernel_subject()) AND (SELECT kernel_authority()) = ''
           AND (SELECT kernel_scope()) = '')
    WITH CHECK (giver = (SELECT kernel_subject()) AND (SELECT kernel_authority()) = ''
                AND (SELECT kernel_scope()) = '');
DROP POLICY IF EXISTS overview_mandate_held ON overview_mandate;
CREATE POLICY overview_mandate_held ON overview_mandate FOR SELECT TO gearskifte_web
    USING (holder = (SELECT kernel_subject()) AND (SELECT kernel_authority()) = ''
           AND (SELECT kernel_scope()) = '');

-- Make a mandate. A case must be one that the giver can see, and so must a case of the subject. It is called
-- p_label, or what it opens is called.
DROP FUNCTION IF EXISTS overview_give_mandate(
    timestamptz, uuid, jsonb, uuid, text, text, timestamptz, bytea, timestamptz);
CREATE OR REPLACE FUNCTION overview_give_mandate(
    p_at timestamptz, p_subject uuid, p_entry jsonb, p_id uuid, p_name text, p_scope text,
    p_ends timestamptz, p_code bytea, p_code_until timestamptz, p_label text
) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    title text;
BEGIN
    PERFORM kernel_open(p_at, p_subject, '', p_entry);
    IF p_scope LIKE 'case:%' THEN
        SELECT t.title INTO title FROM registry_pub_title AS t
        WHERE t.id::text = substr(p_scope, 6) AND t.kind = 'case';
    ELSIF p_scope LIKE 'kle:%' THEN
        SELECT t.subject INTO title FROM registry_pub_title AS t
        WHERE t.kind = 'case' AND t.kle = substr(p_scope, 5) LIMIT 1;
    END IF;
    IF title IS NULL THEN
        RETURN NULL;
    END IF;
    title := coalesce(nullif(p_label, ''), title);
    INSERT INTO overview_mandate (id, giver, giver_name, holder_name, purpose, scope, label,
                                  made_at, ends, code, code_until, source)
    VALUES (p_id, p_subject, p_name, '', 'behalf', p_scope, title, p_at, p_ends, p_code,
            p_code_until, '')
    ON CONFLICT (id) DO NOTHING;
    RETURN CASE WHEN FOUND THEN title END;
END
$$;

-- Use a code. Runs with the owner's rights, since nobody can see a mandate that nobody holds; it finds
-- one by a code that cannot be guessed, writes the use to the giver's log, and tells nothing else.
CREATE OR REPLACE FUNCTION overview_accept_mandate(
    p_at timestamptz, p_holder uuid, p_name text, p_code bytea
) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
    used overview_mandate;
BEGIN
    UPDATE overview_mandate
    SET holder = p_holder, holder_name = p_name, starts = p_at, code = NULL
    WHERE code = p_code AND holder IS NULL AND revoked_at IS NULL AND p_at < code_until
      AND giver <> p_holder AND (ends IS NULL OR p_at < ends)
    RETURNING * INTO used;
    IF used.id IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM kernel_log(p_at, used.giver, jsonb_build_object(
        'action', 'accept', 'what', 'mandate', 'purpose', 'behalf', 'mandate', used.id,
        'actor', jsonb_build_object('id', p_holder, 'name', p_name, 'role', 'citizen')));
    RETURN used.id;
END
$$;

-- Take one's own mandate back. Those that a register told of are the register's.
CREATE OR REPLACE FUNCTION overview_revoke_mandate(
    p_at timestamptz, p_subject uuid, p_entry jsonb, p_id uuid
) RETURNS boolean
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM kernel_open(p_at, p_subject, '', p_entry);
    UPDATE overview_mandate
    SET revoked_at = p_at, code = NULL, ends = least(ends, greatest(p_at, coalesce(starts, p_at)))
    WHERE id = p_id AND giver = p_subject AND source = '' AND revoked_at IS NULL;
    RETURN FOUND;
END
$$;

-- The mandates somebody has given or holds, the newest first.
CREATE OR REPLACE FUNCTION overview_read_mandates(
    p_at timestamptz, p_subject uuid, p_entry jsonb
) RETURNS json
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM kernel_open(p_at, p_subject, '', p_entry);
    RETURN (
        SELECT coalesce(json_agg(json_build_array(
            id, giver, overview_shown_name(giver, giver_name, p_subject, p_at), holder,
            overview_shown_name(holder, holder_name, p_subject, p_at), purpose, scope, label,
            made_at, starts, ends, code_until, revoked_at, source) ORDER BY made_at DESC, id), '[]')
        FROM overview_mandate
    );
END
$$;

-- One mandate that somebody holds. Nobody's data is read: it says what may be, and to whom.
CREATE OR REPLACE FUNCTION overview_held_mandate(p_holder uuid, p_id uuid, p_at timestamptz)
RETURNS json
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM set_config('gearskifte.subject', p_holder::text, true),
            set_config('gearskifte.authority', '', true),
            set_config('gearskifte.scope', '', true);
    RETURN (
        SELECT json_build_array(
            id, giver, overview_shown_name(giver, giver_name, p_holder, p_at), holder, holder_name,
            purpose, scope, label, made_at, starts, ends, code_until, revoked_at, source)
        FROM overview_mandate
        WHERE id = p_id AND holder = p_holder AND revoked_at IS NULL
    );
END
$$;
