-- name: add_robot_act
-- A robot did something in a citizen's case; told once.
INSERT INTO overview_robot_act (event_id, person_id, case_ref, at, robot, rule, what)
VALUES (%(event_id)s, %(person)s, %(case)s, %(at)s, %(robot)s, %(rule)s, %(what)s)
ON CONFLICT DO NOTHING;

-- name: add_news
-- Tell each person once.
INSERT INTO overview_news (person_id, object_id, event_id, what, at)
SELECT person, %(object_id)s, %(event_id)s, %(what)s, %(at)s
FROM unnest(%(persons)s::uuid[]) AS person
ON CONFLICT DO NOTHING;
