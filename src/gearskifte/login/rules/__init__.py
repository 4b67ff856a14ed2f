# SPDX-License-Identifier: EUPL-1.2
"""What a login must hold, and what it gives: pure functions."""
