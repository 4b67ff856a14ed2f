# SPDX-License-Identifier: EUPL-1.2
"""The door of the PX-Web client."""

from __future__ import annotations

from gearskifte.connectors.pxweb.client import checked, fetch, question

__all__ = ["checked", "fetch", "question"]
