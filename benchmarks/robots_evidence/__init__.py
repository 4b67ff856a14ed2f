# SPDX-License-Identifier: EUPL-1.2
"""What pictures before and after every change cost: `python -m benchmarks.robots_evidence`."""
