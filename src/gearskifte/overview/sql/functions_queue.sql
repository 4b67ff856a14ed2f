-- How messages to citizens stand, as whoever runs the installation sees it. Run after every migration.

-- How many have not ended, and since when the oldest of them. Figures, no message and nobody's name.
CREATE OR REPLACE FUNCTION overview_queue()
RETURNS TABLE (state text, number bigint, oldest_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
    SELECT m.state, count(*), min(m.made_at) FROM overview_message AS m
    WHERE m.ended_at IS NULL GROUP BY m.state
$$;
