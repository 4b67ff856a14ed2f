-- Answers used and logins ended. Run after every migration; safe to run again.
ALTER TABLE login_used ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS login_used_new ON login_used;
CREATE POLICY login_used_new ON login_used FOR INSERT TO gearskifte_web WITH CHECK (true);
-- What is too old to be used again may be seen, which is what deleting it takes.
DROP POLICY IF EXISTS login_used_old ON login_used;
CREATE POLICY login_used_old ON login_used FOR SELECT TO gearskifte_web USING (until < now());
DROP POLICY IF EXISTS login_used_gone ON login_used;
CREATE POLICY login_used_gone ON login_used FOR DELETE TO gearskifte_web USING (until < now());

-- Marks are keyed digests: which logins have ended is known to all web processes, whose is not.
ALTER TABLE login_ended ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS login_ended_all ON login_ended;
CREATE POLICY login_ended_all ON login_ended TO gearskifte_web USING (true) WITH CHECK (true);
