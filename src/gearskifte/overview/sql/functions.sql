-- What is new to a citizen. Run after every migration; safe to run again.

-- Whose name and address are protected is nobody's to read on the web; only the answers below are.
ALTER TABLE overview_protection ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS overview_protection_worker ON overview_protection;
CREATE POLICY overview_protection_worker ON overview_protection TO gearskifte_worker
    USING (true) WITH CHECK (true);

-- Of these persons those whose name and address are protected at a moment.
CREATE OR REPLACE FUNCTION overview_protected(p_persons uuid[], p_at timestamptz) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
BEGIN ATOMIC
    SELECT coalesce(array_agg(DISTINCT person_id), '{}') FROM overview_protection
    WHERE person_id = ANY(p_persons) AND starts <= p_at AND (ends IS NULL OR ends > p_at);
END;

-- Of these objects of a person's those in whose texts a reader is shown no address: somebody else is
-- protected whom they tell of, for whom the reader acts, or who has custody of one of these. Runs with the
-- owner's rights, as who is protected and who else is a party is nobody's to read; it tells of objects alone.
CREATE OR REPLACE FUNCTION overview_guarded(
    p_objects uuid[], p_subject uuid, p_reader uuid, p_at timestamptz
) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
BEGIN ATOMIC
    WITH told AS (
        SELECT c.object_id, c.person_id FROM registry_pub_concerned AS c WHERE c.object_id = ANY(p_objects)
        UNION SELECT o.id, p_subject FROM unnest(p_objects) AS o(id)
    ), near AS (
        SELECT object_id, person_id FROM told
        UNION SELECT t.object_id, m.holder FROM told AS t JOIN overview_mandate AS m ON m.giver = t.person_id
              WHERE m.purpose IN ('custody', 'guardian')
                AND m.starts <= p_at AND (m.ends IS NULL OR m.ends > p_at)
    )
    SELECT coalesce(array_agg(DISTINCT n.object_id), '{}')
    FROM near AS n JOIN overview_protection AS x USING (person_id)
    WHERE n.person_id <> p_reader AND x.starts <= p_at AND (x.ends IS NULL OR x.ends > p_at);
END;

-- A person's name as another is shown it: nothing of one that is protected; oneself sees it.
CREATE OR REPLACE FUNCTION overview_shown_name(
    p_person uuid, p_name text, p_reader uuid, p_at timestamptz
) RETURNS text
LANGUAGE sql STABLE
RETURN CASE WHEN p_person IS NULL OR p_person = p_reader
                 OR overview_protected(ARRAY[p_person], p_at) = '{}' THEN p_name ELSE '' END;

ALTER TABLE overview_news ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS overview_news_worker ON overview_news;
CREATE POLICY overview_news_worker ON overview_news TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS overview_news_own ON overview_news;
CREATE POLICY overview_news_own ON overview_news FOR SELECT TO gearskifte_web
    USING (person_id = (SELECT kernel_subject()) AND (SELECT kernel_authority()) = ''
           AND (SELECT kernel_scope()) = '');

-- News since a moment, with the titles of what may still be seen.
CREATE OR REPLACE FUNCTION overview_read_news(
    p_at timestamptz, p_subject uuid, p_entry jsonb, p_since timestamptz
) RETURNS json
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM kernel_open(p_at, p_subject, '', p_entry);
    RETURN (
        SELECT coalesce(json_agg(json_build_array(n.at, n.what, n.object_id, o.kind,
                                                  coalesce(o.title, c.subject), coalesce(o.kle, ''),
                                                  coalesce(o.system, ''), coalesce(o.subject, ''))
                                 ORDER BY n.at DESC, n.id DESC), '[]')
        FROM overview_news AS n
        LEFT JOIN registry_pub_title AS o ON o.id = n.object_id
        LEFT JOIN overview_correction AS c ON c.id = n.object_id AND n.what IN ('answer', 'overdue')
        WHERE n.person_id = p_subject AND n.at >= p_since AND n.at <= p_at
          AND (o.id IS NOT NULL OR c.id IS NOT NULL)
    );
END
$$;

-- What a citizen sees, as a citizen, of what an official may read.
CREATE OR REPLACE FUNCTION overview_citizen_sees(
    p_at timestamptz, p_subject uuid, p_authority text, p_entry jsonb
) RETURNS uuid[]
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM kernel_open(p_at, p_subject, p_authority, p_entry);
    RETURN ARRAY(SELECT DISTINCT object_id FROM registry_pub_citizens_own WHERE person_id = p_subject);
END
$$;

-- What robots did in a citizen's cases. Whoever acts for them sees it with the whole, or with the case.
ALTER TABLE overview_robot_act ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS overview_robot_act_worker ON overview_robot_act;
CREATE POLICY overview_robot_act_worker ON overview_robot_act TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS overview_robot_act_own ON overview_robot_act;
CREATE POLICY overview_robot_act_own ON overview_robot_act FOR SELECT TO gearskifte_web
    USING (person_id = (SELECT kernel_subject())
           AND ((SELECT kernel_scope()) IN ('', 'all') OR (SELECT kernel_scope()) = 'case:' || case_ref));

-- How much the pages are used: counts, about nobody.
ALTER TABLE overview_usage ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS overview_usage_worker ON overview_usage;
CREATE POLICY overview_usage_worker ON overview_usage TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS overview_usage_all ON overview_usage;
CREATE POLICY overview_usage_all ON overview_usage FOR SELECT TO gearskifte_web USING (true);

-- What the municipality has published; the same for everybody, and about nobody.
ALTER TABLE overview_guide ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS overview_guide_worker ON overview_guide;
CREATE POLICY overview_guide_worker ON overview_guide TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS overview_guide_all ON overview_guide;
CREATE POLICY overview_guide_all ON overview_guide FOR SELECT TO gearskifte_web USING (true);

ALTER TABLE overview_waits ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS overview_waits_worker ON overview_waits;
CREATE POLICY overview_waits_worker ON overview_waits TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS overview_waits_all ON overview_waits;
CREATE POLICY overview_waits_all ON overview_waits FOR SELECT TO gearskifte_web USING (true);

-- Open an authority's desk for this transaction: its matters without whom they are about.
CREATE OR REPLACE FUNCTION overview_open_desk(p_authority text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM set_config('gearskifte.authority', p_authority, true),
            set_config('gearskifte.subject', '', true);
END
$$;

-- Whom one of an authority's matters is about: what a citizen said is wrong, or a message that did not
-- reach them; null if it is not the authority's.
CREATE OR REPLACE FUNCTION overview_whose(p_authority text, p_id uuid) RETURNS uuid
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM overview_open_desk(p_authority);
    RETURN (SELECT person_id FROM overview_correction WHERE id = p_id
            UNION ALL SELECT person_id FROM overview_message WHERE id = p_id LIMIT 1);
END
$$;
DROP FUNCTION IF EXISTS overview_correction_subject(text, uuid), overview_message_subject(text, uuid);

-- What was delivered of a granted service: seen by whoever sees the grant, and by nobody else. An official
-- must see the whole of it, as a row says of which benefit it is by name alone.
ALTER TABLE overview_delivery ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS overview_delivery_worker ON overview_delivery;
CREATE POLICY overview_delivery_worker ON overview_delivery TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS overview_delivery_open ON overview_delivery;
CREATE POLICY overview_delivery_open ON overview_delivery FOR SELECT TO gearskifte_web
    USING (object_id IN (SELECT o.object_id FROM registry_pub_open AS o
                         WHERE o.person_id = (SELECT kernel_subject()))
           AND ((SELECT kernel_authority()) = '' OR object_id IN (SELECT t.id FROM registry_pub_title AS t)));
