# SPDX-License-Identifier: EUPL-1.2
"""The commons' rules: pure functions over values."""
