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

-- Whom an object tells of: who is, was or will be a party to it, to a case that it is filed on, or to the
-- case or the grant that it follows from. For the owner's functions alone: nobody may read it.
CREATE OR REPLACE VIEW registry_pub_concerned AS
SELECT p.object_id, p.person_id FROM registry_party AS p
UNION ALL
SELECT l.target, p.person_id FROM registry_link AS l JOIN registry_party AS p ON p.object_id = l.source
WHERE l.role LIKE 'journal:%'
UNION ALL
SELECT l.source, p.person_id FROM registry_link AS l JOIN registry_party AS p ON p.object_id = l.target
WHERE l.role = 'line' OR l.role LIKE 'case:%';
REVOKE ALL ON registry_pub_concerned FROM PUBLIC;

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

-- How often each system broke each rule in each month, on how many objects, and how many citizens see
-- one of them on their page. Months are Danish. The texts hold no personal data.
CREATE OR REPLACE VIEW registry_pub_quality AS
SELECT m.system, coalesce(s.name, '') AS system_name,
       date_trunc('month', m.received_at AT TIME ZONE 'Europe/Copenhagen')::date AS month,
       f.rule, f.severity, count(*) AS number, count(DISTINCT f.object_id) AS objects,
       (SELECT count(DISTINCT a.person_id) FROM registry_audience AS a
        WHERE a.citizen AND a.object_id = ANY(array_agg(f.object_id))) AS citizens,
       min(f.text_da) AS text_da, min(f.text_en) AS text_en
FROM registry_finding AS f
JOIN registry_raw_message AS m ON m.id = f.message_id
LEFT JOIN registry_system AS s ON s.id = m.system
GROUP BY m.system, s.name, month, f.rule, f.severity;

-- How many messages each system sent in each month, so that its faults can be held against something.
CREATE OR REPLACE VIEW registry_pub_sent AS
SELECT system, date_trunc('month', received_at AT TIME ZONE 'Europe/Copenhagen')::date AS month,
       count(*) AS messages
FROM registry_raw_message GROUP BY 1, 2;
