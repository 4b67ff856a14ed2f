-- Who sees which robot's rows. Run after every migration; safe to run again.
--
-- Default deny. A page says in whose name a transaction asks (robots_open_as); then
--   department head       the robots of their department: everything but pictures
--   case worker           robots of their unit, or whose questions their unit answers: items, pictures
--   director, chief       every robot's recipe and figures; no item, no step, no picture
-- Workers see everything: they carry it out.

CREATE OR REPLACE FUNCTION robots_role() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('gearskifte.robots_role', true), '');

CREATE OR REPLACE FUNCTION robots_unit() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('gearskifte.robots_unit', true), '');

-- In whose name this transaction asks.
CREATE OR REPLACE FUNCTION robots_open_as(p_role text, p_unit text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM set_config('gearskifte.robots_role', p_role, true),
            set_config('gearskifte.robots_unit', p_unit, true);
END
$$;

-- Whether the robot of a department, answered for by these units, is among those that are seen.
CREATE OR REPLACE FUNCTION robots_sees(p_department text, p_helpers text[]) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE robots_role()
    WHEN 'department_head' THEN robots_unit() <> '' AND p_department = robots_unit()
    WHEN 'case_worker' THEN robots_unit() <> ''
                            AND (p_department = robots_unit() OR robots_unit() = ANY (p_helpers))
    WHEN 'director' THEN true
    WHEN 'digitalisation_chief' THEN true
    ELSE pg_has_role(session_user, 'gearskifte_worker', 'member')
END;

-- Whether the one who asks owns the robots of a department.
CREATE OR REPLACE FUNCTION robots_owns(p_department text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN robots_role() = 'department_head' AND robots_unit() <> '' AND p_department = robots_unit();

-- Whether the one who asks is let in to what concerns citizens.
CREATE OR REPLACE FUNCTION robots_near() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN robots_role() IN ('department_head', 'case_worker');

DO $$
DECLARE
    named text;
BEGIN
    FOREACH named IN ARRAY ARRAY['robot', 'version', 'binding', 'item', 'step', 'picture', 'task',
                                 'minutes', 'secret', 'proposal', 'tryout', 'act', 'seen_page', 'beginning', 'log',
                                 'chain']
    LOOP
        EXECUTE format('ALTER TABLE robots_%1$s ENABLE ROW LEVEL SECURITY', named);
        EXECUTE format('DROP POLICY IF EXISTS robots_%1$s_worker ON robots_%1$s', named);
        EXECUTE format('CREATE POLICY robots_%1$s_worker ON robots_%1$s TO gearskifte_worker '
                       'USING (true) WITH CHECK (true)', named);
        EXECUTE format('DROP POLICY IF EXISTS robots_%1$s_web ON robots_%1$s', named);
        EXECUTE format('DROP POLICY IF EXISTS robots_%1$s_own ON robots_%1$s', named);
    END LOOP;
END
$$;

CREATE POLICY robots_robot_web ON robots_robot FOR SELECT TO gearskifte_web
    USING (robots_sees(department, helpers));
CREATE POLICY robots_robot_own ON robots_robot TO gearskifte_web
    USING (robots_owns(department)) WITH CHECK (robots_owns(department));

CREATE POLICY robots_version_web ON robots_version FOR SELECT TO gearskifte_web
    USING (EXISTS (SELECT FROM robots_robot AS r WHERE r.id = robot_id));
CREATE POLICY robots_version_own ON robots_version FOR INSERT TO gearskifte_web
    WITH CHECK (EXISTS (SELECT FROM robots_robot AS r
                        WHERE r.id = robot_id AND robots_owns(r.department)));

CREATE POLICY robots_binding_web ON robots_binding FOR SELECT TO gearskifte_web
    USING (EXISTS (SELECT FROM robots_robot AS r WHERE r.id = robot_id));
CREATE POLICY robots_binding_own ON robots_binding FOR INSERT TO gearskifte_web
    WITH CHECK (EXISTS (SELECT FROM robots_robot AS r
                        WHERE r.id = robot_id AND robots_owns(r.department)));

CREATE POLICY robots_item_web ON robots_item TO gearskifte_web
    USING ((SELECT robots_near()) AND EXISTS (SELECT FROM robots_robot AS r WHERE r.id = robot_id))
    WITH CHECK ((SELECT robots_near())
                AND EXISTS (SELECT FROM robots_robot AS r WHERE r.id = robot_id));

CREATE POLICY robots_step_web ON robots_step TO gearskifte_web
    USING (EXISTS (SELECT FROM robots_item AS i WHERE i.id = item_id))
    WITH CHECK (EXISTS (SELECT FROM robots_item AS i WHERE i.id = item_id));

CREATE POLICY robots_task_web ON robots_task TO gearskifte_web
    USING (EXISTS (SELECT FROM robots_item AS i WHERE i.id = item_id))
    WITH CHECK (EXISTS (SELECT FROM robots_item AS i WHERE i.id = item_id));

CREATE POLICY robots_picture_web ON robots_picture FOR SELECT TO gearskifte_web
    USING ((SELECT robots_role()) = 'case_worker'
           AND EXISTS (SELECT FROM robots_item AS i WHERE i.id = item_id));

CREATE POLICY robots_minutes_own ON robots_minutes TO gearskifte_web
    USING (EXISTS (SELECT FROM robots_robot AS r WHERE r.id = robot_id AND robots_owns(r.department)))
    WITH CHECK (EXISTS (SELECT FROM robots_robot AS r
                        WHERE r.id = robot_id AND robots_owns(r.department)));

CREATE POLICY robots_secret_own ON robots_secret FOR SELECT TO gearskifte_web
    USING (EXISTS (SELECT FROM robots_robot AS r WHERE r.id = robot_id AND robots_owns(r.department)));

CREATE POLICY robots_tryout_own ON robots_tryout TO gearskifte_web
    USING (EXISTS (SELECT FROM robots_version AS v JOIN robots_robot AS r ON r.id = v.robot_id
                   WHERE v.id = version_id AND robots_owns(r.department)))
    WITH CHECK (EXISTS (SELECT FROM robots_version AS v JOIN robots_robot AS r ON r.id = v.robot_id
                        WHERE v.id = version_id AND robots_owns(r.department)));

CREATE POLICY robots_proposal_own ON robots_proposal TO gearskifte_web
    USING (EXISTS (SELECT FROM robots_version AS v JOIN robots_robot AS r ON r.id = v.robot_id
                   WHERE v.id = version_id AND robots_owns(r.department)))
    WITH CHECK (EXISTS (SELECT FROM robots_version AS v JOIN robots_robot AS r ON r.id = v.robot_id
                        WHERE v.id = version_id AND robots_owns(r.department)));

CREATE POLICY robots_seen_page_own ON robots_seen_page FOR SELECT TO gearskifte_web
    USING (EXISTS (SELECT FROM robots_robot AS r WHERE r.id = robot_id AND robots_owns(r.department)));

-- A second person says yes to a version: items that nobody has begun on are worked on by it from now
-- on. Those who see no items may approve too, so it is done here, for robots that they see.
CREATE OR REPLACE FUNCTION robots_approve(p_version bigint, p_by text, p_now timestamptz)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
    approved robots_version;
    moved bigint;
BEGIN
    UPDATE robots_version AS v SET approved_by = p_by, approved_at = p_now
    FROM robots_robot AS r
    WHERE v.id = p_version AND v.approved_at IS NULL AND v.made_by <> p_by AND r.id = v.robot_id
      AND robots_role() <> 'case_worker' AND robots_sees(r.department, r.helpers)
    RETURNING v.* INTO approved;
    IF approved.id IS NULL THEN
        RETURN;
    END IF;
    UPDATE robots_item AS i SET version_id = approved.id
    WHERE i.robot_id = approved.robot_id AND i.state IN ('ready', 'stopped') AND i.attempts = 0;
    GET DIAGNOSTICS moved = ROW_COUNT;
    PERFORM robots_note(0, jsonb_build_object(
        'did', 'approved', 'version', approved.id, 'by', p_by, 'digest', approved.digest,
        'moved', moved));
END
$$;

-- How many items of each robot that is seen: today, in all, and what waits. Figures, no item.
CREATE OR REPLACE FUNCTION robots_sums(p_today timestamptz, p_since timestamptz)
RETURNS TABLE (robot bigint, done_today bigint, in_line bigint, waiting bigint,
               handed_today bigint, done_since bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
    SELECT r.id,
           count(i.id) FILTER (WHERE i.state = 'done' AND i.ended_at >= p_today),
           count(i.id) FILTER (WHERE i.state IN ('ready', 'running', 'stopped')),
           count(i.id) FILTER (WHERE i.state = 'waiting'),
           count(i.id) FILTER (WHERE i.state = 'handed' AND i.ended_at >= p_today),
           count(i.id) FILTER (WHERE i.state = 'done' AND i.ended_at >= p_since)
    FROM robots_robot AS r LEFT JOIN robots_item AS i ON i.robot_id = r.id
    WHERE robots_sees(r.department, r.helpers)
    GROUP BY r.id
$$;

-- What the hours account of a robot that is seen is made from. Figures, no item.
CREATE OR REPLACE FUNCTION robots_account(
    p_robot bigint, p_since timestamptz, p_until timestamptz
) RETURNS TABLE (items bigint, samples numeric[], exceptions numeric, upkeep numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
    SELECT (SELECT count(*) FROM robots_item AS i WHERE i.robot_id = r.id AND i.state = 'done'
                AND i.ended_at >= p_since AND i.ended_at < p_until),
           coalesce((SELECT array_agg(m.minutes ORDER BY m.id) FROM robots_minutes AS m
                     WHERE m.robot_id = r.id AND m.kind = 'sample'), '{}'),
           coalesce((SELECT sum(t.minutes) FROM robots_task AS t
                     JOIN robots_item AS i ON i.id = t.item_id
                     WHERE i.robot_id = r.id AND t.answered_at >= p_since
                       AND t.answered_at < p_until), 0),
           coalesce((SELECT sum(m.minutes) FROM robots_minutes AS m
                     WHERE m.robot_id = r.id AND m.kind = 'upkeep' AND m.at >= p_since
                       AND m.at < p_until), 0)
    FROM robots_robot AS r WHERE r.id = p_robot AND robots_sees(r.department, r.helpers)
$$;

-- The robots of the house in numbers alone, for whoever leads it: no robot, no item.
CREATE OR REPLACE FUNCTION robots_now(p_since timestamptz)
RETURNS TABLE (robots bigint, stopped bigint, unapproved bigint, waiting bigint, done bigint,
               handed bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
    SELECT (SELECT count(DISTINCT robot_id) FROM robots_version WHERE approved_at IS NOT NULL),
           (SELECT count(*) FROM robots_robot AS r WHERE r.stopped),
           (SELECT count(*) FROM robots_version AS v WHERE v.approved_at IS NULL
              AND v.number = (SELECT max(n.number) FROM robots_version AS n
                              WHERE n.robot_id = v.robot_id)),
           (SELECT count(*) FROM robots_task WHERE answered_at IS NULL),
           count(*) FILTER (WHERE i.state = 'done'),
           count(*) FILTER (WHERE i.state = 'handed')
    FROM robots_item AS i WHERE i.ended_at >= p_since
$$;
