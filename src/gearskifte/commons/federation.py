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
from types import MappingProxyType
from typing import Final, Protocol

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
HEAD: Final = "head.json"
DIRECTORY: Final = "directory.json"
NOTHING: Final[Mapping[str, Known]] = MappingProxyType({})
NAMELESS: Final[Mapping[str, str]] = MappingProxyType({})


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A municipality of the directory: its CVR number, public key (base64), newest chain and name.

    The hub vouches for the name, so that nobody can pass for another.
    """

    owner: str
    key: str
    chain: str
    sequence: int
    name: str = ""


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


class Store(Protocol):
    """Where a feed's files are kept, by their names."""

    def read(self, name: str) -> bytes | None:
        """A file, if there is one."""

    def write(self, name: str, body: bytes) -> None:
        """Write a file, at once or not at all."""


class FolderStore:
    """A feed's files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> bytes | None:
        """A file, if there is one."""
        file = self._folder / name
        return file.read_bytes() if file.exists() else None

    def write(self, name: str, body: bytes) -> None:
        """Write so that a reader never sees half a file."""
        _write(self._folder / name, body)


class Publisher:
    """Writes one owner's feed to a store. Pages are only added."""

    def __init__(self, store: Store, owner: str, key: Ed25519PrivateKey) -> None:
        self._store = store
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
                self._store.write(page_name(signed.head.pages), page)
            known = _after(known, signed.head)
        assert signed is not None  # noqa: S101 - the loop runs once at least
        self._store.write(HEAD, canonical(signed))
        return signed.head

    def _known(self) -> Known:
        return _last_known(self._store, HEAD, Known(self._owner, self.public_key))


class Hub:
    """Mirrors members' feeds into one folder and signs the directory of them.

    What it believed before is read from the folder, so that a hub is a command that is run now and
    then. `members` gives each owner's public key, `names` what the municipality is called.
    """

    def __init__(
        self,
        folder: Path,
        key: Ed25519PrivateKey,
        members: Mapping[str, bytes],
        names: Mapping[str, str] = NAMELESS,
    ) -> None:
        self._folder = folder
        self._key = key
        self._names = names
        store = FolderStore(folder)
        self._known = {
            owner: _last_known(store, f"{owner}/{HEAD}", Known(owner, public))
            for owner, public in members.items()
        }
        before = store.read(DIRECTORY)
        told = msgspec.json.decode(before, type=SignedDirectory) if before else None
        self._sequence = told.directory.sequence if told else 0

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
            Member(
                known.owner,
                base64.b64encode(known.key).decode(),
                known.chain,
                known.sequence,
                self._names.get(known.owner, ""),
            )
            for known in self._known.values()
            if known.sequence
        )
        directory = Directory(self._sequence, now, now + LIFETIME, members)
        signature = base64.b64encode(self._key.sign(canonical(directory))).decode()
        _write(self._folder / DIRECTORY, canonical(SignedDirectory(directory, signature)))


class Reader:
    """A member's reading of the hub: what is new since last time, verified owner by owner."""

    def __init__(
        self, hub_key: bytes, known: Mapping[str, Known] = NOTHING, sequence: int = 0
    ) -> None:
        """`known` and `sequence` are what was remembered when it was read last."""
        self._hub_key = hub_key
        self._known = dict(known)
        self._sequence = sequence
        self._names: dict[str, str] = {}

    @property
    def known(self) -> Mapping[str, Known]:
        """How far each feed was believed, to be remembered."""
        return self._known

    @property
    def sequence(self) -> int:
        """The number of the newest directory that was believed."""
        return self._sequence

    @property
    def names(self) -> Mapping[str, str]:
        """What the hub calls each owner."""
        return self._names

    def pull(self, fetch: Fetch, now: datetime) -> tuple[list[Event], dict[str, str]]:
        """All new events, and owner → why for the feeds refused.

        Raises:
            FeedRefused: if the directory itself is not believed.
        """
        directory = self._directory(fetch(DIRECTORY, MOST_DIRECTORY_BYTES + 1), now)
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
        self._names = {member.owner: member.name for member in directory.members}
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


def fetch_from(place: str, client: httpx.Client) -> Fetch:
    """Reads from a web address or from a folder."""
    if place.startswith(("https://", "http://")):
        return http_fetch(client, place)
    return folder_fetch(Path(place))


def _at_most(pieces: Iterator[bytes], most: int) -> bytes:
    body = b""
    for piece in pieces:
        body += piece
        if len(body) >= most:
            break
    return body[:most]


def _last_known(store: Store, name: str, start: Known) -> Known:
    """What is known of a feed of which this place itself holds the believed head."""
    body = store.read(name)
    return _after(start, msgspec.json.decode(body, type=Signed).head) if body else start


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
