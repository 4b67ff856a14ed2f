# SPDX-License-Identifier: EUPL-1.2
"""The door of the commons."""

from __future__ import annotations

from gearskifte.commons.embedding import OfflineEmbedder
from gearskifte.commons.seeding import seed_commons
from gearskifte.commons.service import read_new_meanings

__all__ = ["OfflineEmbedder", "read_new_meanings", "seed_commons"]
