# SPDX-License-Identifier: EUPL-1.2
"""Pure rules of effects: from events to outcomes, and from these to an effect with its bounds."""
