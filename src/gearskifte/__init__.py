# SPDX-License-Identifier: EUPL-1.2
"""Gearskifte: one loop of rooms over one body of standardised municipal data."""
