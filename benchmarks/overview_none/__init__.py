# SPDX-License-Identifier: EUPL-1.2
"""How often what failed or was not read makes the page say *none*: never may it."""
