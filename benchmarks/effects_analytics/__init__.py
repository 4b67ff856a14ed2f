# SPDX-License-Identifier: EUPL-1.2
"""Five analyses of a large event log, beside PM4Py in one run."""
