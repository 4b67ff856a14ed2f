# SPDX-License-Identifier: EUPL-1.2
"""The connectors, tried with messages written for the purpose and with published ones."""
