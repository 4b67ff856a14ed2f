# SPDX-License-Identifier: EUPL-1.2
"""How long a verdict on all 98 municipalities takes."""
