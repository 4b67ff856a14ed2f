# SPDX-License-Identifier: EUPL-1.2
"""Who can move where when they want to: a linear programme that has no variable for dismissal."""
