# SPDX-License-Identifier: EUPL-1.2
"""The forecast against no change, a line and plain cohort ratios, on years that have come."""
