-- Who may do what with the commons' tables. Run after every migration; safe to run again.
GRANT SELECT, INSERT, UPDATE ON commons_package TO gearskifte_web, gearskifte_worker;
GRANT SELECT, INSERT ON commons_publisher TO gearskifte_web, gearskifte_worker;
GRANT SELECT, INSERT, UPDATE ON
    commons_entry, commons_judgement, commons_reply, commons_milestone, commons_reuse,
    commons_effect, commons_pool, commons_partner
TO gearskifte_web, gearskifte_worker;
GRANT INSERT ON commons_untold TO gearskifte_web;
GRANT SELECT ON commons_page, commons_peer TO gearskifte_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON commons_untold TO gearskifte_worker;
GRANT SELECT, INSERT, UPDATE ON commons_page, commons_peer, commons_told TO gearskifte_worker;
GRANT USAGE ON SEQUENCE
    commons_entry_number, commons_judgement_id_seq, commons_reply_id_seq,
    commons_milestone_id_seq, commons_reuse_id_seq, commons_effect_id_seq,
    commons_partner_id_seq, commons_untold_id_seq
TO gearskifte_web, gearskifte_worker;
