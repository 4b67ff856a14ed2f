# SPDX-License-Identifier: EUPL-1.2
"""The door of the commons."""

from __future__ import annotations

from gearskifte.commons.embedding import OfflineEmbedder
from gearskifte.commons.held import Held, Reuse, State, body_of, find, listed, reuses
from gearskifte.commons.importing import import_catalogue
from gearskifte.commons.package_views import share as share_robot
from gearskifte.commons.packages import (
    believe,
    fill,
    offer,
    publish,
    receive,
    try_next,
)
from gearskifte.commons.packing import Publisher, publisher_of
from gearskifte.commons.rules.package import PackageRefused
from gearskifte.commons.rules.refusal_words import words_of as refusal_words
from gearskifte.commons.seeding import seed_commons
from gearskifte.commons.service import read_new_meanings

__all__ = [
    "Held",
    "OfflineEmbedder",
    "PackageRefused",
    "Publisher",
    "Reuse",
    "State",
    "believe",
    "body_of",
    "fill",
    "find",
    "import_catalogue",
    "listed",
    "offer",
    "publish",
    "publisher_of",
    "read_new_meanings",
    "receive",
    "refusal_words",
    "reuses",
    "seed_commons",
    "share_robot",
    "try_next",
]
