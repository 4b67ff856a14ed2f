# SPDX-License-Identifier: EUPL-1.2
"""Whether the verdicts are true: municipalities that are made up, so that the truth is known."""
