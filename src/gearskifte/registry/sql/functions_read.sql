-- The reads of the web: each opens one person's data, which logs it. Run after every migration; safe to run
-- again.

-- All registrations of an object, for making its card anew; the facts are packed.
CREATE OR REPLACE FUNCTION registry_registrations(p_object uuid) RETURNS json
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT json_agg(json_build_object(
        'id', r.id, 'source_time', r.source_time, 'received_at', r.received_at,
        'facts', translate(encode(r.facts, 'base64'), E'\n', '')))
    FROM registry_registration AS r WHERE r.object_id = p_object;
END;

-- How many objects of a kind a first page shows.
CREATE OR REPLACE FUNCTION registry_most_shown(p_kind text, p_finished boolean) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN p_kind = 'case' THEN 50 WHEN p_kind = 'grant' AND NOT p_finished THEN 30
            WHEN p_kind = 'payment' THEN 24 ELSE 10 END;

-- The page of the citizen who was opened in this transaction and reads their own, by the rule that the row policies
-- have for them: put to all rows at once and not to each object by itself. Nearly everybody has at most a hundred rows,
-- which are found in one reading of the index; of more the newest of each kind are, as below. Runs with the owner's
-- rights, and like a policy opens nothing but what was opened and so logged; null for officials and mandates. Each
-- object tells how many there are of its list, which shows at least one.
CREATE OR REPLACE FUNCTION registry_own_overview() RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    v_subject CONSTANT uuid := kernel_subject();
    v_at CONSTANT timestamptz := kernel_moment();
BEGIN
    IF kernel_authority() <> '' OR kernel_scope() <> '' THEN
        RETURN NULL;
    END IF;
    RETURN (
        WITH mine AS MATERIALIZED (
            SELECT a.kind, a.finished, a.sorted_at, a.object_id FROM registry_audience AS a
            WHERE a.person_id = v_subject AND a.citizen
              AND a.starts <= v_at AND (a.ends IS NULL OR a.ends > v_at)
            LIMIT 101
        )
        SELECT json_build_object(
            'name', (SELECT name FROM registry_person WHERE id = v_subject),
            'objects', (
                SELECT coalesce(json_agg(json_build_array(
                    o.id, o.kind, o.owner, o.system, o.changed_at, o.finished, o.card,
                    CASE WHEN o.good_until <= v_at THEN registry_registrations(o.id) END, o.kle, found.number
                ) ORDER BY found.kind, found.finished, found.place), '[]')
                FROM (
                    SELECT kind, finished, object_id,
                           row_number() OVER (PARTITION BY kind, finished ORDER BY sorted_at DESC, object_id) AS place,
                           count(*) OVER (PARTITION BY kind, finished) AS number
                    FROM (SELECT DISTINCT kind, finished, sorted_at, object_id FROM mine) AS few
                    WHERE (SELECT count(*) FROM mine) <= 100
                    UNION ALL
                    SELECT k.kind, s.finished, f.object_id, f.place, f.number
                    FROM (VALUES ('case'), ('document'), ('grant'), ('payment')) AS k(kind)
                    CROSS JOIN (VALUES (false), (true)) AS s(finished)
                    CROSS JOIN LATERAL (
                        SELECT n.object_id, count(*) OVER () AS number,
                               row_number() OVER (ORDER BY n.sorted_at DESC, n.object_id) AS place
                        FROM (
                            SELECT DISTINCT a.sorted_at, a.object_id FROM registry_audience AS a
                            WHERE a.person_id = v_subject AND a.kind = k.kind AND a.finished = s.finished
                              AND a.citizen AND a.starts <= v_at AND (a.ends IS NULL OR a.ends > v_at)
                            ORDER BY a.sorted_at DESC, a.object_id LIMIT 500
                        ) AS n
                    ) AS f
                    WHERE (SELECT count(*) FROM mine) > 100
                ) AS found JOIN registry_object AS o ON o.id = found.object_id
                WHERE found.place <= registry_most_shown(found.kind, found.finished)
            ),
            'sources', (
                SELECT coalesce(json_agg(json_build_array(id, name, heard_at) ORDER BY name), '[]')
                FROM registry_pub_source
            ),
            'unread', CASE WHEN EXISTS (SELECT FROM registry_unread WHERE person_id = v_subject)
                           THEN registry_pub_left_unread(NULL) END
        )
    );
END
$$;

-- One person's page in one statement: open, log, and read at most so many of each kind. The newest of each
-- kind are taken from the index, and no more than five hundred are counted, so that the page of a citizen
-- with thousands of cases takes hardly longer than anybody's. An object that concerns them in several ways
-- counts once. Planned once, since planning for each citizen takes longer than the page does.
CREATE OR REPLACE FUNCTION registry_read_overview(
    p_at timestamptz, p_subject uuid, p_authority text, p_entry jsonb
) RETURNS json
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
    PERFORM kernel_open(p_at, p_subject, p_authority, p_entry);
    IF p_authority = '' AND kernel_scope() = '' THEN
        RETURN registry_own_overview();
    END IF;
    RETURN (
        WITH found AS MATERIALIZED (
            SELECT k.kind, s.finished, f.object_id, f.place
            FROM (VALUES ('case'), ('document'), ('grant'), ('payment')) AS k(kind)
            CROSS JOIN (VALUES (false), (true)) AS s(finished)
            CROSS JOIN LATERAL (
                SELECT n.object_id, row_number() OVER (ORDER BY n.sorted_at DESC, n.object_id) AS place
                FROM (
                    SELECT DISTINCT a.sorted_at, a.object_id FROM registry_audience AS a
                    WHERE a.person_id = p_subject AND a.kind = k.kind AND a.finished = s.finished
                    ORDER BY a.sorted_at DESC, a.object_id LIMIT 500
                ) AS n
            ) AS f
        )
        SELECT json_build_object(
            'name', (SELECT name FROM registry_person WHERE id = p_subject),
            'objects', (
                SELECT coalesce(json_agg(CASE WHEN o.id IS NULL THEN registry_partly(found.object_id)
                    ELSE json_build_array(
                    o.id, o.kind, o.owner, o.system, o.changed_at, o.finished, o.card,
                    CASE WHEN o.good_until <= p_at THEN registry_registrations(o.id) END, o.kle
                ) END ORDER BY found.kind, found.finished, found.place), '[]')
                FROM found LEFT JOIN registry_object AS o ON o.id = found.object_id
                WHERE found.place <= registry_most_shown(found.kind, found.finished)
            ),
            'totals', (
                SELECT coalesce(json_agg(json_build_array(t.kind, t.finished, t.number)), '[]')
                FROM (
                    SELECT kind, finished, count(*) AS number FROM found GROUP BY kind, finished
                ) AS t
            ),
            'sources', (
                SELECT coalesce(json_agg(json_build_array(id, name, heard_at) ORDER BY name), '[]')
                FROM registry_pub_source
            ),
            'unread', registry_pub_left_unread(NULL)
        )
    );
END
$$;

-- Everything that may be shown of a person, the newest of each kind first.
CREATE OR REPLACE FUNCTION registry_read_everything(
    p_at timestamptz, p_subject uuid, p_authority text, p_entry jsonb
) RETURNS json
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM kernel_open(p_at, p_subject, p_authority, p_entry);
    RETURN (
        SELECT json_build_object(
            'name', (SELECT name FROM registry_person WHERE id = p_subject),
            'objects', (
                SELECT coalesce(json_agg(CASE WHEN o.id IS NULL THEN registry_partly(a.object_id)
                    ELSE json_build_array(
                    o.id, o.kind, o.owner, o.system, o.changed_at, o.finished, o.card,
                    CASE WHEN o.good_until <= p_at THEN registry_registrations(o.id) END, o.kle
                ) END ORDER BY a.kind, a.finished, a.sorted_at DESC NULLS LAST, a.object_id), '[]')
                FROM (
                    SELECT DISTINCT kind, finished, sorted_at, object_id
                    FROM registry_audience WHERE person_id = p_subject
                ) AS a LEFT JOIN registry_object AS o ON o.id = a.object_id
            ),
            'totals', (
                SELECT coalesce(json_agg(json_build_array(t.kind, t.finished, t.number)), '[]')
                FROM (
                    SELECT kind, finished, count(DISTINCT object_id) AS number
                    FROM registry_audience WHERE person_id = p_subject GROUP BY kind, finished
                ) AS t
            ),
            'sources', (
                SELECT coalesce(json_agg(json_build_array(id, name, heard_at) ORDER BY name), '[]')
                FROM registry_pub_source
            ),
            'unread', registry_pub_left_unread(NULL)
        )
    );
END
$$;

-- One page of a long list of a person's objects of one kind.
CREATE OR REPLACE FUNCTION registry_read_list(
    p_at timestamptz, p_subject uuid, p_authority text, p_entry jsonb, p_kind text,
    p_finished boolean, p_limit integer, p_offset integer
) RETURNS json
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM kernel_open(p_at, p_subject, p_authority, p_entry);
    RETURN (
        SELECT json_build_object(
            'name', (SELECT name FROM registry_person WHERE id = p_subject),
            'objects', (
                SELECT coalesce(json_agg(CASE WHEN o.id IS NULL THEN registry_partly(shown.object_id)
                    ELSE json_build_array(
                    o.id, o.kind, o.owner, o.system, o.changed_at, o.finished, o.card,
                    CASE WHEN o.good_until <= p_at THEN registry_registrations(o.id) END, o.kle
                ) END ORDER BY shown.sorted_at DESC NULLS LAST, shown.object_id), '[]')
                FROM (
                    SELECT a.object_id, a.sorted_at FROM registry_audience AS a
                    WHERE a.person_id = p_subject AND a.kind = p_kind AND a.finished = p_finished
                    GROUP BY a.object_id, a.sorted_at
                    ORDER BY a.sorted_at DESC NULLS LAST, a.object_id
                    LIMIT p_limit OFFSET p_offset
                ) AS shown
                LEFT JOIN registry_object AS o ON o.id = shown.object_id
            ),
            'totals', json_build_array(json_build_array(p_kind, p_finished, (
                SELECT count(DISTINCT object_id) FROM registry_audience
                WHERE person_id = p_subject AND kind = p_kind AND finished = p_finished))),
            'sources', (
                SELECT coalesce(json_agg(json_build_array(id, name, heard_at) ORDER BY name), '[]')
                FROM registry_pub_source
            ),
            'unread', registry_pub_left_unread(NULL)
        )
    );
END
$$;

-- One object with its registrations and the objects it points at that may be seen too.
CREATE OR REPLACE FUNCTION registry_read_object(
    p_at timestamptz, p_subject uuid, p_authority text, p_entry jsonb, p_object uuid
) RETURNS json
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM kernel_open(p_at, p_subject, p_authority, p_entry);
    RETURN (
        SELECT json_build_object(
            'name', (SELECT name FROM registry_person WHERE id = p_subject),
            'object', coalesce(part.row, json_build_array(
                o.id, o.kind, o.owner, o.system, o.changed_at, o.finished, o.card,
                CASE WHEN o.good_until <= p_at THEN registry_registrations(o.id) END, o.kle)),
            'registrations', coalesce(registry_registrations(o.id), '[]'),
            'linked', (
                SELECT coalesce(json_agg(CASE WHEN x.id IS NULL THEN registry_partly(near.id) ELSE json_build_array(
                    x.id, x.kind, x.owner, x.system, x.changed_at, x.finished, x.card,
                    CASE WHEN x.good_until <= p_at THEN registry_registrations(x.id) END, x.kle
                ) END ORDER BY x.sorted_at DESC NULLS LAST, near.id), '[]')
                FROM (SELECT l.target AS id FROM registry_link AS l WHERE l.source = p_object
                      UNION SELECT l.source FROM registry_link AS l WHERE l.target = p_object) AS near
                LEFT JOIN registry_object AS x ON x.id = near.id
                WHERE x.id IS NOT NULL OR p_authority <> ''
            ),
            'sources', (
                SELECT coalesce(json_agg(json_build_array(id, name, heard_at) ORDER BY name), '[]')
                FROM registry_pub_source WHERE id = coalesce(o.system, part.row ->> 3)
            ),
            'unread', registry_pub_left_unread(ARRAY(
                SELECT p_object UNION SELECT target FROM registry_link WHERE source = p_object
                UNION SELECT source FROM registry_link WHERE target = p_object))
        )
        FROM (SELECT CASE WHEN p_authority <> '' THEN registry_partly(p_object) END AS row) AS part
        LEFT JOIN registry_object AS o ON o.id = p_object
        WHERE o.id IS NOT NULL OR part.row IS NOT NULL
    );
END
$$;
