# SPDX-License-Identifier: EUPL-1.2
"""Feeds, hubs and readers in folders, as the tests of the commons need them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gearskifte.commons.federation import FolderStore, Publisher
from gearskifte.commons.rules.feed import (
    GENESIS,
    LIFETIME,
    Event,
    Head,
    Known,
    Signed,
    Verb,
    canonical,
    follow,
    page_name,
    write_page,
)

NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)
OWNER = "12345678"
OTHER = "87654321"


def entry(number: int = 1, *, by: str = OWNER, title: str = "Smarte skraldespande") -> Event:
    """An entry as its owner tells it."""
    return Event(by, Verb.ENTRY, f"{by}/ide-{number}", NOW, {"title": title}, {})


def effect(*, by: str = OTHER, n: float = 40) -> Event:
    """A measured effect, told by who reused."""
    texts = {"metric": "tømninger", "method": "run-log"}
    return Event(by, Verb.EFFECT, f"{OWNER}/ide-1", NOW, texts, {"n": n, "value": -0.5})


def reuse(how: str = "import", **numbers: float) -> Event:
    """A reuse, told by who reused."""
    texts = {"how": how, "since": NOW.isoformat()}
    return Event(OTHER, Verb.REUSE, f"{OWNER}/ide-1", NOW, texts, numbers)


def publisher(folder: Path, owner: str = OWNER) -> Publisher:
    """Someone with a new key who writes to `folder`."""
    return Publisher(FolderStore(folder), owner, Ed25519PrivateKey.generate())


class Forger:
    """Someone who holds the owner's own key and signs what they like: the worst attacker."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = Ed25519PrivateKey.generate()

    @property
    def known(self) -> Known:
        """What a reader knows before the first page."""
        return Known(OWNER, self.key.public_key().public_bytes_raw())

    def write(self, *pages: bytes, **changes: object) -> None:
        """Write these very pages and a head that is right but for `changes`."""
        chain = GENESIS
        for number, page in enumerate(pages, start=1):
            chain = follow(chain, page)
            file = self.folder / page_name(number)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(page)
        head = Head(OWNER, len(pages), len(pages), chain, NOW, NOW + LIFETIME)
        self.put(msgspec.structs.replace(head, **changes))

    def put(self, head: Head) -> None:
        """Sign a head and write it."""
        signature = base64.b64encode(self.key.sign(canonical(head))).decode()
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "head.json").write_bytes(canonical(Signed(head, signature)))


def page(*events: Event) -> bytes:
    """A page in canonical form."""
    return write_page(events)


def later(days: float) -> datetime:
    """A moment after `NOW`."""
    return NOW + timedelta(days=days)


def changed(event: Event, **changes: object) -> Event:
    """The event with some fields changed."""
    return msgspec.structs.replace(event, **changes)


def raw(lines: Sequence[bytes]) -> bytes:
    """A page of these very lines."""
    return b"".join(line + b"\n" for line in lines)
