# SPDX-License-Identifier: EUPL-1.2
"""Rules for the births to come, compared on what was published before any table here begins."""
