# SPDX-License-Identifier: EUPL-1.2
"""`overlap-eval`: the measures of `rules/scoring.py` on a labelled file."""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from gearskifte.commons.embedding import Embedder
from gearskifte.commons.rules.lexical import word_scores
from gearskifte.commons.rules.overlap import Shelf, Weights
from gearskifte.commons.rules.scoring import pair_recall, ranking, showing
from gearskifte.commons.rules.topics import Floats
from gearskifte.commons.thesaurus import Written, entries, questions, weights
from gearskifte.kernel.errors import InputRefused, Text

MOST_TIMED: Final = 100
"""So many queries are timed, spread over the file; each is read afresh by the warm model."""

_CODE: Final = re.compile(r"^\s*\(?\d+(?:[.\s]+\d+)*\.?\s+")
"""A class number in front of a title, as in `27.36.08. Hjemmehjælp`."""


class Row(msgspec.Struct, frozen=True):
    """A labelled row: its topic, whose it is, and the text."""

    topic: str
    municipality: str
    text: Written


class Peer(msgspec.Struct, frozen=True):
    """The measures of another way to find overlaps; it shows no limit and so has no alarms."""

    recall_at_10: float
    mrr: float
    title_only_recall_at_10: float
    pair_recall_at_precision_90: float


class Report(msgspec.Struct, frozen=True):
    """What `overlap-eval` prints; `beside` by the peers' names, where they were asked for."""

    recall_at_10: float
    mrr: float
    title_only_recall_at_10: float
    pair_recall_at_precision_90: float
    false_alarm_share: float
    shown_precision: float
    ms_per_query_p95: float
    rows: int
    topics: int
    singletons: int
    distractors: int
    beside: dict[str, Peer] | msgspec.UnsetType = msgspec.UNSET


def read_rows(file: Path) -> list[Row]:
    """The labelled rows of a file: topic, municipality, title, description; tabs, no header.

    A file of three columns has no municipality.

    Raises:
        InputRefused: GS-COM-010 naming the first line that has neither three nor four columns.
    """
    rows = []
    for number, line in enumerate(_text(file).splitlines(), start=1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) not in (3, 4) or not cells[0] or not cells[-2]:
            raise _unreadable(file, number, len(cells))
        municipality = cells[1] if len(cells) == 4 else ""
        rows.append(Row(cells[0], municipality, Written(cells[-2], cells[-1])))
    return rows


def read_distractors(file: Path) -> list[Written]:
    """Texts that match nothing: every distinct one of a file.

    Columns by tab: title and description are the last two (one column: the title). By semicolon,
    or by comma in a .csv: the last column, which in a register is the finest class. Otherwise one
    text a line. A class number in front is left out.
    """
    lines = [line for line in _text(file).splitlines() if line.strip()]
    if any("\t" in line for line in lines):
        found = [_from_cells([c.strip() for c in line.split("\t")]) for line in lines]
    elif file.suffix.lower() == ".csv":
        mark = ";" if lines and ";" in lines[0] else ","
        found = [Written(cells[-1].strip()) for cells in csv.reader(lines, delimiter=mark) if cells]
    else:
        found = [Written(line.strip()) for line in lines]
    bare = (msgspec.structs.replace(text, title=_CODE.sub("", text.title)) for text in found)
    return list(dict.fromkeys(text for text in bare if text.title))


def _from_cells(cells: Sequence[str]) -> Written:
    if len(cells) == 1:
        return Written(cells[0])
    # Columns in front are labels: a topic, a municipality.
    title, description = cells[-2:]
    return Written(title or description, description if title else "")


def evaluate(
    rows: Sequence[Row],
    distractors: Sequence[Written],
    embedder: Embedder,
    fresh: Embedder,
    *,
    beside: bool = False,
) -> Report:
    """All measures. `embedder` may keep what it made; `fresh` is the model, for the clock.

    `beside` measures what a municipality would have else on the same rows and distractors.
    """
    fitted = weights()
    topics = [row.topic for row in rows]
    texts = [row.text for row in rows]
    vectors, shares = entries(embedder, [*texts, *distractors])
    shelf = Shelf(vectors, shares)
    full = _scores(shelf, texts, fitted, embedder)
    titles = _scores(shelf, [Written(text.title) for text in texts], fitted, embedder)
    rank = ranking(topics, full)
    shown_from = float(np.log(fitted.shown_from / (1 - fitted.shown_from)))
    shown = showing(topics, full, shown_from)
    sizes = [topics.count(topic) for topic in set(topics)]
    return Report(
        recall_at_10=round(float(rank.recall_at_10), 4),
        mrr=round(rank.mrr, 4),
        title_only_recall_at_10=round(ranking(topics, titles).recall_at_10, 4),
        pair_recall_at_precision_90=round(pair_recall(topics, full), 4),
        false_alarm_share=round(shown.false_alarm_share, 4),
        shown_precision=round(shown.precision, 4),
        ms_per_query_p95=round(_milliseconds(shelf, texts, fitted, fresh), 1),
        rows=len(rows),
        topics=len(sizes),
        singletons=sizes.count(1),
        distractors=len(distractors),
        beside=_peers(rows, distractors, embedder) if beside else msgspec.UNSET,
    )


def _peers(
    rows: Sequence[Row], distractors: Sequence[Written], embedder: Embedder
) -> dict[str, Peer]:
    """The embedding alone (cosine of whole texts), and stemmed words alone (BM25)."""
    topics = [row.topic for row in rows]
    held = [row.text.whole for row in rows] + [text.whole for text in distractors]
    whole = held[: len(rows)]
    titles = [Written(row.text.title).whole for row in rows]
    vectors = embedder.embed(held)
    return {
        "embedding": _peer(
            topics, vectors[: len(rows)] @ vectors.T, embedder.embed(titles) @ vectors.T
        ),
        "words": _peer(topics, word_scores(whole, held), word_scores(titles, held)),
    }


def _peer(topics: Sequence[str], full: Floats, titles: Floats) -> Peer:
    rank = ranking(topics, full)
    return Peer(
        recall_at_10=round(float(rank.recall_at_10), 4),
        mrr=round(rank.mrr, 4),
        title_only_recall_at_10=round(ranking(topics, titles).recall_at_10, 4),
        pair_recall_at_precision_90=round(pair_recall(topics, full), 4),
    )


def _scores(shelf: Shelf, texts: Sequence[Written], fitted: Weights, embedder: Embedder) -> Floats:
    asked = questions(embedder, texts)
    return np.stack([shelf.scores(question, fitted) for question in asked])


def _milliseconds(
    shelf: Shelf, texts: Sequence[Written], fitted: Weights, fresh: Embedder
) -> float:
    """The 95th percentile of a whole query: embedding, topics and search, in a warm process."""
    step = max(1, len(texts) // MOST_TIMED)
    questions(fresh, texts[:1])
    taken = []
    for text in texts[::step]:
        started = time.perf_counter()
        shelf.search(questions(fresh, [text])[0], fitted)
        taken.append((time.perf_counter() - started) * 1000)
    return float(np.percentile(taken, 95)) if taken else 0.0


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputRefused(
            "GS-COM-011",
            what=Text(f"{file.name} kan ikke læses.", f"{file.name} cannot be read."),
            why=Text("Filen er ikke i UTF-8.", "The file is not in UTF-8."),
            do=Text("Gem den som UTF-8, og prøv igen.", "Save it as UTF-8 and try again."),
        ) from error


def _unreadable(file: Path, number: int, found: int) -> InputRefused:
    return InputRefused(
        "GS-COM-010",
        what=Text(
            f"{file.name}, linje {number}, kan ikke bruges.",
            f"{file.name}, line {number}, cannot be used.",
        ),
        why=Text(
            f"Den har {found} kolonner eller mangler emne eller titel.",
            f"It has {found} columns, or lacks topic or title.",
        ),
        do=Text(
            "Skriv fire kolonner med tabulator: emne, kommune, titel, beskrivelse.",
            "Write four columns by tab: topic, municipality, title, description.",
        ),
    )
