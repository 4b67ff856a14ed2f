# SPDX-License-Identifier: EUPL-1.2
"""98 municipalities planned together, and each alone at the prices that come of it."""
