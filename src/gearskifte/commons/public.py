# SPDX-License-Identifier: EUPL-1.2
"""The door of the commons."""

from __future__ import annotations

from gearskifte.commons.embedding import OfflineEmbedder
from gearskifte.commons.importing import import_catalogue
from gearskifte.commons.package_views import share as share_robot
from gearskifte.commons.packages import Reuse, believe, publish, receive, reuses, try_next
from gearskifte.commons.packing import Publisher
from gearskifte.commons.rules.package import PackageRefused
from gearskifte.commons.seeding import seed_commons
from gearskifte.commons.service import read_new_meanings

__all__ = [
    "OfflineEmbedder",
    "PackageRefused",
    "Publisher",
    "Reuse",
    "believe",
    "import_catalogue",
    "publish",
    "read_new_meanings",
    "receive",
    "reuses",
    "seed_commons",
    "share_robot",
    "try_next",
]
