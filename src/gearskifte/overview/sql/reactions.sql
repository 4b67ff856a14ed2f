-- name: add_news
-- Tell each person once.
INSERT INTO overview_news (person_id, object_id, event_id, what, at)
SELECT person, %(object_id)s, %(event_id)s, %(what)s, %(at)s
FROM unnest(%(persons)s::uuid[]) AS person
ON CONFLICT DO NOTHING;
