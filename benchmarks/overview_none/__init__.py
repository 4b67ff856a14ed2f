# SPDX-License-Identifier: EUPL-1.2
"""How often a failing source makes the page say *none* when nobody knows: never may it."""
