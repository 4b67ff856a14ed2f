# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.commons_search [--entries N]`: both lists, beside PostgreSQL, in one run.

The entries are drawn from the thesaurus's wordings, three to each. Their vectors are mixed from the
wordings' own with noise, since embedding 100,000 texts takes hours and says nothing of searching.
Each query is typed letter by letter for the list by words; the list by meaning is asked once, with
the embedding of the text included. Then entries are saved: their meaning is read, this process
takes them in, and each must be found. PostgreSQL gets the same entries: full text with `danish`, a
GIN index and `ts_rank_cd`; and, where the extension is there, trigrams with `word_similarity`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import psycopg

from gearskifte.commons.catalogue import Catalogue
from gearskifte.commons.embedding import DIMENSIONS, OfflineEmbedder
from gearskifte.commons.queries import Entry, Read
from gearskifte.commons.rules.overlap import SHARE_KEPT
from gearskifte.commons.rules.portfolio import Phase
from gearskifte.commons.thesaurus import Written, read_topics, thesaurus
from gearskifte.commons.thesaurus import entries as read_entries
from gearskifte.kernel.database import binaries
from gearskifte.kernel.database.attach import attach
from gearskifte.kernel.database.server import ADMIN, Server

NOW = datetime(2026, 11, 1, tzinfo=UTC)
QUERIES = 40
SAVED = 20
SAVED_FROM = 10_000_000
TABLE = """
CREATE TABLE entry (id integer PRIMARY KEY, body text NOT NULL);
"""
FULL_TEXT = """
SELECT id FROM entry, plainto_tsquery('danish', %(typed)s) AS wanted,
    LATERAL (SELECT replace(wanted::text, '&', '|')::tsquery AS any_of) AS loose
WHERE to_tsvector('danish', body) @@ loose.any_of
ORDER BY ts_rank_cd(to_tsvector('danish', body), loose.any_of) DESC LIMIT 8
"""
TRIGRAM = """
SELECT id FROM entry WHERE %(typed)s <%% body
ORDER BY word_similarity(%(typed)s, body) DESC LIMIT 8
"""


def _entries(count: int) -> list[tuple[Entry, Read]]:
    drawn, noise = random.Random(1), np.random.default_rng(1)  # noqa: S311
    topics = read_topics()
    made = []
    for number in range(count):
        topic = drawn.randrange(len(topics))
        chosen = drawn.choices(topics[topic].wordings, k=3)
        vector = noise.standard_normal(DIMENSIONS).astype(np.float32)
        vector /= np.linalg.norm(vector)
        entry = _entry(number, chosen[0], f"{chosen[1]} {chosen[2]} {number}")
        shares = [0.6, 0.1, 0.05]
        near = [topic, *(drawn.randrange(len(topics)) for _ in shares[1:])]
        made.append((entry, Read(vector.astype(np.float16).tobytes(), near, shares)))
    return made


def _entry(number: int, title: str, description: str) -> Entry:
    municipality = f"Kommune {number % 98}"
    told = (title, description, Phase.IDEA, "", None, "", "", NOW, NOW)
    return Entry(UUID(int=number), number + 1, municipality, *told)


def _timed(calls: Iterable[Callable[[], Any]]) -> dict[str, float]:
    """Percentiles of the time by the clock, and of this process's own work (its processor time)."""
    taken, worked = [], []
    for call in calls:
        started, working = time.perf_counter(), time.process_time()
        call()
        taken.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - working) * 1000)
    p50, p95 = (round(float(p), 1) for p in np.percentile(taken, [50, 95]))
    cpu = round(float(np.percentile(worked, 95)), 1)
    return {"p50_ms": p50, "p95_ms": p95, "own_cpu_p95_ms": cpu, "queries": len(taken)}


def _queries() -> list[Written]:
    drawn = random.Random(2)  # noqa: S311 - chooses queries
    topics = [topic for topic in read_topics() if len(topic.wordings) > 2]
    chosen = [drawn.sample(topic.wordings, 2) for topic in drawn.sample(topics, QUERIES)]
    return [Written(title, rest) for title, rest in chosen]


def _typed(queries: list[Written]) -> list[str]:
    """What stands in the field after each letter from the third on."""
    return [text.whole[:end] for text in queries for end in range(3, len(text.whole) + 1, 3)]


def _ours(entries: list[tuple[Entry, Read]], queries: list[Written]) -> dict[str, Any]:
    started = time.perf_counter()
    catalogue = Catalogue()
    catalogue.take(entries)
    built = round(time.perf_counter() - started, 1)
    model = OfflineEmbedder()
    catalogue.by_meaning(queries[0], model)
    return {
        "load_s": built,
        "by_words_a_keystroke": _timed(
            lambda typed=typed: catalogue.by_words(typed) for typed in _typed(queries)
        ),
        "by_meaning_with_embedding": _timed(
            lambda text=text: catalogue.by_meaning(text, model) for text in queries
        ),
        "saved_to_findable": _saved(catalogue, model, queries),
        "embedding_alone": _timed(lambda text=text: model.embed([text.whole]) for text in queries),
    }


def _saved(catalogue: Catalogue, model: OfflineEmbedder, queries: list[Written]) -> dict[str, Any]:
    """From an entry's text to both lists: read, taken in, and found by a word that it alone has."""

    def save(number: int, text: Written) -> None:
        rare = f"zq{number}"
        entry = _entry(number, text.title, f"{text.description} {rare}")
        vectors, shares = read_entries(model, [text])
        topics = np.flatnonzero(shares[0] >= SHARE_KEPT)
        kept = [float(share) for share in shares[0][topics]]
        read = Read(vectors[0].astype(np.float16).tobytes(), topics.tolist(), kept)
        catalogue.take([(entry, read)])
        assert catalogue.by_words(rare)[0].entry.id == entry.id

    return _timed(
        lambda number=number, text=text: save(number, text)
        for number, text in enumerate(queries[:SAVED], start=SAVED_FROM)
    )


def _postgresql(entries: list[tuple[Entry, Read]], queries: list[Written]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="gearskifte-bench-") as home:
        Path(home).chmod(0o755)
        found = binaries.locate(os.environ.get("GEARSKIFTE_POSTGRES_BIN", ""))
        server = Server(Path(home), found)
        with attach(server), psycopg.connect(server.address(ADMIN, "postgres")) as connection:
            cursor = connection.cursor()
            cursor.execute(TABLE)
            with cursor.copy("COPY entry FROM STDIN") as copy:
                for number, (entry, _) in enumerate(entries):
                    copy.write_row((number, f"{entry.title} {entry.description}"))
            cursor.execute("CREATE INDEX ON entry USING gin (to_tsvector('danish', body))")
            cursor.execute("ANALYZE entry")
            connection.commit()
            typed = [text.whole for text in queries]
            result: dict[str, Any] = {"full_text": _sql(cursor, FULL_TEXT, typed)}
            try:
                cursor.execute("CREATE EXTENSION pg_trgm")
            except psycopg.errors.Error:
                return {**result, "trigram": "pg_trgm is not in this PostgreSQL"}
            cursor.execute("CREATE INDEX ON entry USING gin (body gin_trgm_ops)")
            return {**result, "trigram": _sql(cursor, TRIGRAM, typed)}


def _sql(cursor: psycopg.Cursor[Any], statement: Any, typed: list[str]) -> dict[str, float]:
    return _timed(
        lambda text=text: cursor.execute(statement, {"typed": text}).fetchall() for text in typed
    )


def main() -> None:
    """Measure, and print JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=100_000)
    wanted = parser.parse_args()
    thesaurus()
    entries, queries = _entries(wanted.entries), _queries()
    result = {
        "entries": wanted.entries,
        "ours": _ours(entries, queries),
        "postgresql": _postgresql(entries, queries),
        "load_average": os.getloadavg()[0],
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
