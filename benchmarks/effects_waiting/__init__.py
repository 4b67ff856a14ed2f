# SPDX-License-Identifier: EUPL-1.2
"""Does the waiting time told to a citizen hold? Looked at in time windows kept back from it."""
