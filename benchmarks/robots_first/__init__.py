# SPDX-License-Identifier: EUPL-1.2
"""How long it takes from a copy of the source to a robot's first finished item."""
