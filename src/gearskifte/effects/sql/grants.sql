-- Who may do what with the tables of effects. Run after every migration; safe to run again.
-- The web sees no single case, only what has been counted together.
GRANT SELECT ON effects_picture, effects_deadline, effects_initiative, effects_staffing,
    effects_reckoning, effects_adoption, effects_import, effects_elsewhere, effects_meaning,
    effects_proposal TO gearskifte_web;
GRANT INSERT ON effects_deadline, effects_initiative, effects_staffing, effects_meaning,
    effects_proposal TO gearskifte_web;
GRANT UPDATE (due_at) ON effects_picture TO gearskifte_web;
GRANT USAGE ON SEQUENCE effects_deadline_id_seq, effects_staffing_id_seq, effects_meaning_id_seq
    TO gearskifte_web;
GRANT SELECT, INSERT, UPDATE ON effects_case, effects_picture, effects_touch, effects_adoption,
    effects_import, effects_elsewhere TO gearskifte_worker;
GRANT SELECT, INSERT ON effects_deadline, effects_initiative, effects_staffing, effects_reckoning,
    effects_meaning, effects_minutes TO gearskifte_worker;
GRANT SELECT, DELETE, UPDATE (shown) ON effects_proposal TO gearskifte_worker;
GRANT USAGE ON SEQUENCE effects_deadline_id_seq, effects_staffing_id_seq, effects_reckoning_id_seq,
    effects_meaning_id_seq TO gearskifte_worker;
