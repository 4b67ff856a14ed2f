-- Who may do what with the overview's tables. Run after every migration; safe to run again.
GRANT SELECT ON overview_usage, overview_robot_act, overview_news, overview_guide, overview_waits TO gearskifte_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON overview_waits TO gearskifte_worker;
GRANT SELECT, INSERT, UPDATE ON overview_correction, overview_mandate TO gearskifte_web;
GRANT SELECT, INSERT, UPDATE ON overview_mandate TO gearskifte_worker;
GRANT SELECT, INSERT, UPDATE ON overview_message_setting TO gearskifte_web;
GRANT SELECT ON overview_message TO gearskifte_web;
GRANT UPDATE (handled_at, handled_by, handling) ON overview_message TO gearskifte_web;
GRANT SELECT ON overview_message_setting TO gearskifte_worker;
GRANT SELECT, INSERT, UPDATE ON overview_message TO gearskifte_worker;
GRANT UPDATE (decided, message_id) ON overview_news TO gearskifte_worker;
GRANT SELECT, DELETE, UPDATE (object_id) ON overview_correction TO gearskifte_worker;
GRANT DELETE ON overview_news TO gearskifte_worker;
GRANT SELECT, INSERT, UPDATE ON overview_protection TO gearskifte_worker;
GRANT USAGE ON SEQUENCE overview_protection_id_seq TO gearskifte_worker;
GRANT SELECT, INSERT, UPDATE ON overview_usage TO gearskifte_worker;
GRANT SELECT, INSERT, DELETE ON overview_robot_act TO gearskifte_worker;
GRANT SELECT, INSERT ON overview_news, overview_guide TO gearskifte_worker;
GRANT USAGE ON SEQUENCE overview_news_id_seq, overview_guide_id_seq TO gearskifte_worker;
