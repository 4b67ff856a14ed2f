# SPDX-License-Identifier: EUPL-1.2
"""The door of the StatBank client."""

from __future__ import annotations

from gearskifte.connectors.statbank.client import StatBank, Transport, over_https
from gearskifte.connectors.statbank.tables import Info, Listed, vintages

__all__ = ["Info", "Listed", "StatBank", "Transport", "over_https", "vintages"]
