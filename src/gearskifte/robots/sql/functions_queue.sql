-- How the robots' line is, as whoever runs the installation sees it. Run after every migration.

-- How many items stand where, and since when the oldest of them. Figures, no item and no robot.
CREATE OR REPLACE FUNCTION robots_queue()
RETURNS TABLE (state text, number bigint, oldest_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
    SELECT i.state, count(*), min(coalesce(i.started_at, i.made_at)) FROM robots_item AS i
    WHERE i.state IN ('ready', 'running', 'waiting') GROUP BY i.state
$$;
