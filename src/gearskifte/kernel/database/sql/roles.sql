-- SPDX-License-Identifier: EUPL-1.2

-- name: lock_preparation
-- Let one process at a time prepare this database, until the end of the transaction.
SELECT pg_advisory_xact_lock(hashtext('gearskifte: prepare roles'))

-- name: missing_roles
-- Those of the wanted roles that the cluster does not have.
SELECT wanted.name
FROM unnest(%(roles)s::text[]) WITH ORDINALITY AS wanted(name, place)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name)
ORDER BY wanted.place

-- name: roles_not_to_be_taken_on
-- Those of the wanted roles that the present login cannot take on with SET ROLE.
SELECT wanted.name
FROM unnest(%(roles)s::text[]) WITH ORDINALITY AS wanted(name, place)
WHERE NOT pg_has_role(session_user, wanted.name, %(right)s)
ORDER BY wanted.place

-- name: database_owner
-- The name of this database and of the role that owns it.
SELECT current_database(), pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()

-- name: who_am_i
-- What the current role is, apart from its privileges.
SELECT
    rolname,
    rolsuper,
    rolbypassrls,
    ARRAY(
        SELECT other.rolname::text
        FROM pg_roles AS other
        WHERE other.rolname = ANY (%(stronger)s) AND pg_has_role(other.oid, 'MEMBER')
        ORDER BY other.rolname
    ) AS member_of
FROM pg_roles
WHERE rolname = current_user

-- name: owned
-- Everything in this database that the current role owns, and so may change at will.
WITH me AS (SELECT oid FROM pg_roles WHERE rolname = current_user)
SELECT 'database ' || quote_ident(datname)
FROM pg_database, me WHERE datdba = me.oid AND datname = current_database()
UNION ALL
SELECT 'schema ' || quote_ident(nspname)
FROM pg_namespace, me WHERE nspowner = me.oid AND nspname !~ '^pg_(toast_)?temp_'
UNION ALL
SELECT 'function ' || pg_proc.oid::regprocedure::text
FROM pg_proc, me WHERE proowner = me.oid
UNION ALL
SELECT
    CASE relkind
        WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' WHEN 'S' THEN 'sequence '
        ELSE 'table '
    END || pg_class.oid::regclass::text
FROM pg_class, me
WHERE relowner = me.oid AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relpersistence <> 't'
ORDER BY 1

-- name: unguarded_relations
-- What the current role has a right on although row security does not guard it, and the remedy.
SELECT
    class.oid::regclass::text,
    CASE class.relkind
        WHEN 'v' THEN format('ALTER VIEW %%s SET (security_invoker = true)', class.oid::regclass)
        WHEN 'm' THEN format('REVOKE ALL ON %%s FROM PUBLIC, %%I', class.oid::regclass, current_user)
        WHEN 'f' THEN format('REVOKE ALL ON %%s FROM PUBLIC, %%I', class.oid::regclass, current_user)
        ELSE format('ALTER TABLE %%s ENABLE ROW LEVEL SECURITY', class.oid::regclass)
    END
FROM pg_class AS class
JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
WHERE
    class.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND class.relpersistence <> 't'
    AND namespace.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    AND NOT (namespace.nspname = 'public' AND class.relname = ANY (%(published)s))
    AND (
        has_table_privilege(class.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
        OR has_any_column_privilege(class.oid, 'SELECT, INSERT, UPDATE, REFERENCES')
    )
    AND NOT CASE class.relkind
        WHEN 'v' THEN EXISTS (
            SELECT FROM pg_options_to_table(class.reloptions)
            WHERE option_name = 'security_invoker' AND option_value::boolean
        )
        ELSE class.relrowsecurity
    END
ORDER BY 1

-- name: unguarded_functions
-- Callable functions that run with their owner's rights, past row security, and the remedy.
SELECT
    proc.oid::regprocedure::text,
    format('REVOKE EXECUTE ON FUNCTION %%s FROM PUBLIC, %%I', proc.oid::regprocedure, current_user)
FROM pg_proc AS proc
JOIN pg_namespace AS namespace ON namespace.oid = proc.pronamespace
WHERE
    proc.prosecdef
    AND namespace.nspname NOT IN ('pg_catalog', 'information_schema')
    AND NOT (namespace.nspname = 'public' AND proc.proname = ANY (%(trusted)s))
    AND has_function_privilege(proc.oid, 'EXECUTE')
ORDER BY 1

-- name: withdraw_grants
-- Take every right on the current role's tables from the others, before they are granted anew.
DO $$
DECLARE
    command text;
BEGIN
    FOR command IN
        SELECT format('REVOKE ALL ON %s %s FROM PUBLIC, gearskifte_worker, gearskifte_web',
            CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, pg_class.oid::regclass)
        FROM pg_class
        WHERE relowner = current_user::regrole
            AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relpersistence <> 't'
    LOOP
        EXECUTE command;
    END LOOP;
END
$$

-- name: can_count
-- Whether the server has loaded what counts statements.
SELECT 1 WHERE current_setting('shared_preload_libraries') LIKE '%%pg_stat_statements%%';

-- name: count_statements
-- Let the owner see how long statements took. Nothing of it is anybody's data.
DO $$ BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('gearskifte: count statements'));
    CREATE EXTENSION IF NOT EXISTS pg_stat_statements SCHEMA public;
    REVOKE ALL ON public.pg_stat_statements, public.pg_stat_statements_info FROM PUBLIC;
    GRANT SELECT ON public.pg_stat_statements TO gearskifte_owner;
    GRANT pg_read_all_stats TO gearskifte_owner;
END $$;
