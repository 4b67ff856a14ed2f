# SPDX-License-Identifier: EUPL-1.2
"""A small site that shows every component of the ui; only tests see it."""
