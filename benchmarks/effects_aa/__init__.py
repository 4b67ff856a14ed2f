# SPDX-License-Identifier: EUPL-1.2
"""A/A on real municipalities: adoptions that never were, so that whatever is found is false."""
