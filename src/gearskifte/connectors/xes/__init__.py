# SPDX-License-Identifier: EUPL-1.2
"""XES, the standard for event logs (IEEE 1849-2016 and OpenXES 1.0)."""
