# SPDX-License-Identifier: EUPL-1.2
"""How many single broken rules the conformance checker finds, and how often it cries wolf.

The messages are made from the published rows themselves (the TSV extracted from KOMBIT's
guidance), by code that shares nothing with the checker: not its tables, its readers or its tests.
"""
