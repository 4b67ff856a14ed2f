-- Who may do what with the commons' tables. Run after every migration; safe to run again.
GRANT SELECT, INSERT, UPDATE ON commons_package TO gearskifte_web, gearskifte_worker;
GRANT SELECT, INSERT ON commons_publisher TO gearskifte_web, gearskifte_worker;
GRANT SELECT, INSERT, UPDATE ON commons_entry, commons_judgement, commons_reply TO gearskifte_web;
GRANT SELECT, INSERT, UPDATE ON commons_entry, commons_judgement, commons_reply
TO gearskifte_worker;
GRANT USAGE ON SEQUENCE commons_entry_number, commons_judgement_id_seq, commons_reply_id_seq
TO gearskifte_web, gearskifte_worker;
