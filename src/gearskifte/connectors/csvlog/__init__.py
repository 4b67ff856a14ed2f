# SPDX-License-Identifier: EUPL-1.2
"""Event logs as a table, one line for each event; docs/event-logs.md says what columns."""
