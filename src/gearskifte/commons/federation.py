# SPDX-License-Identifier: EUPL-1.2
"""Feeds on disk and over HTTP, the hub that mirrors them, and members that read the hub.

The hub merges by mirroring: it keeps each owner's own pages and head, and signs a directory of who
the owners are, with their keys and the chain of each. A member trusts the hub for *who is who*, and
each owner's signature for *what they say*; a hub that lies about content is found out.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import httpx
import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gearskifte.commons.rules.feed import (
    CLOCK_SKEW,
    LIFETIME,
    MOST_HEAD_BYTES,
    MOST_PAGE_BYTES,
    Event,
    FeedRefused,
    Fetch,
    Head,
    Known,
    Signed,
    canonical,
    check_event,
    page_name,
    read_new,
    sign_head,
    write_page,
)

MOST_DIRECTORY_BYTES: Final = 256 * 1024
EVENTS_A_PAGE: Final = 500


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A municipality of the directory: its CVR number, public key (base64) and newest chain."""

    owner: str
    key: str
    chain: str
    sequence: int


class Directory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who takes part, as the hub knows it."""

    sequence: int
    issued: datetime
    expires: datetime
    members: tuple[Member, ...]


class SignedDirectory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The directory with the hub's signature (base64)."""

    directory: Directory
    signature: str


class Publisher:
    """Writes one owner's feed to a folder. Pages are only added."""

    def __init__(self, folder: Path, owner: str, key: Ed25519PrivateKey) -> None:
        self._folder = folder
        self._key = key
        self._owner = owner

    @property
    def public_key(self) -> bytes:
        """The 32 bytes that others verify with."""
        return self._key.public_key().public_bytes_raw()

    def publish(self, events: Sequence[Event], now: datetime) -> Head:
        """Add pages with these events and sign a new head; with none, only a fresh head.

        Raises:
            FeedRefused: if an event may not be told; then nothing at all is written.
        """
        for event in events:
            check_event(self._owner, event, now)
        known = self._known()
        signed: Signed | None = None
        for at in range(0, max(len(events), 1), EVENTS_A_PAGE):
            page = write_page(events[at : at + EVENTS_A_PAGE])
            signed = sign_head(known, page, self._key, now)
            if page:
                _write(self._folder / page_name(signed.head.pages), page)
            known = _after(known, signed.head)
        assert signed is not None  # noqa: S101 - the loop runs once at least
        _write(self._folder / "head.json", canonical(signed))
        return signed.head

    def _known(self) -> Known:
        file = self._folder / "head.json"
        start = Known(self._owner, self.public_key)
        if not file.exists():
            return start
        return _after(start, msgspec.json.decode(file.read_bytes(), type=Signed).head)


class Hub:
    """Mirrors members' feeds into one folder and signs the directory of them."""

    def __init__(self, folder: Path, key: Ed25519PrivateKey, members: Mapping[str, bytes]) -> None:
        self._folder = folder
        self._key = key
        self._known = {owner: Known(owner, public) for owner, public in members.items()}
        self._sequence = 0

    @property
    def public_key(self) -> bytes:
        """The 32 bytes that members verify the directory with."""
        return self._key.public_key().public_bytes_raw()

    def collect(self, feeds: Mapping[str, Fetch], now: datetime) -> dict[str, str]:
        """Fetch what is new from each feed; gives owner → why, for those refused.

        A refused feed stays as it was last believed, and the others are not held up.
        """
        refused = {}
        for owner, fetch in feeds.items():
            if owner not in self._known:
                refused[owner] = "unknown"
                continue
            kept: dict[str, bytes] = {}
            try:
                known, _ = read_new(self._known[owner], _keeping(fetch, kept), now)
            except FeedRefused as error:
                refused[owner] = error.code
                continue
            for name in sorted(kept, reverse=True):  # pages before the head that names them
                _write(self._folder / owner / name, kept[name])
            self._known[owner] = known
        self._sign_directory(now)
        return refused

    def _sign_directory(self, now: datetime) -> None:
        self._sequence += 1
        members = tuple(
            Member(known.owner, base64.b64encode(known.key).decode(), known.chain, known.sequence)
            for known in self._known.values()
            if known.sequence
        )
        directory = Directory(self._sequence, now, now + LIFETIME, members)
        signature = base64.b64encode(self._key.sign(canonical(directory))).decode()
        _write(self._folder / "directory.json", canonical(SignedDirectory(directory, signature)))


class Reader:
    """A member's reading of the hub: what is new since last time, verified owner by owner."""

    def __init__(self, hub_key: bytes) -> None:
        self._hub_key = hub_key
        self._known: dict[str, Known] = {}
        self._sequence = 0

    def pull(self, fetch: Fetch, now: datetime) -> tuple[list[Event], dict[str, str]]:
        """All new events, and owner → why for the feeds refused.

        Raises:
            FeedRefused: if the directory itself is not believed.
        """
        directory = self._directory(fetch("directory.json", MOST_DIRECTORY_BYTES + 1), now)
        events: list[Event] = []
        refused: dict[str, str] = {}
        for member in directory.members:
            known = self._known.get(member.owner)
            key = base64.b64decode(member.key)
            if known is None:
                known = Known(member.owner, key)
            elif known.key != key:
                refused[member.owner] = "key"
                continue
            if known.chain == member.chain and known.sequence == member.sequence:
                continue
            try:
                self._known[member.owner], new = read_new(known, _under(fetch, member.owner), now)
            except FeedRefused as error:
                refused[member.owner] = error.code
                continue
            events.extend(new)
        self._sequence = directory.sequence
        return events, refused

    def _directory(self, body: bytes | None, now: datetime) -> Directory:
        if body is None:
            raise FeedRefused("missing")
        if len(body) > MOST_DIRECTORY_BYTES:
            raise FeedRefused("oversize")
        try:
            signed = msgspec.json.decode(body, type=SignedDirectory)
            signature = base64.b64decode(signed.signature, validate=True)
            Ed25519PublicKey.from_public_bytes(self._hub_key).verify(
                signature, canonical(signed.directory)
            )
        except InvalidSignature as error:
            raise FeedRefused("unsigned") from error
        except (msgspec.DecodeError, ValueError) as error:
            raise FeedRefused("malformed") from error
        directory = signed.directory
        if directory.issued > now + CLOCK_SKEW:
            raise FeedRefused("future")
        if directory.expires < now:
            raise FeedRefused("frozen")
        if directory.sequence < self._sequence:
            raise FeedRefused("rollback")
        return directory


def folder_fetch(folder: Path) -> Fetch:
    """Reads a feed from a folder: a file share, a mirror, a memory stick."""
    root = folder.resolve()

    def fetch(name: str, most: int) -> bytes | None:
        file = (root / name).resolve()
        if not file.is_relative_to(root) or not file.is_file():
            return None
        with file.open("rb") as opened:
            return opened.read(most)

    return fetch


def http_fetch(client: httpx.Client, address: str) -> Fetch:
    """Reads a feed from a web server; stops at the limit, whatever length was promised."""

    def fetch(name: str, most: int) -> bytes | None:
        with client.stream("GET", f"{address.rstrip('/')}/{name}") as answer:
            if answer.status_code != httpx.codes.OK:
                return None
            return _at_most(answer.iter_bytes(), most)

    return fetch


def _at_most(pieces: Iterator[bytes], most: int) -> bytes:
    body = b""
    for piece in pieces:
        body += piece
        if len(body) >= most:
            break
    return body[:most]


def _after(known: Known, head: Head) -> Known:
    return Known(known.owner, known.key, head.sequence, head.pages, head.chain, head.issued)


def _under(fetch: Fetch, folder: str) -> Fetch:
    return lambda name, most: fetch(f"{folder}/{name}", most)


def _keeping(fetch: Fetch, kept: dict[str, bytes]) -> Fetch:
    def fetching(name: str, most: int) -> bytes | None:
        body = fetch(name, most)
        if body is not None and len(body) <= max(MOST_PAGE_BYTES, MOST_HEAD_BYTES):
            kept[name] = body
        return body

    return fetching


def _write(file: Path, body: bytes) -> None:
    """Write at once or not at all, so that a reader never sees half a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    waiting = file.with_name(f".{file.name}.new")
    waiting.write_bytes(body)
    waiting.replace(file)
