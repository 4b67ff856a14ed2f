# SPDX-License-Identifier: EUPL-1.2
"""Event logs of any format: what happened in one case, as one message, and what it says."""
