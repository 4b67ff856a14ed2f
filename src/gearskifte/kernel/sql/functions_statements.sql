-- What the database says of the statements it runs. Run after every migration; safe to run again.

-- The statements that took most time since the counting began; none where nobody counts
-- (pg_stat_statements). Only what reads and writes rows, whose values the counting leaves out.
CREATE OR REPLACE FUNCTION kernel_statements()
RETURNS TABLE (text text, calls bigint, total_ms double precision, longest_ms double precision)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
BEGIN
    IF to_regclass('public.pg_stat_statements') IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY EXECUTE
        'SELECT s.query, s.calls, s.total_exec_time, s.max_exec_time
         FROM public.pg_stat_statements AS s
         JOIN pg_database AS d ON d.oid = s.dbid AND d.datname = current_database()
         WHERE s.query ~* ''^(\s|--[^\n]*\n)*(select|insert|update|delete|with)\M''
         ORDER BY s.total_exec_time DESC LIMIT 500';
EXCEPTION WHEN object_not_in_prerequisite_state THEN
    -- The server no longer loads what counts.
    RETURN;
END
$$;
