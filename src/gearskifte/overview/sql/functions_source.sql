-- The one door that source systems come through. Run after every migration; safe to run again.

-- What the system with this key asks for or tells (`p_what`), done with the owner's rights and for that system
-- alone, whatever it says. Null for a key that is not live. What it does is called from nowhere else on the web:
-- with the web role's own rights it finds no rows.
CREATE OR REPLACE FUNCTION overview_for_source(p_key bytea, p_at timestamptz, p_what text, p_told jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
    caller record;
BEGIN
    SELECT * INTO caller FROM registry_pub_caller(p_key, p_at);
    IF caller.system IS NULL THEN
        RETURN NULL;
    END IF;
    CASE p_what
        WHEN 'fetch' THEN
            RETURN overview_fetch_matters(caller.system, caller.name, p_at, (p_told ->> 'most')::integer);
        WHEN 'receive' THEN
            RETURN to_jsonb(overview_receive_matter(
                caller.system, p_at, (p_told ->> 'id')::uuid, p_told ->> 'reference'));
        WHEN 'answer' THEN
            RETURN to_jsonb(overview_answer_matter(
                caller.system, caller.name, p_at, (p_told ->> 'id')::uuid, p_told ->> 'outcome',
                p_told ->> 'answer'));
        WHEN 'look_ups' THEN
            RETURN to_jsonb(overview_tell_look_ups(
                caller.system, caller.name, p_at, (p_told ->> 'until')::timestamptz, p_told -> 'lines'));
        WHEN 'deliveries' THEN
            RETURN to_jsonb(overview_tell_deliveries(caller.name, p_at, p_told -> 'lines'));
    END CASE;
END
$$;
