-- name: status
-- How many items of each robot are in which state.
SELECT r.slug, i.state, count(i.id) FROM robots_robot AS r
LEFT JOIN robots_item AS i ON i.robot_id = r.id
GROUP BY r.slug, i.state ORDER BY r.slug, i.state;

-- name: open_tasks
-- Questions that wait for a person.
SELECT t.id, r.slug, i.id, i.label, t.line, t.why, t.question,
       ARRAY(SELECT jsonb_array_elements_text(t.choices)), t.helper
FROM robots_task AS t
JOIN robots_item AS i ON i.id = t.item_id
JOIN robots_robot AS r ON r.id = i.robot_id
WHERE t.answered_at IS NULL ORDER BY t.asked_at, t.id;

-- name: newest_text
-- A robot's number, and the text of its newest version.
SELECT r.id, v.source FROM robots_robot AS r JOIN robots_version AS v ON v.robot_id = r.id
WHERE r.slug = %(slug)s ORDER BY v.number DESC LIMIT 1;

-- name: bindings
-- What was filled in for a robot last, and before that.
SELECT b.id, b.given::text, b.given_by, b.given_at FROM robots_binding AS b
WHERE b.robot_id = %(robot)s ORDER BY b.id DESC;

-- name: item_binding
-- What an item was worked on with.
SELECT b.id, b.given::text, b.given_by, b.given_at
FROM robots_item AS i JOIN robots_binding AS b ON b.id = i.binding_id WHERE i.id = %(item)s;

-- name: elsewhere
-- What other robots here have filled in, the newest last, to suggest it again.
SELECT b.given::text FROM robots_binding AS b ORDER BY b.id;

-- name: helpers
-- The units that answer a robot's questions.
SELECT helpers FROM robots_robot WHERE slug = %(slug)s;

-- name: secrets_given
-- Which secrets a text of a recipe was given, and where.
SELECT s.name, s.address FROM robots_secret AS s
WHERE s.robot_id = %(robot)s AND s.digest = %(digest)s;

-- name: robots
-- Every robot that is seen: its items today and in all, what waits, who approved it last.
SELECT r.id, r.slug, r.title, r.owner, r.stopped, r.stopped_by, s.done_today, s.in_line, s.waiting,
       s.handed_today, s.done_since, v.number, v.approved_by, v.approved_at,
       (SELECT max(n.number) FROM robots_version AS n WHERE n.robot_id = r.id), r.department,
       r.helpers
FROM robots_robot AS r
JOIN robots_sums(%(today)s, %(since)s) AS s ON s.robot = r.id
LEFT JOIN LATERAL (
    SELECT number, approved_by, approved_at FROM robots_version
    WHERE robot_id = r.id AND approved_at IS NOT NULL ORDER BY number DESC LIMIT 1
) AS v ON true
WHERE %(slug)s::text IS NULL OR r.slug = %(slug)s
ORDER BY r.title;

-- name: account
-- What the hours account of a robot is made from.
SELECT items, samples, exceptions, upkeep FROM robots_account(%(robot)s, %(since)s, %(until)s);

-- name: versions
-- A robot's versions, the newest first.
SELECT v.id, v.number, v.source, v.made_by, v.made_at, v.approved_by, v.approved_at
FROM robots_version AS v JOIN robots_robot AS r ON r.id = v.robot_id
WHERE r.slug = %(slug)s ORDER BY v.number DESC;

-- name: newest_items
-- A robot's items: those that wait for a person first, then the newest.
SELECT i.id, i.label, i.state, i.reason, i.attempts, i.made_at, i.ended_at
FROM robots_item AS i JOIN robots_robot AS r ON r.id = i.robot_id
WHERE r.slug = %(slug)s
ORDER BY i.state <> 'waiting', i.id DESC LIMIT %(most)s;

-- name: item
-- An item with the recipe it is worked on by.
SELECT i.id, i.label, i.state, i.reason, i.attempts, i.made_at, i.ended_at, i.subject, v.number,
       v.source, r.slug, r.title
FROM robots_item AS i
JOIN robots_version AS v ON v.id = i.version_id
JOIN robots_robot AS r ON r.id = i.robot_id
WHERE i.id = %(item)s;

-- name: passings
-- What is remembered of an item's steps, in the order in which they were begun.
SELECT s.at, s.line, s.state, s.changes, s.said, s.verified, s.sealed, s.done_at
FROM robots_step AS s WHERE s.item_id = %(item)s ORDER BY s.id;

-- name: tasks_of
-- An item's questions and answers.
SELECT t.id, t.at, t.line, t.why, t.code, t.question, t.question_en,
       ARRAY(SELECT jsonb_array_elements_text(t.choices)), t.helper,
       t.asked_at, t.answered_at, t.answered_by, t.answer, t.minutes
FROM robots_task AS t WHERE t.item_id = %(item)s ORDER BY t.id;

-- name: task_place
-- Where a question belongs.
SELECT t.id, t.item_id, r.slug, r.id FROM robots_task AS t
JOIN robots_item AS i ON i.id = t.item_id JOIN robots_robot AS r ON r.id = i.robot_id
WHERE t.id = %(task)s;

-- name: open_item
-- Open a citizen's item to an official: it stands in the citizen's log.
SELECT kernel_open(%(at)s, %(subject)s, %(authority)s, %(entry)s);

-- name: open_as
-- In whose name this transaction asks.
SELECT robots_open_as(%(role)s, %(unit)s);

-- name: opened
-- Somebody saw what was done with an item in clear: it stands in the ledger's log.
SELECT robots_note(%(item)s, jsonb_build_object('did', 'opened', 'by', %(by)s::text,
                                                'what', %(what)s::text));

-- name: proposals
-- What pages are called now, in the newest version of each robot, and nobody has answered.
SELECT p.id, r.slug, r.title, p.line, p.was, p.becomes, p.why, p.seen, p.newest_at
FROM robots_proposal AS p
JOIN robots_version AS v ON v.id = p.version_id
JOIN robots_robot AS r ON r.id = v.robot_id
WHERE p.decided_at IS NULL
  AND (%(slug)s::text IS NULL OR r.slug = %(slug)s)
  AND v.number = (SELECT max(n.number) FROM robots_version AS n WHERE n.robot_id = r.id)
ORDER BY p.newest_at DESC;

-- name: seen_pages
-- What robots have kept of the pages they work on: labels, no values.
SELECT r.slug, s.key, s.content::text
FROM robots_seen_page AS s
JOIN robots_robot AS r ON r.id = s.robot_id
WHERE r.slug = ANY(%(slugs)s::text[]);

-- name: pictures
-- The pictures of an item, without the pictures themselves.
SELECT p.id, p.at, p.moment FROM robots_picture AS p WHERE p.item_id = %(item)s ORDER BY p.id;

-- name: picture
-- One picture of an item.
SELECT p.sealed FROM robots_picture AS p WHERE p.item_id = %(item)s AND p.id = %(picture)s;

-- name: queue
-- How the line stands.
SELECT state, number, oldest_at FROM robots_queue() ORDER BY state;
