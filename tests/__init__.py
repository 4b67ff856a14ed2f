# SPDX-License-Identifier: EUPL-1.2
"""The tests, one folder a kind: unit, integration, acceptance, e2e, architecture."""
