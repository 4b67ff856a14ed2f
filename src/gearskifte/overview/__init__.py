# SPDX-License-Identifier: EUPL-1.2
"""Room 2: what does the municipality have on me, what happens next, who looked (Borgerblikket)."""
