# SPDX-License-Identifier: EUPL-1.2
"""How long a member takes to read what 98 municipalities share."""
