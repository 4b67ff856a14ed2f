# SPDX-License-Identifier: EUPL-1.2
"""Which hands we will lack, how many were freed, and who can move where."""
