-- Who waits for a message that is not wholly read. Run after every migration; safe to run again.

-- Whom a message names that lies here unread is nobody's to read on the web: only the answer below is.
ALTER TABLE registry_unread ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS registry_unread_worker ON registry_unread;
CREATE POLICY registry_unread_worker ON registry_unread TO gearskifte_worker USING (true) WITH CHECK (true);

-- Whom these objects concern, of those that messages which are not wholly read are about: made anew. For the
-- worker, who may not read whom an object concerns.
CREATE OR REPLACE FUNCTION registry_concern_unread(p_objects uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public
BEGIN ATOMIC
    DELETE FROM registry_unread AS u USING unnest(p_objects) AS asked(id)
    WHERE u.object_id = asked.id AND u.person_id IS NOT NULL;
    INSERT INTO registry_unread (message_id, person_id, object_id)
    SELECT DISTINCT u.message_id, c.person_id, u.object_id
    FROM unnest(p_objects) AS asked(id) JOIN registry_unread AS u ON u.object_id = asked.id
    JOIN registry_pub_concerned AS c ON c.object_id = u.object_id
    WHERE u.person_id IS NULL;
END;
REVOKE ALL ON FUNCTION registry_concern_unread(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry_concern_unread(uuid[]) TO gearskifte_worker;

-- The messages that may be about the person who was opened in this transaction, and are not wholly read; null if
-- there are none. The person themself is told which system they came from, when the newest came, how many they are,
-- and whether one is about one of these objects; of what is here and closed to them, and to everybody else, only that
-- there is something. Runs with the owner's rights, and like a policy opens nothing but what was opened and so logged.
CREATE OR REPLACE FUNCTION registry_pub_left_unread(p_objects uuid[]) RETURNS json
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
BEGIN ATOMIC
    WITH mine AS MATERIALIZED (
        SELECT u.message_id, coalesce(bool_or(u.object_id = ANY(p_objects)), false) AS here,
               kernel_authority() = '' AND kernel_scope() = '' AND bool_and(
                   NOT EXISTS (SELECT FROM registry_object AS o WHERE o.id = u.object_id)
                   OR EXISTS (SELECT FROM registry_audience AS a
                              WHERE a.object_id = u.object_id AND a.person_id = kernel_subject() AND a.citizen
                                AND a.starts <= kernel_moment()
                                AND (a.ends IS NULL OR a.ends > kernel_moment()))) AS told
        FROM registry_unread AS u WHERE u.person_id = kernel_subject() GROUP BY u.message_id
    ), lines AS (
        SELECT CASE WHEN n.told THEN m.system ELSE '' END AS id,
               CASE WHEN n.told THEN coalesce(nullif(s.name, ''), k.name, '') ELSE '' END AS name,
               max(m.received_at) FILTER (WHERE n.told) AS at,
               count(*) FILTER (WHERE n.told) AS number, bool_or(n.here AND n.told) AS here
        FROM mine AS n JOIN registry_raw_message AS m ON m.id = n.message_id
        LEFT JOIN registry_system AS s ON s.id = m.system
        LEFT JOIN registry_sender AS k ON k.id = m.sender_id
        GROUP BY n.told, 1, 2
    )
    SELECT json_agg(json_build_array(id, name, at, number, here) ORDER BY at DESC NULLS LAST, name, id) FROM lines;
END;

-- How many persons wait for each message in quarantine; about nobody.
CREATE OR REPLACE VIEW registry_pub_waited_for AS
SELECT message_id, count(DISTINCT person_id)::integer AS citizens FROM registry_unread GROUP BY message_id;

-- When the message came that has waited longest to be read: one that nobody has read before, since who waits for
-- one that is read again is known.
CREATE OR REPLACE VIEW registry_pub_unread_since AS
SELECT m.received_at FROM registry_raw_message AS m
WHERE m.status = 'received' AND NOT EXISTS (SELECT FROM registry_unread AS u WHERE u.message_id = m.id)
ORDER BY m.id LIMIT 1;
