-- SPDX-License-Identifier: EUPL-1.2

-- name: running_elsewhere
-- When other municipalities' running undertakings among these last gave a sign of life.
SELECT alive_at FROM commons_entry
WHERE id = ANY(%(entries)s) AND municipality <> %(municipality)s AND phase = 'running';
