# SPDX-License-Identifier: EUPL-1.2
"""One what-if on the demo municipality: people, need, supply, plan, waterfall."""
