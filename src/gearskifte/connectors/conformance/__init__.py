# SPDX-License-Identifier: EUPL-1.2
"""Checks messages against the published rules of their standard, row by row and dated."""
