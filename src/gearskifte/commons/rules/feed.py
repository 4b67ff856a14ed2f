# SPDX-License-Identifier: EUPL-1.2
"""The feed: what one installation tells the others, signed and append-only.

A feed is a folder of files, so that a web server, a file share or a memory stick can carry it::

    head.json          the signed head: owner, pages, chain, sequence, issued, expires
    page/000001.jsonl  events, one a line; a page is written once and never changes

The chain of page n is SHA-256(chain of n-1 ‖ page n). A reader keeps the last head it accepted and
fetches only later pages; since the chain of the new head must follow from the kept one, nothing
that was read can be taken back. Every line must be in canonical form, so each fact has one
spelling and a duplicate key has none.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gearskifte.commons.rules.gate import catches

MOST_HEAD_BYTES: Final = 4_096
MOST_PAGE_BYTES: Final = 4 * 1024 * 1024
MOST_LINE_BYTES: Final = 32 * 1024
MOST_PAGES: Final = 100_000
LIFETIME: Final = timedelta(days=7)
"""So long a head is believed; a reader that sees none newer says that the feed stands still."""

CLOCK_SKEW: Final = timedelta(minutes=10)
GENESIS: Final = "0" * 64
_CVR: Final = re.compile(r"\d{8}")
_OBJECT: Final = re.compile(r"(\d{8})/[a-z0-9][a-z0-9-]{0,79}")


class Verb(StrEnum):
    """What an event says of an object."""

    ENTRY = "entry"
    WITHDRAW = "withdraw"
    RELEASE = "release"
    REUSE = "reuse"
    EFFECT = "effect"
    HEARTBEAT = "heartbeat"
    ANSWER = "answer"
    POOL = "pool"
    JOIN = "join"
    MONTHS = "months"


OWNERS_ONLY: Final = frozenset(
    {Verb.ENTRY, Verb.WITHDRAW, Verb.RELEASE, Verb.HEARTBEAT, Verb.POOL, Verb.MONTHS}
)
"""Only the owner says these. Reuse and effect are told by who reused, never by who made; an answer
and a place in a pool by who gives and takes it."""


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line: who says what of which object, when, and the texts and numbers that go with it."""

    by: str
    verb: Verb
    object: str
    at: datetime
    texts: dict[str, str] = {}
    numbers: dict[str, float] = {}


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The signed part of a head."""

    owner: str
    sequence: int
    pages: int
    chain: str
    issued: datetime
    expires: datetime


class Signed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A head with its Ed25519 signature (base64) over the head's canonical JSON."""

    head: Head
    signature: str


class Known(msgspec.Struct, frozen=True):
    """What a reader remembers of a feed: its owner, key, and the last head accepted."""

    owner: str
    key: bytes
    sequence: int = 0
    pages: int = 0
    chain: str = GENESIS
    issued: datetime | None = None


class FeedRefused(Exception):
    """A feed is not believed. `code` says why; nothing of what was fetched is used."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


Fetch = Callable[[str, int], bytes | None]
"""Reads a file of the feed: its name and the most bytes wanted; None when there is none."""


def canonical(value: object) -> bytes:
    """The one JSON form of a value: keys in order, no spaces."""
    return msgspec.json.encode(value, order="sorted")


def moment(at: datetime) -> str:
    """A moment as a text of an event: UTC in whole seconds.

    With six digits more, minutes and seconds are a CPR number to the gate one time in ten.
    """
    return at.astimezone(UTC).isoformat(timespec="seconds")


def page_name(number: int) -> str:
    """The file name of a page."""
    return f"page/{number:06d}.jsonl"


def write_page(events: Sequence[Event]) -> bytes:
    """A page with these events, each as it will be read back (a whole number becomes a float)."""
    same = (msgspec.json.decode(canonical(event), type=Event) for event in events)
    return b"".join(canonical(event) + b"\n" for event in same)


def follow(chain: str, page: bytes) -> str:
    """The chain after one more page."""
    return hashlib.sha256(bytes.fromhex(chain) + page).hexdigest()


def sign_head(known: Known, page: bytes, key: Ed25519PrivateKey, now: datetime) -> Signed:
    """The head after one more page, or after none (`b""`), signed anew."""
    head = Head(
        owner=known.owner,
        sequence=known.sequence + 1,
        pages=known.pages + bool(page),
        chain=follow(known.chain, page) if page else known.chain,
        issued=now,
        expires=now + LIFETIME,
    )
    return Signed(head, base64.b64encode(key.sign(canonical(head))).decode())


def read_head(known: Known, body: bytes | None, now: datetime) -> Head:
    """The head of a feed, believed.

    Raises:
        FeedRefused: missing, oversize, malformed, unsigned, foreign, future, frozen or rollback.
    """
    if body is None:
        raise FeedRefused("missing")
    if len(body) > MOST_HEAD_BYTES:
        raise FeedRefused("oversize")
    try:
        signed = msgspec.json.decode(body, type=Signed)
        signature = base64.b64decode(signed.signature, validate=True)
    except (msgspec.DecodeError, ValueError) as error:
        raise FeedRefused("malformed") from error
    head = signed.head
    if canonical(signed) != body.strip():
        raise FeedRefused("malformed")
    try:
        Ed25519PublicKey.from_public_bytes(known.key).verify(signature, canonical(head))
    except (InvalidSignature, ValueError) as error:
        raise FeedRefused("unsigned") from error
    _judge(known, head, now)
    return head


def _judge(known: Known, head: Head, now: datetime) -> None:
    if head.owner != known.owner:
        raise FeedRefused("foreign")
    if head.issued.tzinfo is None or head.expires.tzinfo is None:
        raise FeedRefused("malformed")
    if head.issued > now + CLOCK_SKEW or head.expires > head.issued + LIFETIME:
        raise FeedRefused("future")
    if head.expires < now:
        raise FeedRefused("frozen")
    older = head.sequence < known.sequence or head.pages < known.pages
    if older or (known.issued and head.issued < known.issued):
        raise FeedRefused("rollback")
    if head.sequence == known.sequence and head.chain != known.chain:
        raise FeedRefused("fork")
    if head.pages > MOST_PAGES:
        raise FeedRefused("oversize")


def read_new(known: Known, fetch: Fetch, now: datetime) -> tuple[Known, list[Event]]:
    """What is new in a feed, and what to remember; all or nothing.

    Raises:
        FeedRefused: if the head, a page or an event is not to be believed.
    """
    head = read_head(known, fetch("head.json", MOST_HEAD_BYTES + 1), now)
    chain, events = known.chain, []
    for number in range(known.pages + 1, head.pages + 1):
        page = fetch(page_name(number), MOST_PAGE_BYTES + 1)
        if page is None:
            raise FeedRefused("missing")
        if len(page) > MOST_PAGE_BYTES:
            raise FeedRefused("oversize")
        chain = follow(chain, page)
        events.append(page)
    if chain != head.chain:
        raise FeedRefused("tampered")
    read = [event for page in events for event in _events(known.owner, page, now)]
    kept = Known(known.owner, known.key, head.sequence, head.pages, chain, head.issued)
    return kept, read


def _events(owner: str, page: bytes, now: datetime) -> Iterator[Event]:
    """The events of a page whose bytes are the owner's; each may still be out of order."""
    if not page.endswith(b"\n"):
        raise FeedRefused("malformed")
    for line in page[:-1].split(b"\n"):
        if len(line) > MOST_LINE_BYTES:
            raise FeedRefused("oversize")
        try:
            event = msgspec.json.decode(line, type=Event)
        except msgspec.DecodeError as error:
            raise FeedRefused("malformed") from error
        if canonical(event) != line:
            raise FeedRefused("malformed")
        check_event(owner, event, now)
        yield event


def check_event(owner: str, event: Event, now: datetime) -> None:
    """Whether `owner` may say this.

    Raises:
        FeedRefused: foreign, malformed, future, or personal (the gate found something).
    """
    named = _OBJECT.fullmatch(event.object)
    if not named or not _CVR.fullmatch(event.by) or event.at.tzinfo is None:
        raise FeedRefused("malformed")
    if event.by != owner:
        raise FeedRefused("foreign")
    if (event.verb in OWNERS_ONLY) != (named[1] == owner):
        # A stranger may not change the object, and nobody vouches for their own.
        raise FeedRefused("foreign")
    if event.at > now + CLOCK_SKEW:
        raise FeedRefused("future")
    if any(not event.numbers.get(count, 0) >= FEWEST for count in _counts(event)):
        raise FeedRefused("few")
    if event.verb is Verb.REUSE and not _is_share(event):
        raise FeedRefused("malformed")
    if catches(event.texts):
        raise FeedRefused("personal")


FEWEST: Final = 5
"""Aggregates over fewer than this are never told."""

MOST_ITEMS: Final = 10**12
"""More than any robot does; and a number that is kept as it is said."""

COUNT: Final = " n"
"""Of months, the number of cases stands under the month's name with this after it."""


def _counts(event: Event) -> list[str]:
    """Under which names the numbers of cases stand that an event is over."""
    if event.verb is Verb.EFFECT:
        return ["n"]
    if event.verb is Verb.REUSE and {"items", "alone"} & event.numbers.keys():
        return ["items"]
    if event.verb is Verb.MONTHS:
        return [f"{name.removesuffix(COUNT)}{COUNT}" for name in event.numbers]
    return []


def _is_share(event: Event) -> bool:
    """Whether a reuse tells of no items, or of whole numbers: those that ended, some of them alone.

    Only runs say so: whoever merely states a reuse has none.
    """
    if "items" not in event.numbers:
        return True
    items, alone = (float(event.numbers.get(name, -1)) for name in ("items", "alone"))
    whole = items.is_integer() and alone.is_integer()
    return whole and 0 <= alone <= items <= MOST_ITEMS and event.texts.get("how") == "import"
