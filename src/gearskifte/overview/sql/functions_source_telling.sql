-- What source systems tell by themselves: who has looked people up in them, and what was delivered. Run after
-- every migration; safe to run again.
DROP FUNCTION IF EXISTS overview_source_look_ups(bytea, timestamptz, timestamptz, jsonb);
DROP FUNCTION IF EXISTS overview_source_deliveries(bytea, timestamptz, jsonb);

-- Which look-ups a source has told is nobody's to read on the web; that and when it tells is about nobody.
ALTER TABLE overview_look_up ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS overview_look_up_worker ON overview_look_up;
CREATE POLICY overview_look_up_worker ON overview_look_up TO gearskifte_worker USING (true) WITH CHECK (true);
ALTER TABLE overview_telling ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS overview_telling_worker ON overview_telling;
CREATE POLICY overview_telling_worker ON overview_telling TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS overview_telling_all ON overview_telling;
CREATE POLICY overview_telling_all ON overview_telling FOR SELECT TO gearskifte_web USING (true);

-- Write look-ups to the logs of those they are about, each once, in the order of persons and times, so that two
-- sources that tell at a time wait for each other and never both. How many were new.
CREATE OR REPLACE FUNCTION overview_tell_look_ups(
    p_system text, p_name text, p_at timestamptz, p_until timestamptz, p_lines jsonb
) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, public
AS $$
DECLARE
    line jsonb;
    number integer := 0;
BEGIN
    FOR line IN SELECT value FROM jsonb_array_elements(p_lines)
                ORDER BY (value ->> 'subject')::uuid, value -> 'entry' -> 'told' ->> 'at' LOOP
        INSERT INTO overview_look_up (system, reference)
        VALUES (p_system, line -> 'entry' -> 'told' ->> 'reference') ON CONFLICT DO NOTHING;
        IF FOUND THEN
            PERFORM kernel_log(p_at, (line ->> 'subject')::uuid, (line -> 'entry') || jsonb_build_object(
                'actor', (line -> 'entry' -> 'actor') || jsonb_build_object('id', 'system:' || p_system),
                'told', (line -> 'entry' -> 'told') || jsonb_build_object('source', p_name)));
            number := number + 1;
        END IF;
    END LOOP;
    INSERT INTO overview_telling AS t (system, name, told_at, until) VALUES (p_system, p_name, p_at, p_until)
    ON CONFLICT (system) DO UPDATE
    SET name = excluded.name, told_at = excluded.told_at, until = greatest(t.until, excluded.until);
    RETURN number;
END
$$;

-- What a system tells was delivered; a row it told before is mended. How many were new or mended.
CREATE OR REPLACE FUNCTION overview_tell_deliveries(p_name text, p_at timestamptz, p_lines jsonb)
RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE
    number integer;
BEGIN
    INSERT INTO overview_delivery AS d (object_id, source, service, first, last, amount, unit, told_at)
    SELECT l.grant, p_name, l.service, l.first, l.last, l.amount, l.unit, p_at
    FROM jsonb_to_recordset(p_lines) AS l ("grant" uuid, service text, first date, last date, amount numeric, unit text)
    ORDER BY l.grant, l.service, l.first, l.last
    ON CONFLICT (object_id, source, service, first, last) DO UPDATE
    SET amount = excluded.amount, unit = excluded.unit, told_at = excluded.told_at
    WHERE (d.amount, d.unit) IS DISTINCT FROM (excluded.amount, excluded.unit);
    GET DIAGNOSTICS number = ROW_COUNT;
    RETURN number;
END
$$;
