# SPDX-License-Identifier: EUPL-1.2
"""SF1491 Ydelsesindeks v6: grants, the benefits in them, and payments."""
