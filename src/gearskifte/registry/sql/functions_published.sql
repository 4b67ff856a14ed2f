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

-- Which source an object comes from; about nobody.
CREATE OR REPLACE VIEW registry_pub_system_of WITH (security_invoker = true) AS
SELECT id, system FROM registry_object;
