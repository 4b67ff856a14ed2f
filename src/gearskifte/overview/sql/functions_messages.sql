-- Messages that there is news, and how citizens want them. Run after every migration; safe to run again.
ALTER TABLE overview_message_setting ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS overview_message_setting_worker ON overview_message_setting;
CREATE POLICY overview_message_setting_worker ON overview_message_setting TO gearskifte_worker
    USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS overview_message_setting_own ON overview_message_setting;
CREATE POLICY overview_message_setting_own ON overview_message_setting TO gearskifte_web
    USING (person_id = (SELECT kernel_subject()) AND (SELECT kernel_authority()) = ''
           AND (SELECT kernel_scope()) = '')
    WITH CHECK (person_id = (SELECT kernel_subject()) AND (SELECT kernel_authority()) = ''
                AND (SELECT kernel_scope()) = '');

ALTER TABLE overview_message ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS overview_message_worker ON overview_message;
CREATE POLICY overview_message_worker ON overview_message TO gearskifte_worker USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS overview_message_own ON overview_message;
CREATE POLICY overview_message_own ON overview_message FOR SELECT TO gearskifte_web
    USING (person_id = (SELECT kernel_subject()) AND (SELECT kernel_authority()) = ''
           AND (SELECT kernel_scope()) = '');
DROP POLICY IF EXISTS overview_message_desk ON overview_message;
CREATE POLICY overview_message_desk ON overview_message TO gearskifte_web
    USING (owner = (SELECT kernel_authority()) AND owner <> '' AND state = 'escalated')
    WITH CHECK (owner = (SELECT kernel_authority()) AND owner <> '' AND state = 'escalated');

-- How a citizen hears of news, and what became of the newest messages.
CREATE OR REPLACE FUNCTION overview_read_messages(
    p_at timestamptz, p_subject uuid, p_entry jsonb
) RETURNS json
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM kernel_open(p_at, p_subject, '', p_entry);
    RETURN json_build_array(
        (SELECT json_build_array(channel, email, language, cases, money, answers)
         FROM overview_message_setting WHERE person_id = p_subject),
        (SELECT coalesce(json_agg(json_build_array(m.made_at, m.channel, m.state, m.sent_at, m.ended_at)
                                  ORDER BY m.made_at DESC), '[]')
         FROM (SELECT * FROM overview_message WHERE person_id = p_subject AND state <> 'dropped'
               ORDER BY made_at DESC LIMIT 20) AS m));
END
$$;

-- Choose how to hear of news; what is under way goes as it was chosen then.
CREATE OR REPLACE FUNCTION overview_choose_messages(
    p_at timestamptz, p_subject uuid, p_entry jsonb, p_channel text, p_email text, p_language text,
    p_cases boolean, p_money boolean, p_answers boolean
) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM kernel_open(p_at, p_subject, '', p_entry);
    INSERT INTO overview_message_setting (person_id, channel, email, language, cases, money, answers,
                                          changed_at)
    VALUES (p_subject, p_channel, p_email, p_language, p_cases, p_money, p_answers, p_at)
    ON CONFLICT (person_id) DO UPDATE
    SET channel = excluded.channel, email = excluded.email, language = excluded.language,
        cases = excluded.cases, money = excluded.money, answers = excluded.answers,
        changed_at = excluded.changed_at;
END
$$;

-- The messages of an authority that went to a person: those that nobody has seen to first.
CREATE OR REPLACE FUNCTION overview_read_undelivered(p_authority text, p_most integer) RETURNS json
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM overview_open_desk(p_authority);
    RETURN (
        SELECT coalesce(json_agg(json_build_array(
            m.id, m.ended_at, m.reason, m.channel, m.unit, m.subject, m.handled_at, m.handled_by)
            ORDER BY m.handled_at IS NOT NULL, m.ended_at, m.id), '[]')
        FROM (SELECT * FROM overview_message
              ORDER BY handled_at IS NOT NULL, ended_at, id LIMIT p_most) AS m
    );
END
$$;

-- One of the authority's messages, with whom it was to.
CREATE OR REPLACE FUNCTION overview_open_message(
    p_at timestamptz, p_subject uuid, p_authority text, p_entry jsonb, p_id uuid
) RETURNS json
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM kernel_open(p_at, p_subject, p_authority, p_entry);
    RETURN (
        SELECT json_build_array(
            m.id, m.ended_at, m.reason, m.channel, m.unit, m.subject, m.handled_at, m.handled_by,
            m.handling, coalesce(n.name, ''))
        FROM overview_message AS m LEFT JOIN registry_pub_name AS n ON n.id = m.person_id
        WHERE m.id = p_id AND m.person_id = p_subject
    );
END
$$;

-- Somebody has seen to it, once.
CREATE OR REPLACE FUNCTION overview_handle_message(
    p_at timestamptz, p_subject uuid, p_authority text, p_entry jsonb, p_id uuid, p_text text,
    p_by text
) RETURNS boolean
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM kernel_open(p_at, p_subject, p_authority, p_entry);
    UPDATE overview_message SET handled_at = p_at, handled_by = p_by, handling = p_text
    WHERE id = p_id AND person_id = p_subject AND handled_at IS NULL;
    RETURN FOUND;
END
$$;
