# SPDX-License-Identifier: EUPL-1.2
"""A streaming replica on another machine, which is a network namespace here (Linux, as root)."""
