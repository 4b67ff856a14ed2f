# SPDX-License-Identifier: EUPL-1.2
"""What survives when the forms that robots work in are changed: `python -m benchmarks.robots_drift`."""
