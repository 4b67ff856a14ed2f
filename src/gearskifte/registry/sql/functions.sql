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

-- A KLE number as the stretch of subjects it stands for, six digits wide; null if it is none.
CREATE OR REPLACE FUNCTION registry_stretch(p_kle text) RETURNS int4range
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN p_kle ~ '^[0-9]{2}(\.[0-9]{2}){0,2}$' THEN int4range(
    rpad(replace(p_kle, '.', ''), 6, '0')::integer,
    rpad(replace(p_kle, '.', ''), 6, '0')::integer
        + CASE length(p_kle) WHEN 2 THEN 10000 WHEN 5 THEN 100 ELSE 1 END) END;

-- The subjects of a right, written as "27, 32.03-32.09" or "*", as stretches.
CREATE OR REPLACE FUNCTION registry_stretches(p_subjects text) RETURNS int4multirange
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT coalesce(range_agg(CASE WHEN word = '*' THEN int4range(NULL, NULL)
                                   ELSE int4range(lower(registry_stretch(split_part(word, '-', 1))),
                                                  upper(registry_stretch(split_part(word, '-', -1)))) END),
                    '{}')
    FROM regexp_split_to_table(p_subjects, '\s*,\s*') AS word
    WHERE word = '*' OR lower(registry_stretch(split_part(word, '-', 1)))
                        < upper(registry_stretch(split_part(word, '-', -1)));
END;

-- Whether a right covers a subject: all of it. What has no number is covered by "*" alone.
CREATE OR REPLACE FUNCTION registry_covers(p_stretches int4multirange, p_kle text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(registry_stretch(p_kle) <@ p_stretches, upper_inf(p_stretches));

-- Where a card has what may be withheld piece by piece.
CREATE OR REPLACE FUNCTION registry_pieces(p_kind text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE p_kind WHEN 'case' THEN 'journal' WHEN 'grant' THEN 'benefits' WHEN 'payment' THEN 'lines' END;

-- What the official who reads may see (generel vejledning til anvisninger §12; §3.13 and §3.10 on security
-- profiles) of what concerns the open person, or else of the objects asked for; and which pieces of each,
-- by number, they may not. Everything is decided inside one right. Runs with the owner's rights, since what
-- opens an object (a case, a payment) may be none that the official sees; without a right it is empty.
CREATE OR REPLACE FUNCTION registry_shown(p_objects uuid[]) RETURNS TABLE (object_id uuid, withheld bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public ROWS 100
BEGIN ATOMIC
    WITH rights AS MATERIALIZED (
        SELECT r.id, r.level, r.identities, registry_stretches(r.subjects) AS subjects,
               registry_stretches(r.benefits) AS benefits
        FROM registry_right AS r
        WHERE kernel_authority() <> ''
          AND r.official IN (kernel_actor(), '*') AND r.authority IN (kernel_authority(), '*')
          AND r.starts <= kernel_moment() AND (r.ends IS NULL OR r.ends > kernel_moment())
    ), wanted AS MATERIALIZED (
        SELECT a.object_id AS id FROM registry_audience AS a
        WHERE p_objects IS NULL AND a.person_id = kernel_subject() AND EXISTS (SELECT FROM rights)
          AND a.starts <= kernel_moment() AND (a.ends IS NULL OR a.ends > kernel_moment())
        UNION SELECT unnest(p_objects)
    ), with_documents AS MATERIALIZED (
        SELECT id FROM wanted
        UNION SELECT l.target FROM wanted JOIN registry_link AS l ON l.source = wanted.id
              WHERE l.role LIKE 'journal:%'
    ), near AS (
        SELECT id FROM with_documents
        UNION SELECT l.source FROM with_documents AS w JOIN registry_link AS l ON l.target = w.id
              WHERE l.role LIKE 'journal:%' OR l.role = 'line'
        UNION SELECT l.target FROM wanted JOIN registry_link AS l ON l.source = wanted.id
              WHERE l.role = 'line'
    ), judged AS MATERIALIZED (
        SELECT o.id, o.kind, r.id AS by, o.owner = kernel_authority() AS owned,
               CASE WHEN o.kind IN ('case', 'document') THEN registry_covers(r.subjects, o.kle)
                    ELSE EXISTS (
                        SELECT FROM jsonb_array_elements(o.card -> registry_pieces(o.kind)) AS p
                        WHERE registry_covers(r.benefits, p.value ->> 'kle')) END AS on_subject,
               o.kind = 'payment' OR o.sensitivity <= r.level AS low_enough,
               (x.named IS NULL OR x.named && r.identities)
               AND (x.until IS NULL OR x.until > kernel_moment()) AS unrestricted,
               o.kind = 'grant' AND NOT EXISTS (
                   SELECT FROM jsonb_array_elements(o.card -> 'benefits') AS p
                   WHERE p.value -> 'plans' IS NOT NULL OR p.value -> 'repayable' = 'true') AS in_kind
        FROM near JOIN registry_object AS o ON o.id = near.id CROSS JOIN rights AS r
        LEFT JOIN registry_restriction AS x ON x.object_id = o.id
    ), passing AS MATERIALIZED (
        SELECT id, kind, by, in_kind FROM judged WHERE owned AND on_subject AND low_enough AND unrestricted
    ), opened AS MATERIALIZED (
        SELECT l.target AS id, p.by FROM passing AS p JOIN registry_link AS l ON l.source = p.id
        WHERE p.kind = 'case' AND l.role LIKE 'journal:%' OR p.kind = 'payment' AND l.role = 'line'
        UNION SELECT l.source, p.by FROM passing AS p JOIN registry_link AS l ON l.target = p.id
        WHERE p.kind = 'grant' AND l.role = 'line'
    ), filed AS MATERIALIZED (
        SELECT DISTINCT l.target AS id
        FROM with_documents AS w JOIN registry_link AS l ON l.target = w.id AND l.role LIKE 'journal:%'
    ), paid AS MATERIALIZED (
        SELECT DISTINCT l.target AS id FROM wanted AS w JOIN registry_link AS l ON l.target = w.id AND l.role = 'line'
    ), seen AS MATERIALIZED (
        SELECT p.id, p.kind, p.by FROM passing AS p WHERE p.kind = 'case'
        UNION SELECT p.id, p.kind, p.by FROM passing AS p JOIN opened USING (id, by)
              WHERE p.kind IN ('grant', 'payment')
        UNION SELECT p.id, p.kind, p.by FROM passing AS p WHERE p.in_kind AND p.id NOT IN (SELECT id FROM paid)
        UNION SELECT j.id, j.kind, j.by FROM judged AS j JOIN opened USING (id, by)
              WHERE j.kind = 'document' AND j.low_enough AND j.unrestricted
        UNION SELECT p.id, p.kind, p.by FROM passing AS p
              WHERE p.kind = 'document' AND p.id NOT IN (SELECT id FROM filed)
    ), pieces AS (
        SELECT s.id, p.ordinality AS number,
               registry_covers(r.benefits, p.value ->> 'kle')
               AND (s.kind = 'grant' OR g.id IS NOT NULL) AS open
        FROM seen AS s JOIN rights AS r ON r.id = s.by JOIN registry_object AS o ON o.id = s.id
        CROSS JOIN LATERAL jsonb_array_elements(o.card -> registry_pieces(s.kind)) WITH ORDINALITY AS p
        LEFT JOIN passing AS g
            ON g.kind = 'grant' AND g.by = s.by AND g.id::text = lower(p.value ->> 'grant')
        WHERE s.kind IN ('grant', 'payment')
    ), closed AS (
        SELECT id, number FROM pieces GROUP BY id, number HAVING NOT bool_or(open)
        UNION SELECT o.id, p.ordinality
        FROM seen AS s JOIN registry_link AS l ON l.source = s.id AND l.role LIKE 'journal:%'
        JOIN registry_object AS d ON d.id = l.target AND d.kind = 'document'
        JOIN registry_object AS o ON o.id = s.id
        CROSS JOIN LATERAL jsonb_array_elements(o.card -> registry_pieces(s.kind)) WITH ORDINALITY AS p
        WHERE s.kind = 'case' AND p.value ->> 'document' = d.id::text
          AND NOT EXISTS (SELECT FROM seen WHERE seen.id = d.id)
    )
    SELECT s.id, coalesce(array_agg(c.number) FILTER (WHERE c.number IS NOT NULL), '{}')
    FROM (SELECT DISTINCT id FROM seen JOIN wanted USING (id)) AS s LEFT JOIN closed AS c ON c.id = s.id
    GROUP BY s.id;
END;

-- The part that the official who reads may see of an object that concerns the open person and is no row
-- to them since some of it is withheld; as a row of the reads.
CREATE OR REPLACE FUNCTION registry_partly(p_object uuid) RETURNS json
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
BEGIN ATOMIC
    SELECT json_build_array(
        o.id, o.kind, o.owner, o.system, o.changed_at, o.finished,
        o.card || jsonb_build_object(registry_pieces(o.kind), rest.pieces), NULL,
        CASE WHEN o.kind = 'case' THEN o.kle ELSE coalesce(rest.kle, '') END)
    FROM registry_shown(ARRAY[p_object]) AS s JOIN registry_object AS o ON o.id = s.object_id
    CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(p.value ORDER BY p.ordinality), '[]') AS pieces,
               (array_agg(p.value ->> 'kle' ORDER BY p.ordinality)
                FILTER (WHERE p.value ->> 'kle' <> ''))[1] AS kle
        FROM jsonb_array_elements(o.card -> registry_pieces(o.kind)) WITH ORDINALITY AS p
        WHERE p.ordinality <> ALL(s.withheld)
    ) AS rest
    WHERE s.withheld <> '{}'
      AND EXISTS (SELECT FROM registry_audience AS a
                  WHERE a.object_id = p_object AND a.person_id = kernel_subject()
                    AND a.starts <= kernel_moment() AND (a.ends IS NULL OR a.ends > kernel_moment()));
END;

-- What concerns a person: as a citizen what is shown to them, to an official what their rights open.
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
                 ELSE object_id IN (SELECT s.object_id FROM registry_shown(NULL) AS s) END
        AND CASE WHEN (SELECT kernel_scope()) IN ('', 'all') THEN true
                 ELSE registry_in_scope(object_id, (SELECT kernel_scope())) END
    );

-- An official finds here what they may see whole, found once for all objects. A citizen's are asked for one
-- by one, since the citizen may have thousands and the page shows fifty.
ALTER TABLE registry_object ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS registry_object_worker ON registry_object;
CREATE POLICY registry_object_worker ON registry_object TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS registry_object_open ON registry_object;
CREATE POLICY registry_object_open ON registry_object FOR SELECT TO gearskifte_web
    USING (CASE WHEN (SELECT kernel_authority()) = ''
                THEN id = (SELECT a.object_id FROM registry_audience AS a
                           WHERE a.object_id = registry_object.id
                             AND a.person_id = (SELECT kernel_subject()) LIMIT 1)
                ELSE id IN (SELECT s.object_id FROM registry_shown(NULL) AS s WHERE s.withheld = '{}') END);

-- Histories tell of what was, which today's rules say nothing about, so an official reads none.
ALTER TABLE registry_registration ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS registry_registration_worker ON registry_registration;
CREATE POLICY registry_registration_worker ON registry_registration TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS registry_registration_open ON registry_registration;
CREATE POLICY registry_registration_open ON registry_registration FOR SELECT TO gearskifte_web
    USING ((SELECT kernel_authority()) = ''
           AND EXISTS (SELECT FROM registry_audience AS a
                       WHERE a.object_id = registry_registration.object_id
                       AND a.person_id = (SELECT kernel_subject())));

-- An official sees a reference where both ends may be seen.
ALTER TABLE registry_link ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS registry_link_worker ON registry_link;
CREATE POLICY registry_link_worker ON registry_link TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS registry_link_open ON registry_link;
CREATE POLICY registry_link_open ON registry_link FOR SELECT TO gearskifte_web
    USING (EXISTS (SELECT FROM registry_audience AS a WHERE a.object_id = registry_link.source
                   AND a.person_id = (SELECT kernel_subject()))
           AND ((SELECT kernel_authority()) = ''
                OR target IN (SELECT s.object_id FROM registry_shown(NULL) AS s)));

-- What restricts an object more than its owner, subject and sensitivity do is for the rules alone.
ALTER TABLE registry_restriction ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS registry_restriction_worker ON registry_restriction;
CREATE POLICY registry_restriction_worker ON registry_restriction TO gearskifte_worker USING (true) WITH CHECK (true);

-- Officials' rights are about no citizen; who may see the page of them is the page's to say.
ALTER TABLE registry_right ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS registry_right_worker ON registry_right;
CREATE POLICY registry_right_worker ON registry_right TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS registry_right_all ON registry_right;
CREATE POLICY registry_right_all ON registry_right FOR SELECT TO gearskifte_web USING (true);

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

-- What has been decided on messages in quarantine, by whom or by which message.
CREATE OR REPLACE VIEW registry_pub_decided AS
SELECT r.message_id, m.origin, r.outcome, r.at, r.by, r.reason, r.replacement_id
FROM registry_resolution AS r JOIN registry_raw_message AS m ON m.id = r.message_id;

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
