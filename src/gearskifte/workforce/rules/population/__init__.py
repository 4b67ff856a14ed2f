# SPDX-License-Identifier: EUPL-1.2
"""How many people of which age there will be where, and how sure that is."""
