# SPDX-License-Identifier: EUPL-1.2
"""Need for hands, supply of hands, hands freed, and what is left uncovered; all in hours a year."""
