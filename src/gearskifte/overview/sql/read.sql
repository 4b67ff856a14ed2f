-- name: news
-- What is new to a person, logged.
SELECT overview_read_news(%(at)s, %(subject)s, %(entry)s, %(since)s)::text;

-- name: robot_acts
-- What robots did in the case that this transaction has opened, by its id or its number.
SELECT at, robot, rule, what FROM overview_robot_act
WHERE person_id = %(subject)s AND case_ref IN (%(id)s, %(number)s) AND at <= %(at)s
ORDER BY at DESC, event_id DESC;

-- name: all_robot_acts
-- What robots did in all cases of the person whom this transaction has opened.
SELECT case_ref, at, robot, rule, what FROM overview_robot_act
WHERE person_id = %(subject)s AND at <= %(at)s
ORDER BY at DESC, event_id DESC;

-- name: citizen_sees
-- What a citizen sees, as a citizen, of what an official may read, logged.
SELECT overview_citizen_sees(%(at)s, %(subject)s, %(authority)s, %(entry)s);

-- name: protected
-- Of these persons those whose name and address are protected.
SELECT overview_protected(%(persons)s, %(at)s);

-- name: guarded
-- Of these objects those in whose texts a reader is shown no address.
SELECT overview_guarded(%(objects)s, %(subject)s, %(reader)s, %(at)s)::text;

-- name: whose
-- Whom one of an authority's matters is about.
SELECT overview_whose(%(authority)s, %(id)s);

-- name: deliveries
-- What was delivered to the person whose data this transaction has opened, the newest first.
SELECT coalesce(json_agg(json_build_object(
    'grant', d.object_id, 'service', d.service, 'first', d.first, 'last', d.last,
    'amount', trim_scale(d.amount), 'unit', d.unit, 'source', d.source)
    ORDER BY d.last DESC, d.first DESC, d.service, d.id), '[]')::text
FROM (SELECT * FROM overview_delivery ORDER BY last DESC, first DESC, service, id LIMIT %(most)s) AS d;
