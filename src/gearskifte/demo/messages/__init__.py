# SPDX-License-Identifier: EUPL-1.2
"""The standards' messages as text, in the dialect of whoever sends them."""
