-- What was promised and what came of it cannot be edited away. Run after every migration.
CREATE OR REPLACE FUNCTION effects_refuse_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'GS-EFF-001: % is only ever added to', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE OR REPLACE TRIGGER effects_deadline_stays BEFORE UPDATE OR DELETE ON effects_deadline
    FOR EACH STATEMENT EXECUTE FUNCTION effects_refuse_change();
CREATE OR REPLACE TRIGGER effects_initiative_stays BEFORE UPDATE OR DELETE ON effects_initiative
    FOR EACH STATEMENT EXECUTE FUNCTION effects_refuse_change();
CREATE OR REPLACE TRIGGER effects_staffing_stays BEFORE UPDATE OR DELETE ON effects_staffing
    FOR EACH STATEMENT EXECUTE FUNCTION effects_refuse_change();
CREATE OR REPLACE TRIGGER effects_reckoning_stays BEFORE UPDATE OR DELETE ON effects_reckoning
    FOR EACH STATEMENT EXECUTE FUNCTION effects_refuse_change();
CREATE OR REPLACE TRIGGER effects_meaning_stays BEFORE UPDATE OR DELETE ON effects_meaning
    FOR EACH STATEMENT EXECUTE FUNCTION effects_refuse_change();
