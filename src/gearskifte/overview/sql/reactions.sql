-- name: add_news
-- Tell each person once.
INSERT INTO overview_news (person_id, object_id, event_id, what, at)
SELECT person, %(object_id)s, %(event_id)s, %(what)s, %(at)s
FROM unnest(%(persons)s::uuid[]) AS person
ON CONFLICT DO NOTHING;

-- name: forget_news
-- News of objects that are deleted, and of answers that are.
DELETE FROM overview_news AS n
WHERE n.object_id = ANY(%(objects)s)
   OR n.what = 'answer' AND NOT EXISTS (SELECT FROM overview_correction AS c WHERE c.id = n.object_id);

-- name: forget_corrections
-- What was said of deleted objects: answered matters go, the others are about no object any more.
WITH answered AS (
    DELETE FROM overview_correction WHERE object_id = ANY(%(objects)s) AND answered_at IS NOT NULL
)
UPDATE overview_correction SET object_id = NULL
WHERE object_id = ANY(%(objects)s) AND answered_at IS NULL;
