# SPDX-License-Identifier: EUPL-1.2
"""The vendors' systems: when each sends what, and in which dialect."""
