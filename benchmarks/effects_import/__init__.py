# SPDX-License-Identifier: EUPL-1.2
"""What it costs to take an XES log in, beside rustxes."""
