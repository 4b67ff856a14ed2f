# SPDX-License-Identifier: EUPL-1.2
"""98 municipalities, 101 ages, 25 years, 1,000 draws, beside a plain recursion of the same size."""
