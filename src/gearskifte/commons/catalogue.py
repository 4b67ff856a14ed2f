# SPDX-License-Identifier: EUPL-1.2
"""All entries in this process's memory, kept fresh: what the two lists search.

A process asks the database only for what changed since it last asked (one indexed read, 0.3 ms), so
that an entry can be found in every process as soon as it is committed. A changed entry gets a new
row, and its old row is dead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final
from uuid import UUID

import numpy as np
from psycopg import Cursor

from gearskifte.commons.embedding import DIMENSIONS, Embedder
from gearskifte.commons.queries import Entry, Read, changed_after
from gearskifte.commons.rules.lexical import WordIndex
from gearskifte.commons.rules.overlap import MOST_SHOWN, Shelf, shared_words
from gearskifte.commons.rules.topics import Floats
from gearskifte.commons.rules.words import words
from gearskifte.commons.thesaurus import Written, questions, thesaurus, weights

TAIL: Final = 2_000
"""New rows wait in a small shelf of their own until they are so many."""

OVERLAP: Final = 100
"""So many of the newest changes are asked for again."""

SHOWN_BY_WORDS: Final = 8
_KLE: Final = re.compile(r"(?<![\d.])\d\d(?:\.\d\d){0,2}(?![\d.]*\d)")
_SLACK: Final = 20
"""So many more are fetched, as some rows may be dead or the asker's own."""


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as it is shown: the entry, why it was found, and how probable it is the same.

    `words` are shared by both texts as written; `topic` names the known kind of project both are
    about; `kle`, `system` and `target` are what the entry's owner wrote and the asker's text names
    too; `probability` is None for a hit by words alone.
    """

    entry: Entry
    words: tuple[str, ...]
    topic: str
    probability: float | None
    kle: str = ""
    system: str = ""
    target: str = ""


class Catalogue:
    """The entries, by words and by meaning. One for each process; safe for its threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._vocabulary = thesaurus().vocabulary
        self._words = WordIndex(self._vocabulary)
        self._entries: list[Entry] = []
        self._current: dict[UUID, int] = {}
        self._last = 0
        self._meanings: list[Read] = []
        self._shelves: list[Shelf] = []

    def freshen(self, cursor: Cursor[Any]) -> None:
        """Take in what changed since last time."""
        with self._lock:
            # Numbers are drawn before they are committed, so one may come after a later one.
            since = changed_after(cursor, self._last - OVERLAP)
            new = [(entry, read) for entry, read in since if not self._has(entry)]
            if new:
                self.take(new)

    def _has(self, entry: Entry) -> bool:
        row = self._current.get(entry.id)
        return row is not None and self._entries[row].number >= entry.number

    def take(self, new: list[tuple[Entry, Read]]) -> None:
        """Put entries with their meanings at the next rows."""
        start = len(self._entries)
        self._words.add([_searched(entry) for entry, _ in new])
        for row, (entry, read) in enumerate(new, start=start):
            self._entries.append(entry)
            self._meanings.append(read)
            self._current[entry.id] = row
            self._last = max(self._last, entry.number)
        self._shelve()

    def _shelve(self) -> None:
        """The big shelf stays; what came after it is shelved anew until it is big itself."""
        shelved = len(self._shelves[0]) if self._shelves else 0
        if shelved and len(self._entries) - shelved <= TAIL:
            self._shelves = [self._shelves[0], _shelf(self._meanings[shelved:])]
        else:
            self._shelves = [_shelf(self._meanings)]

    def by_words(self, typed: str, *, without: UUID | None = None) -> list[Found]:
        """Entries that share words with what is typed so far."""
        hits = self._words.search(typed, SHOWN_BY_WORDS + _SLACK)
        mine = self._vocabulary.terms(typed)
        found = []
        for hit in hits:
            entry = self._alive(hit.row, without)
            if entry:
                words = self._shared(mine, typed, entry)
                found.append(Found(entry, words, "", None, *self._labels(mine, typed, entry)))
        return found[:SHOWN_BY_WORDS]

    def by_meaning(
        self,
        text: Written,
        embedder: Embedder,
        *,
        without: UUID | None = None,
        most: int = MOST_SHOWN,
    ) -> list[Found]:
        """Entries that are probably the same undertaking, at most `most`; often none."""
        if not self._entries:
            return []
        (question,) = questions(embedder, [text])
        mine = self._vocabulary.terms(text.whole)
        starts = [0, len(self._shelves[0])]
        hits = [
            (hit.probability, start + hit.row)
            for start, shelf in zip(starts, self._shelves, strict=False)
            for hit in shelf.search(question, weights(), most=most + _SLACK)
        ]
        found = []
        for probability, row in sorted(hits, reverse=True):
            entry = self._alive(row, without)
            if entry:
                words = self._shared(mine, text.whole, entry)
                topic = self._topic(row, question.shares)
                labels = self._labels(mine, text.whole, entry)
                found.append(Found(entry, words, topic, probability, *labels))
        return found[:most]

    def _alive(self, row: int, without: UUID | None) -> Entry | None:
        entry = self._entries[row]
        current = self._current[entry.id] == row and not entry.withdrawn
        return entry if current and entry.id != without else None

    def _shared(self, mine: list[str], typed: str, entry: Entry) -> tuple[str, ...]:
        """The shared words as the asker wrote them."""
        theirs = self._vocabulary.terms(f"{entry.title} {entry.description}")
        shared = set(shared_words(mine, theirs))
        found: dict[str, str] = {}
        for word in words(typed):
            for term in self._vocabulary.terms(word)[:1]:
                if shared & set(self._vocabulary.terms(word)):
                    found.setdefault(term, word)
        return tuple(found.values())

    def _labels(self, mine: list[str], typed: str, entry: Entry) -> tuple[str, str, str]:
        """The entry's subject number, system and target group, each if the asker names it too."""
        numbers = _KLE.findall(typed)
        kle = any(_same_subject(entry.kle, number) for number in numbers)
        system, target = (
            written if written and set(self._vocabulary.terms(written)) <= set(mine) else ""
            for written in (entry.system, entry.target)
        )
        return (entry.kle if kle else ""), system, target

    def _topic(self, row: int, asked: Floats) -> str:
        """The topic that both are most about, when both are clearly about it."""
        read = self._meanings[row]
        common = [
            (share * float(asked[topic]), topic)
            for topic, share in zip(read.topics or (), read.shares or (), strict=True)
        ]
        weight, topic = max(common, default=(0.0, 0))
        return thesaurus().topics[topic].name.replace("-", " ") if weight > 0.05 else ""


def _searched(entry: Entry) -> str:
    """All words of an entry that find it."""
    return " ".join((entry.title, entry.description, entry.kle, entry.system, entry.target))


def _same_subject(one: str, other: str) -> bool:
    """Whether one KLE number is the other or stands above it (27 above 27.36)."""
    return bool(one) and (f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}."))


def _shelf(meanings: list[Read]) -> Shelf:
    """A shelf of kept meanings; one that has not been read is like nothing."""
    vectors = np.zeros((len(meanings), DIMENSIONS), dtype=np.float32)
    from scipy import sparse  # noqa: PLC0415 - slow to import

    starts = [0]
    topics: list[int] = []
    shares: list[float] = []
    for row, read in enumerate(meanings):
        if read.vector is not None:
            vectors[row] = np.frombuffer(read.vector, dtype=np.float16)
            topics.extend(read.topics or ())
            shares.extend(read.shares or ())
        starts.append(len(topics))
    shape = (len(meanings), len(thesaurus().topics))
    values = np.array(shares, dtype=np.float32)
    kept = sparse.csr_array((values, np.array(topics, dtype=np.int32), np.array(starts)), shape)
    return Shelf(vectors, kept)
