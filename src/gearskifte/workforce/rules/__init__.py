# SPDX-License-Identifier: EUPL-1.2
"""Pure arithmetic of people, hours and moves: no database, no framework, no clock."""
