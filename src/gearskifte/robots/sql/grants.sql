-- Who may do what with the robots' tables; which rows, `functions_access.sql` says. Run after every
-- migration; safe to run again. Personal data is enciphered; no page reads a secret or a message.
GRANT SELECT, INSERT, UPDATE ON robots_robot, robots_version, robots_item, robots_step, robots_task,
    robots_minutes, robots_act, robots_secret, robots_seen_page, robots_beginning, robots_proposal,
    robots_tryout TO gearskifte_worker;
GRANT SELECT, INSERT, UPDATE ON robots_lending_key, robots_loan TO gearskifte_worker;
GRANT SELECT ON robots_chain TO gearskifte_worker;
GRANT SELECT, INSERT ON robots_picture, robots_binding TO gearskifte_worker;
GRANT SELECT ON robots_log TO gearskifte_worker;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO gearskifte_worker;
GRANT SELECT, INSERT, UPDATE ON robots_robot, robots_item, robots_step, robots_task TO gearskifte_web;
GRANT SELECT, INSERT ON robots_version, robots_binding, robots_minutes TO gearskifte_web;
GRANT SELECT ON robots_picture TO gearskifte_web;
GRANT SELECT, UPDATE ON robots_proposal TO gearskifte_web;
GRANT SELECT ON robots_seen_page TO gearskifte_web;
GRANT SELECT, INSERT ON robots_tryout TO gearskifte_web;
GRANT USAGE ON SEQUENCE robots_tryout_id_seq TO gearskifte_web;
GRANT SELECT (robot_id, digest, address, name) ON robots_secret TO gearskifte_web;
GRANT USAGE ON SEQUENCE robots_robot_id_seq, robots_version_id_seq, robots_item_id_seq,
    robots_binding_id_seq, robots_step_id_seq, robots_task_id_seq, robots_minutes_id_seq,
    robots_token TO gearskifte_web;
