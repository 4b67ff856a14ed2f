# SPDX-License-Identifier: EUPL-1.2
"""How soon another machine goes on where a robot's machine died or was cut off."""
