-- Who may do what with the kernel's tables. Run after every migration; safe to run again.
GRANT SELECT ON kernel_audit, kernel_pub_outbox TO gearskifte_web;
GRANT SELECT, INSERT ON kernel_lookup TO gearskifte_web;
GRANT SELECT ON kernel_audit, kernel_chain TO gearskifte_worker;
GRANT SELECT, INSERT, UPDATE ON kernel_outbox TO gearskifte_worker;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO gearskifte_worker;
