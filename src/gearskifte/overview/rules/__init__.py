# SPDX-License-Identifier: EUPL-1.2
"""Pure rules of the citizen's page: what is said of each thing, at a given moment."""
