-- Who may do what with the robots' tables. Run after every migration; safe to run again.
-- The pages read no pictures, secrets or messages; personal data in the rest is enciphered.
GRANT SELECT, INSERT, UPDATE ON robots_robot, robots_version, robots_item, robots_step, robots_task,
    robots_minutes, robots_act, robots_secret, robots_seen_page, robots_chain, robots_beginning
    TO gearskifte_worker;
GRANT SELECT, INSERT ON robots_picture, robots_log, robots_binding TO gearskifte_worker;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO gearskifte_worker;
GRANT SELECT, INSERT, UPDATE ON robots_robot, robots_version, robots_item, robots_step, robots_task,
    robots_minutes, robots_chain TO gearskifte_web;
GRANT SELECT, INSERT ON robots_log, robots_binding TO gearskifte_web;
GRANT SELECT (robot_id, digest, address, name) ON robots_secret TO gearskifte_web;
GRANT USAGE ON SEQUENCE robots_robot_id_seq, robots_version_id_seq, robots_item_id_seq, robots_binding_id_seq,
    robots_step_id_seq, robots_task_id_seq, robots_minutes_id_seq, robots_log_id_seq, robots_token
    TO gearskifte_web;
