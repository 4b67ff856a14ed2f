-- name: news
-- What is new to a person, logged.
SELECT overview_read_news(%(at)s, %(subject)s, %(entry)s, %(since)s)::text;
