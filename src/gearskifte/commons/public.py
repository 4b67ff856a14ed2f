# SPDX-License-Identifier: EUPL-1.2
"""The door of the commons."""

from __future__ import annotations

from gearskifte.commons.embedding import OfflineEmbedder
from gearskifte.commons.importing import import_catalogue
from gearskifte.commons.seeding import seed_commons
from gearskifte.commons.service import read_new_meanings

__all__ = ["OfflineEmbedder", "import_catalogue", "read_new_meanings", "seed_commons"]
