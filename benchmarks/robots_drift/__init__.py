# SPDX-License-Identifier: EUPL-1.2
"""What survives when forms that robots work in change: `python -m benchmarks.robots_drift`."""
