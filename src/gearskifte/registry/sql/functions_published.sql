-- What other rooms may read of the registry beside its functions. Run after every migration.

-- Which objects citizens may see of their own and when, with whose they are; for who tells them of news.
CREATE OR REPLACE VIEW registry_pub_seen WITH (security_invoker = true) AS
SELECT a.object_id, a.person_id, a.starts, a.ends, o.owner, o.system, o.kle,
       coalesce(o.card -> 'responsible' ->> 'name', o.card ->> 'department', '') AS unit,
       coalesce(o.card ->> 'kle_title', o.kle) AS subject
FROM registry_audience AS a JOIN registry_object AS o ON o.id = a.object_id WHERE a.citizen;

-- Which of what is open the person sees as a citizen. Runs with the reader's rights.
CREATE OR REPLACE VIEW registry_pub_citizens_own WITH (security_invoker = true) AS
SELECT object_id, person_id FROM registry_audience WHERE citizen;

-- Which of what concerns the open person is open: to them, or to the official who reads, as a whole or in
-- part. Runs with the reader's rights.
CREATE OR REPLACE VIEW registry_pub_open WITH (security_invoker = true) AS
SELECT object_id, person_id FROM registry_audience;

-- Which source an object comes from; about nobody.
CREATE OR REPLACE VIEW registry_pub_system_of WITH (security_invoker = true) AS
SELECT id, system FROM registry_object;

-- The source system that calls with this key: its id and name; no row for a key that is not live.
CREATE OR REPLACE FUNCTION registry_pub_caller(p_key bytea, p_at timestamptz)
RETURNS TABLE (system text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
BEGIN ATOMIC
    SELECT s.system, s.name
    FROM registry_source_key AS k JOIN registry_sender AS s ON s.id = k.sender_id
    WHERE k.hash = p_key AND k.valid_from <= p_at AND coalesce(p_at < k.valid_to, true);
END;
