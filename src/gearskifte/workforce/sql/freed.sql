-- name: note
-- What a robot or a kept promise freed, as it was last counted; nothing is written where nothing is new.
INSERT INTO workforce_freed AS f
    (robot, measured_by, title, department, items, samples, minutes, draws, since, until)
VALUES (%(robot)s, %(measured_by)s, %(title)s, %(department)s, %(items)s, %(samples)s, %(minutes)s, %(draws)s,
        %(since)s, %(until)s)
ON CONFLICT (robot) DO UPDATE
SET (title, department, items, samples, minutes, draws, since, until) =
    (excluded.title, excluded.department, excluded.items, excluded.samples, excluded.minutes,
     excluded.draws, excluded.since, excluded.until)
WHERE (f.title, f.department, f.items, f.samples, f.minutes, f.draws)
      IS DISTINCT FROM (excluded.title, excluded.department, excluded.items, excluded.samples,
                        excluded.minutes, excluded.draws)
RETURNING robot;

-- name: forget
-- Robots and promises that are no more free no hours.
DELETE FROM workforce_freed WHERE NOT robot = ANY(%(robots)s) RETURNING robot;

-- name: say
-- Somebody says what a robot's hours went to.
INSERT INTO workforce_use (robot, service, share, said_by, said_at)
VALUES (%(robot)s, %(service)s, %(share)s, %(who)s, %(at)s);

-- name: freed
-- All hours that were freed, with the newest word on what they went to.
SELECT f.robot, f.measured_by, f.title, f.department, f.items, f.samples, f.minutes, f.draws, f.since, f.until,
       u.service, u.share, u.said_by, u.said_at
FROM workforce_freed AS f
LEFT JOIN LATERAL (
    SELECT service, share, said_by, said_at FROM workforce_use
    WHERE robot = f.robot ORDER BY said_at DESC, id DESC LIMIT 1
) AS u ON true
ORDER BY f.minutes DESC, f.robot;
