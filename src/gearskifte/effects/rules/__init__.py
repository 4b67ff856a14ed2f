# SPDX-License-Identifier: EUPL-1.2
"""Pure rules of effects: from a panel to an effect with honest bounds, and a verdict."""
