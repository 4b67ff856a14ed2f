# SPDX-License-Identifier: EUPL-1.2
"""How fast objects come in beside what PostgreSQL itself can do, and how much room they take.

Bulk ingest is held against COPY of the same rows into the same tables with the same indexes, one
message through the API against one INSERT and COMMIT, in one run on one machine.
"""
