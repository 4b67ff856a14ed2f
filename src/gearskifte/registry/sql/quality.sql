-- name: months
-- How often each system broke each rule, by month.
SELECT q.system, q.system_name, q.month, q.rule, q.severity, q.number, q.objects, q.citizens,
       s.messages, q.text_da, q.text_en
FROM registry_pub_quality AS q
JOIN registry_pub_sent AS s ON s.system = q.system AND s.month = q.month
WHERE q.month >= %(since)s
ORDER BY q.system_name, q.system, q.rule, q.month;

-- name: sent
-- How many messages each system sent, by month.
SELECT system, month, messages FROM registry_pub_sent WHERE month >= %(since)s;

-- name: earlier
-- The newest month before this one in which anything was sent.
SELECT max(month) FROM registry_pub_sent WHERE month < %(month)s;
