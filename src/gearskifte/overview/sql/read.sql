-- name: news
-- What is new to a person, logged.
SELECT overview_read_news(%(at)s, %(subject)s, %(entry)s, %(since)s)::text;

-- name: robot_acts
-- What robots did in the case that this transaction has opened, by its id or its number.
SELECT at, robot, rule, what FROM overview_robot_act
WHERE person_id = %(subject)s AND case_ref IN (%(id)s, %(number)s) AND at <= %(at)s
ORDER BY at DESC, event_id DESC;

-- name: citizen_sees
-- What the citizen whose data this transaction has opened sees of it as a citizen.
SELECT object_id FROM registry_pub_citizens_own WHERE person_id = %(subject)s;

-- name: protected
-- Of these persons those whose name and address are protected.
SELECT overview_protected(%(persons)s, %(at)s);
