-- Who may do what with the login's tables. Run after every migration; safe to run again.
GRANT SELECT, INSERT, DELETE ON login_used TO gearskifte_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON login_ended TO gearskifte_web;
