-- name: add_robot
-- A robot by its slug, made unless it is there.
INSERT INTO robots_robot (slug, title, owner, department, stopped, stopped_by, made_at)
VALUES (%(slug)s, %(title)s, %(owner)s, %(department)s, false, '', %(now)s)
ON CONFLICT (slug) DO UPDATE SET title = excluded.title, owner = excluded.owner
RETURNING id;

-- name: newest
-- The newest version of a robot.
SELECT id, number, digest FROM robots_version WHERE robot_id = %(robot)s
ORDER BY number DESC LIMIT 1;

-- name: add_version
-- A new version of a robot's recipe.
INSERT INTO robots_version (robot_id, number, source, digest, made_by, made_at, approved_by)
SELECT %(robot)s, coalesce(max(number), 0) + 1, %(source)s, %(digest)s, %(by)s, %(now)s, ''
FROM robots_version WHERE robot_id = %(robot)s
RETURNING id, number;

-- name: version
-- A version, to be approved.
SELECT source, made_by, robot_id, approved_by FROM robots_version WHERE id = %(version)s;

-- name: approve
-- Approved: items that nobody has begun on are worked on by it from now on.
SELECT robots_approve(%(version)s, %(by)s, %(now)s);

-- name: let_answer
-- Which units answer a robot's questions.
UPDATE robots_robot SET helpers = %(units)s WHERE id = %(robot)s
RETURNING robots_note(0, jsonb_build_object('did', 'answered by', 'robot', id, 'by', %(by)s::text,
                                            'units', to_jsonb(%(units)s::text[])));

-- name: fill_in
-- What is filled in for a robot from now on; the log says who did it and what it became.
WITH kept AS (
    INSERT INTO robots_binding (robot_id, given, given_by, given_at)
    VALUES (%(robot)s, %(given)s, %(by)s, %(now)s) RETURNING id
)
SELECT robots_note(0, jsonb_build_object('did', 'filled in', 'robot', %(robot)s::bigint,
                                         'binding', k.id, 'by', %(by)s::text,
                                         'digest', %(digest)s::text))
FROM kept AS k;

-- name: in_force
-- The newest approved version of a robot.
SELECT r.id, v.id, v.source FROM robots_robot AS r JOIN robots_version AS v ON v.robot_id = r.id
WHERE r.slug = %(slug)s AND v.approved_at IS NOT NULL
ORDER BY v.number DESC LIMIT 1;

-- name: stop
-- The stop button: nothing of this robot is begun any more.
WITH halted AS (
    UPDATE robots_robot SET stopped = true, stopped_by = %(by)s WHERE id = %(robot)s RETURNING id
), held_back AS (
    UPDATE robots_item AS i SET state = 'stopped' FROM halted AS h
    WHERE i.robot_id = h.id AND i.state = 'ready' RETURNING i.id
)
SELECT robots_note(0, jsonb_build_object('did', 'robot stopped', 'robot', h.id, 'by', %(by)s::text,
                                         'held back', (SELECT count(*) FROM held_back)))
FROM halted AS h;

-- name: start
-- The robot goes on.
WITH going AS (
    UPDATE robots_robot SET stopped = false, stopped_by = '' WHERE id = %(robot)s RETURNING id
), let_go AS (
    UPDATE robots_item AS i SET state = 'ready' FROM going AS g
    WHERE i.robot_id = g.id AND i.state = 'stopped' RETURNING i.id
)
SELECT robots_note(0, jsonb_build_object('did', 'robot started', 'robot', g.id, 'by', %(by)s::text,
                                         'let go', (SELECT count(*) FROM let_go))),
       pg_notify('robots_work', '')
FROM going AS g;

-- name: task
-- A question that waits.
SELECT why, ARRAY(SELECT jsonb_array_elements_text(choices)) FROM robots_task WHERE id = %(task)s AND answered_at IS NULL;

-- name: answer
-- The answer of a person.
SELECT robots_answer(%(task)s, %(by)s, %(answer)s, %(minutes)s, %(step)s, %(sealed)s, %(said)s,
                     %(state)s);

-- name: add_minutes
-- Minutes of people's time.
INSERT INTO robots_minutes (robot_id, kind, minutes, note, measured_by, at)
VALUES (%(robot)s, %(kind)s, %(minutes)s, %(note)s, %(by)s, %(now)s);

-- name: decide
-- The owner answers a proposal, once.
UPDATE robots_proposal AS p
   SET decided_by = %(by)s, decided_at = %(now)s, accepted = %(accepted)s
FROM robots_version AS v
WHERE p.id = %(proposal)s AND p.decided_at IS NULL AND v.id = p.version_id
RETURNING p.line, p.was, p.becomes, v.robot_id, v.source,
    robots_note(0, jsonb_build_object('did', 'mend', 'proposal', p.id, 'by', %(by)s::text,
                                      'accepted', %(accepted)s::boolean));
