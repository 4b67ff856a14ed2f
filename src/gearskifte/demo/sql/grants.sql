-- Who may do what with the demo's table. Run after every migration; safe to run again.
GRANT SELECT, INSERT, UPDATE ON demo_build TO gearskifte_worker;
