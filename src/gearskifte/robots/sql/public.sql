-- name: in_force
-- Every robot with the text of its newest approved recipe.
SELECT DISTINCT ON (r.id) r.id, r.slug, r.title, r.department, v.source
FROM robots_robot AS r JOIN robots_version AS v ON v.robot_id = r.id
WHERE v.approved_at IS NOT NULL ORDER BY r.id, v.number DESC;

-- name: runs
-- Every robot's runs in all.
SELECT r.slug, r.title,
       coalesce((SELECT v.digest FROM robots_version AS v
                 WHERE v.robot_id = r.id AND v.approved_at IS NOT NULL
                 ORDER BY v.number DESC LIMIT 1), ''),
       min(i.ended_at) FILTER (WHERE i.state = 'done'),
       max(i.ended_at) FILTER (WHERE i.state = 'done'),
       count(*) FILTER (WHERE i.state = 'done'),
       count(*) FILTER (WHERE i.state = 'handed'),
       (SELECT count(*) FROM robots_task AS t JOIN robots_item AS k ON k.id = t.item_id
        WHERE k.robot_id = r.id),
       count(*) FILTER (WHERE i.state = 'done' AND NOT EXISTS (
           SELECT FROM robots_task AS t WHERE t.item_id = i.id))
FROM robots_robot AS r LEFT JOIN robots_item AS i ON i.robot_id = r.id
GROUP BY r.id ORDER BY r.slug;

-- name: now
-- The robots in numbers: in force, stopped, unapproved versions, questions, done and handed over.
SELECT robots, stopped, unapproved, waiting, done, handed FROM robots_now(%(since)s);
