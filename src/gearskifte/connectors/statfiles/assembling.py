# SPDX-License-Identifier: EUPL-1.2
"""Rows or flat values put together as a table with one axis for each variable."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from gearskifte.connectors.statfiles import refusals
from gearskifte.workforce.public import LICENCE, Category, Provenance, StatTable, Variable

MOST_CELLS: Final = 50_000_000
_MISSING: Final = {"", "..", "...", ".", "-", "x", "X", "null", "NA"}


def number(text: str) -> float:
    """A cell's number; not-a-number where the producer gives none.

    Raises:
        ValueError: if it is neither.
    """
    written = text.strip().strip('"')
    if written in _MISSING:
        return math.nan
    return float(written.replace("\N{NO-BREAK SPACE}", "").replace(",", "."))


def from_rows(
    names: Sequence[str], rows: Iterable[tuple[Sequence[str], float]], provenance: Provenance
) -> StatTable:
    """A table from rows of category texts and a number, values in the order they come in."""
    places: list[dict[str, int]] = [{} for _ in names]
    at, values = [], []
    for cells, value in rows:
        at.append(
            [place.setdefault(cell, len(place)) for place, cell in zip(places, cells, strict=True)]
        )
        values.append(value)
    shape = tuple(len(place) for place in places)
    _check_size(shape)
    dense = np.full(shape, math.nan)
    index = np.array(at, dtype=np.intp).reshape(len(values), len(names))
    flat = np.ravel_multi_index(tuple(index.T), shape)
    times = np.bincount(flat, minlength=math.prod(shape))
    if (times > 1).any():
        first = np.unravel_index(int(times.argmax()), shape)
        cell = "; ".join(list(place)[int(n)] for place, n in zip(places, first, strict=True))
        raise refusals.told_twice(provenance.origin, cell)
    dense.ravel()[flat] = values
    variables = tuple(
        Variable(name, name, tuple(Category(text, text) for text in place))
        for name, place in zip(names, places, strict=True)
    )
    return StatTable(variables, dense, provenance)


def from_flat(
    variables: tuple[Variable, ...], values: Sequence[float], provenance: Provenance
) -> StatTable:
    """A table from values in the order of its variables, the last one fastest.

    Raises:
        ValueError: if there are not as many values as cells.
    """
    shape = tuple(len(variable.categories) for variable in variables)
    _check_size(shape)
    dense = np.array(values, dtype=np.float64)
    if dense.size != math.prod(shape):
        raise ValueError(f"{dense.size} values for {math.prod(shape)} cells")
    return StatTable(variables, dense.reshape(shape), provenance)


def provenance_of(
    body: bytes, origin: str, *, table: str = "", updated: str = "", publisher: str = ""
) -> Provenance:
    """Where a file is from, with the fingerprint of its bytes."""
    licence = LICENCE if "statisti" in publisher.casefold() else ""
    return Provenance(publisher, table, updated, origin, hashlib.sha256(body).hexdigest(), licence)


def _check_size(shape: tuple[int, ...]) -> None:
    if math.prod(shape) > MOST_CELLS:
        raise refusals.too_large(math.prod(shape), MOST_CELLS)
