# SPDX-License-Identifier: EUPL-1.2
"""A source's own count of what it has sent."""
