# SPDX-License-Identifier: EUPL-1.2
"""Who may see what, held against the guidance (§12) by brute force, in generated cases."""
