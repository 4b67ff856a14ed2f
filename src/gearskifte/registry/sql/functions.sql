-- Row security and the reads of the web. Run after every migration; safe to run again.

-- Whether a KLE number is another or lies below it.
CREATE OR REPLACE FUNCTION registry_below(p_kle text, p_above text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN p_kle = p_above OR starts_with(p_kle, p_above || '.');

-- Whether an object lies inside the scope of a mandate: the case itself, or cases of the subject, with
-- the documents filed there and the grants that follow from them. A payment is inside a subject only
-- if all its lines are, and inside no single case. Runs with the owner's rights, as who is shown a
-- part may not be shown the rest; it says yes or no of an object that is already known by its id.
CREATE OR REPLACE FUNCTION registry_in_scope(p_object uuid, p_scope text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
BEGIN ATOMIC
    SELECT CASE
        WHEN p_scope LIKE 'case:%' THEN
            o.id::text = substr(p_scope, 6)
            OR o.kind = 'document' AND EXISTS (
                SELECT FROM registry_link AS l
                WHERE l.target = o.id AND l.source::text = substr(p_scope, 6)
                  AND l.role LIKE 'journal:%')
            OR o.kind = 'grant' AND EXISTS (
                SELECT FROM registry_link AS l
                WHERE l.source = o.id AND l.target::text = substr(p_scope, 6)
                  AND l.role LIKE 'case:%')
        WHEN p_scope LIKE 'kle:%' AND o.kind IN ('case', 'document') THEN
            registry_below(o.kle, substr(p_scope, 5))
            OR o.kind = 'document' AND EXISTS (
                SELECT FROM registry_link AS l JOIN registry_object AS c ON c.id = l.source
                WHERE l.target = o.id AND l.role LIKE 'journal:%'
                  AND registry_below(c.kle, substr(p_scope, 5)))
        WHEN p_scope LIKE 'kle:%' THEN
            jsonb_array_length(coalesce(o.card -> 'benefits', o.card -> 'lines', '[]')) > 0
            AND NOT EXISTS (
                SELECT FROM jsonb_array_elements(
                    coalesce(o.card -> 'benefits', o.card -> 'lines', '[]')) AS part
                WHERE NOT registry_below(coalesce(part.value ->> 'kle', ''), substr(p_scope, 5)))
        ELSE false
    END
    FROM registry_object AS o WHERE o.id = p_object;
END;

-- What concerns a person: as a citizen what is shown to them, to an official what the authority owns.
ALTER TABLE registry_audience ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS registry_audience_worker ON registry_audience;
CREATE POLICY registry_audience_worker ON registry_audience TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS registry_audience_open ON registry_audience;
CREATE POLICY registry_audience_open ON registry_audience FOR SELECT TO gearskifte_web
    USING (
        person_id = (SELECT kernel_subject())
        AND starts <= (SELECT kernel_moment())
        AND (ends IS NULL OR ends > (SELECT kernel_moment()))
        AND CASE WHEN (SELECT kernel_authority()) = '' THEN citizen
                 ELSE owner = (SELECT kernel_authority()) END
        AND CASE WHEN (SELECT kernel_scope()) IN ('', 'all') THEN true
                 ELSE registry_in_scope(object_id, (SELECT kernel_scope())) END
    );

ALTER TABLE registry_object ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS registry_object_worker ON registry_object;
CREATE POLICY registry_object_worker ON registry_object TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS registry_object_open ON registry_object;
CREATE POLICY registry_object_open ON registry_object FOR SELECT TO gearskifte_web
    USING (EXISTS (SELECT FROM registry_audience AS a WHERE a.object_id = registry_object.id
                   AND a.person_id = (SELECT kernel_subject())));

ALTER TABLE registry_registration ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS registry_registration_worker ON registry_registration;
CREATE POLICY registry_registration_worker ON registry_registration TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS registry_registration_open ON registry_registration;
CREATE POLICY registry_registration_open ON registry_registration FOR SELECT TO gearskifte_web
    USING (EXISTS (SELECT FROM registry_audience AS a
                   WHERE a.object_id = registry_registration.object_id
                   AND a.person_id = (SELECT kernel_subject())));

ALTER TABLE registry_link ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS registry_link_worker ON registry_link;
CREATE POLICY registry_link_worker ON registry_link TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS registry_link_open ON registry_link;
CREATE POLICY registry_link_open ON registry_link FOR SELECT TO gearskifte_web
    USING (EXISTS (SELECT FROM registry_audience AS a WHERE a.object_id = registry_link.source
                   AND a.person_id = (SELECT kernel_subject())));

ALTER TABLE registry_person ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS registry_person_worker ON registry_person;
CREATE POLICY registry_person_worker ON registry_person TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS registry_person_open ON registry_person;
CREATE POLICY registry_person_open ON registry_person FOR SELECT TO gearskifte_web
    USING (id = (SELECT kernel_subject()));

-- The id of the person with this fingerprint of a CPR number, or null. Reveals nothing else. The id is
-- made from the fingerprint, as a random UUID (version 4) is from random bytes.
CREATE OR REPLACE FUNCTION registry_find_person(p_fingerprint bytea) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
BEGIN ATOMIC
    SELECT id FROM registry_person
    WHERE fingerprint = p_fingerprint
      AND id = encode(set_byte(set_byte(substr(p_fingerprint, 1, 16),
                                        6, get_byte(p_fingerprint, 6) & 15 | 64),
                               8, get_byte(p_fingerprint, 8) & 63 | 128), 'hex')::uuid;
END;

-- The sources and when each was heard.
CREATE OR REPLACE VIEW registry_pub_source AS
SELECT id, name, heard_at, newest_at FROM registry_system WHERE heard_at IS NOT NULL;

-- The authorities that own something here.
CREATE OR REPLACE VIEW registry_pub_authority AS
SELECT id, name FROM registry_authority;

-- What the objects that may be seen are called. Runs with the reader's rights.
CREATE OR REPLACE VIEW registry_pub_title WITH (security_invoker = true) AS
SELECT id, kind, coalesce(card ->> 'title', card ->> 'kle_title', card ->> 'number', '') AS title,
       owner, system, coalesce(card -> 'responsible' ->> 'name', card ->> 'department', '') AS unit,
       coalesce(card ->> 'kle_title', kle) AS subject, changed_at, kle
FROM registry_object;

-- What the person whose data is open is called. Runs with the reader's rights.
CREATE OR REPLACE VIEW registry_pub_name WITH (security_invoker = true) AS
SELECT id, name FROM registry_person;

-- What became of the messages of each interface; nothing about whom they concern.
CREATE OR REPLACE VIEW registry_pub_intake AS
SELECT m.interface,
       CASE WHEN r.message_id IS NULL THEN m.status ELSE 'resolved' END::varchar(12) AS status,
       count(*) AS number, max(m.received_at) AS newest_at
FROM registry_raw_message AS m LEFT JOIN registry_resolution AS r ON r.message_id = m.id
GROUP BY 1, 2;

-- Why messages are in quarantine that nobody has decided on, and what the vendor should do. The texts
-- hold no personal data.
CREATE OR REPLACE VIEW registry_pub_quarantine AS
SELECT q.id, m.received_at, m.origin, m.interface, q.code, q.path, q.reason_da, q.reason_en,
       m.id AS message_id, m.size, coalesce(nullif(s.name, ''), m.system) AS system_name
FROM registry_quarantine AS q
JOIN registry_raw_message AS m ON m.id = q.message_id
LEFT JOIN registry_system AS s ON s.id = m.system
WHERE NOT EXISTS (SELECT FROM registry_resolution AS r WHERE r.message_id = m.id);

-- The path of a finding, from its form and its place (see rules/places.py).
CREATE OR REPLACE FUNCTION registry_place(p_form text, p_place text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN p_place = '' THEN p_form ELSE (
    SELECT string_agg(u.part || coalesce(u.gap, ''), '' ORDER BY u.nr)
    FROM unnest(string_to_array(p_form, '{}'), string_to_array(p_place, ','))
        WITH ORDINALITY AS u(part, gap, nr)) END;

-- Each finding in full: where, what and why. For the worker.
CREATE OR REPLACE VIEW registry_finding AS
SELECT n.id, n.message_id, n.object_id, t.rule, t.severity, registry_place(t.path, n.place) AS path,
       t.text_da, t.text_en
FROM registry_found AS n JOIN registry_fault AS t ON t.id = n.fault_id;

-- How often each rule was broken by each sender. The texts hold no personal data.
CREATE OR REPLACE VIEW registry_pub_finding AS
SELECT f.rule, f.severity, m.system, coalesce(s.name, '') AS system_name, count(*) AS number,
       max(m.received_at) AS newest_at, min(f.text_da) AS text_da, min(f.text_en) AS text_en
FROM registry_finding AS f
JOIN registry_raw_message AS m ON m.id = f.message_id
LEFT JOIN registry_system AS s ON s.id = m.system
GROUP BY f.rule, f.severity, m.system, s.name;

-- Typed views of what is true now, for who works in SQL with the worker's rights. A view's columns
-- are what the source wrote; dates and amounts are text where the standard has text.
CREATE OR REPLACE VIEW registry_case WITH (security_invoker = true) AS
SELECT o.id, o.owner, o.system, o.kle, o.sensitivity, o.hidden, o.finished, o.changed_at,
       o.card ->> 'number' AS number, o.card ->> 'title' AS title,
       o.card ->> 'kle_title' AS kle_title, o.card ->> 'legal_basis' AS legal_basis,
       o.card ->> 'decision' AS decision, o.card -> 'responsible' ->> 'name' AS responsible,
       (SELECT s.value ->> 0 FROM jsonb_array_elements(o.card -> 'states') AS s
        WHERE (s.value ->> 1)::timestamptz <= now()
          AND coalesce((s.value ->> 2)::timestamptz > now(), true) LIMIT 1) AS state
FROM registry_object AS o WHERE o.kind = 'case';

CREATE OR REPLACE VIEW registry_document WITH (security_invoker = true) AS
SELECT o.id, o.owner, o.system, o.kle, o.sensitivity, o.hidden, o.changed_at,
       o.card ->> 'number' AS number, o.card ->> 'title' AS title,
       o.card ->> 'document_type' AS document_type, o.card ->> 'letter_date' AS letter_date,
       o.card ->> 'state' AS state
FROM registry_object AS o WHERE o.kind = 'document';

CREATE OR REPLACE VIEW registry_grant WITH (security_invoker = true) AS
SELECT o.id, o.owner, o.system, o.sensitivity, o.hidden, o.finished, o.changed_at,
       o.card ->> 'number' AS number, (o.card ->> 'case')::text AS case_reference,
       b.value ->> 'id' AS benefit_id, b.value ->> 'name' AS benefit_name,
       b.value ->> 'kle' AS kle, b.value ->> 'start' AS starts, b.value ->> 'end' AS ends,
       (b.value ->> 'repayable')::boolean AS repayable, b.value -> 'plans' AS plans
FROM registry_object AS o
LEFT JOIN LATERAL jsonb_array_elements(o.card -> 'benefits') AS b ON true
WHERE o.kind = 'grant';

CREATE OR REPLACE VIEW registry_payment WITH (security_invoker = true) AS
SELECT o.id, o.owner, o.system, o.hidden, o.changed_at,
       o.card ->> 'number' AS number, o.card ->> 'disposal_date' AS disposal_date,
       o.card ->> 'gross' AS gross, o.card ->> 'net' AS net, o.card ->> 'sent' AS sent,
       o.card ->> 'paid' AS paid, o.card -> 'lines' AS lines
FROM registry_object AS o WHERE o.kind = 'payment';

CREATE OR REPLACE VIEW registry_party_now WITH (security_invoker = true) AS
SELECT p.object_id, o.kind, p.person_id, p.role, p.starts, p.ends
FROM registry_party AS p JOIN registry_object AS o ON o.id = p.object_id
WHERE p.starts <= now() AND (p.ends IS NULL OR p.ends > now());

-- All registrations of an object, for making its card anew; the facts are packed.
CREATE OR REPLACE FUNCTION registry_registrations(p_object uuid) RETURNS json
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT json_agg(json_build_object(
        'id', r.id, 'source_time', r.source_time, 'received_at', r.received_at,
        'facts', translate(encode(r.facts, 'base64'), E'\n', '')))
    FROM registry_registration AS r WHERE r.object_id = p_object;
END;

-- One person's page in one statement: open, log, and read at most so many of each kind. What concerns
-- the person is gone through once, for the lists and the totals alike; an object that concerns them
-- in several ways counts once.
CREATE OR REPLACE FUNCTION registry_read_overview(
    p_at timestamptz, p_subject uuid, p_authority text, p_entry jsonb
) RETURNS json
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM kernel_open(p_at, p_subject, p_authority, p_entry);
    RETURN (
        WITH found AS MATERIALIZED (
            SELECT kind, finished, object_id, row_number() OVER (
                       PARTITION BY kind, finished
                       ORDER BY sorted_at DESC NULLS LAST, object_id
                   ) AS place
            FROM (
                SELECT DISTINCT kind, finished, sorted_at, object_id
                FROM registry_audience WHERE person_id = p_subject
            ) AS concerning
        )
        SELECT json_build_object(
            'name', (SELECT name FROM registry_person WHERE id = p_subject),
            'objects', (
                SELECT coalesce(json_agg(json_build_array(
                    o.id, o.kind, o.owner, o.system, o.changed_at, o.finished, o.card,
                    CASE WHEN o.good_until <= p_at THEN registry_registrations(o.id) END, o.kle
                ) ORDER BY found.kind, found.finished, found.place), '[]')
                FROM found JOIN registry_object AS o ON o.id = found.object_id
                WHERE found.place <= CASE WHEN found.kind = 'case' THEN 50
                                          WHEN found.kind = 'grant' AND NOT found.finished THEN 30
                                          WHEN found.kind = 'payment' THEN 24
                                          ELSE 10 END
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
            )
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
                SELECT coalesce(json_agg(json_build_array(
                    o.id, o.kind, o.owner, o.system, o.changed_at, o.finished, o.card,
                    CASE WHEN o.good_until <= p_at THEN registry_registrations(o.id) END, o.kle
                ) ORDER BY o.kind, o.finished, o.sorted_at DESC NULLS LAST, o.id), '[]')
                FROM registry_object AS o
                WHERE o.id IN (SELECT object_id FROM registry_audience WHERE person_id = p_subject)
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
            )
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
                SELECT coalesce(json_agg(json_build_array(
                    o.id, o.kind, o.owner, o.system, o.changed_at, o.finished, o.card,
                    CASE WHEN o.good_until <= p_at THEN registry_registrations(o.id) END, o.kle
                ) ORDER BY shown.sorted_at DESC NULLS LAST, o.id), '[]')
                FROM (
                    SELECT a.object_id, a.sorted_at FROM registry_audience AS a
                    WHERE a.person_id = p_subject AND a.kind = p_kind AND a.finished = p_finished
                    GROUP BY a.object_id, a.sorted_at
                    ORDER BY a.sorted_at DESC NULLS LAST, a.object_id
                    LIMIT p_limit OFFSET p_offset
                ) AS shown
                JOIN registry_object AS o ON o.id = shown.object_id
            ),
            'totals', json_build_array(json_build_array(p_kind, p_finished, (
                SELECT count(DISTINCT object_id) FROM registry_audience
                WHERE person_id = p_subject AND kind = p_kind AND finished = p_finished))),
            'sources', (
                SELECT coalesce(json_agg(json_build_array(id, name, heard_at) ORDER BY name), '[]')
                FROM registry_pub_source
            )
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
            'object', json_build_array(
                o.id, o.kind, o.owner, o.system, o.changed_at, o.finished, o.card,
                CASE WHEN o.good_until <= p_at THEN registry_registrations(o.id) END, o.kle),
            'registrations', registry_registrations(o.id),
            'linked', (
                SELECT coalesce(json_agg(json_build_array(
                    x.id, x.kind, x.owner, x.system, x.changed_at, x.finished, x.card,
                    CASE WHEN x.good_until <= p_at THEN registry_registrations(x.id) END, x.kle
                ) ORDER BY x.sorted_at DESC NULLS LAST, x.id), '[]')
                FROM registry_object AS x
                WHERE x.id IN (SELECT l.target FROM registry_link AS l WHERE l.source = o.id
                               UNION SELECT l.source FROM registry_link AS l WHERE l.target = o.id)
            ),
            'sources', (
                SELECT coalesce(json_agg(json_build_array(id, name, heard_at) ORDER BY name), '[]')
                FROM registry_pub_source WHERE id = o.system
            )
        )
        FROM registry_object AS o WHERE o.id = p_object
    );
END
$$;

-- Each source with what its state follows from: its promise, and its newest inventory that differs.
CREATE OR REPLACE VIEW registry_pub_source_state AS
SELECT s.id, s.name, s.heard_at, r.every, r.grace,
       coalesce((SELECT w.new_system FROM registry_swap AS w WHERE w.old_system = s.id
                 ORDER BY w.at DESC LIMIT 1), '') AS successor,
       d.differs_since, d.said, d.ours, d.missing
FROM registry_system AS s
LEFT JOIN registry_rhythm AS r ON r.system = s.id
LEFT JOIN LATERAL (
    SELECT min(greatest(n.until, m.received_at)) AS differs_since, sum(n.number)::integer AS said,
           sum(n.ours)::integer AS ours, sum(jsonb_array_length(n.missing))::integer AS missing
    FROM (SELECT DISTINCT ON (i.kind) i.* FROM registry_inventory AS i WHERE i.system = s.id
          ORDER BY i.kind, i.until DESC, i.id) AS n
    JOIN registry_raw_message AS m ON m.id = n.message_id
    WHERE n.agrees IS FALSE
) AS d ON true
WHERE s.heard_at IS NOT NULL OR r.system IS NOT NULL;

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
