# SPDX-License-Identifier: EUPL-1.2
"""The same log on DuckDB and on Spark: every cell of every table, side by side."""
