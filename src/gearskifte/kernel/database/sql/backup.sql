-- SPDX-License-Identifier: EUPL-1.2

-- name: export_snapshot
-- The moment that a dump and the sums of its tables share.
SELECT pg_export_snapshot()

-- name: written_alike
-- Values are written the same on every server that a backup may be restored on.
SELECT set_config('datestyle', 'ISO, YMD', true), set_config('timezone', 'UTC', true),
       set_config('intervalstyle', 'iso_8601', true), set_config('bytea_output', 'hex', true)

-- name: tables
-- Every table of the product.
SELECT relname FROM pg_class
WHERE relnamespace = to_regnamespace('public') AND relkind IN ('r', 'p') ORDER BY relname

-- name: sum
-- How many rows a table has, and a sum over their text that does not depend on their order.
SELECT count(*), coalesce(sum(hashtextextended(line::text, 0)::numeric), 0)::text
FROM {table} AS line
