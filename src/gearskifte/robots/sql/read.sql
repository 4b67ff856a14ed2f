-- name: status
-- How many items of each robot are in which state.
SELECT r.slug, i.state, count(i.id) FROM robots_robot AS r
LEFT JOIN robots_item AS i ON i.robot_id = r.id
GROUP BY r.slug, i.state ORDER BY r.slug, i.state;

-- name: open_tasks
-- Questions that wait for a person.
SELECT t.id, r.slug, i.id, i.label, t.line, t.why, t.question, t.choices, t.helper
FROM robots_task AS t
JOIN robots_item AS i ON i.id = t.item_id
JOIN robots_robot AS r ON r.id = i.robot_id
WHERE t.answered_at IS NULL ORDER BY t.asked_at, t.id;

-- name: newest_text
-- A robot's number, and the digest of its newest version.
SELECT r.id, v.digest FROM robots_robot AS r JOIN robots_version AS v ON v.robot_id = r.id
WHERE r.slug = %(slug)s ORDER BY v.number DESC LIMIT 1;
