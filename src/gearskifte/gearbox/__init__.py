# SPDX-License-Identifier: EUPL-1.2
"""The gearbox: the whole loop at a glance for one municipality, each figure with its source."""
