# SPDX-License-Identifier: EUPL-1.2
"""SF1470 Sags- og Dokumentindeks v6: cases, documents and journal posts."""
