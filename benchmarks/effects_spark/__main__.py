# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.effects_spark LOG…`: one JSON; exit status 1 if the engines differ.

Needs gearskifte[spark] and Java 17. Integers, dates and text must be the same, numbers with a point
within 1e-9 of each other.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

import click
import msgspec

from gearskifte.effects import analytics
from gearskifte.effects.analytics import Engine

NEAR: Final = 1e-9


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, resolve_path=True))
@click.option("--decided", multiple=True, default=("01_HOOFD_510_2", "01_HOOFD_510_3"))
@click.option("--until", default="2015-01-01", show_default=True, help="Shares in time until then.")
def main(files: tuple[str, ...], decided: tuple[str, ...], until: str) -> None:
    """Compare all five tables and the report of a log (Parquet) on the two engines."""
    found: dict[Engine, dict[str, list[tuple[Any, ...]]]] = {}
    seconds = {}
    for engine in Engine:
        began = time.perf_counter()
        found[engine] = _tables(files, decided, date.fromisoformat(until), engine)
        seconds[engine.name.lower()] = round(time.perf_counter() - began, 1)
    told: dict[str, Any] = {
        name: _compared(rows, found[Engine.SPARK][name])
        for name, rows in found[Engine.DUCKDB].items()
    }
    same = all(each["different"] == 0 for each in told.values())
    print(json.dumps({"tables": told, "seconds": seconds, "same": same}, indent=1))
    sys.exit(0 if same else 1)


def _tables(
    files: tuple[str, ...], decided: tuple[str, ...], until: date, engine: Engine
) -> dict[str, list[tuple[Any, ...]]]:
    with analytics.opened(files, engine=engine) as log:
        cases = analytics.case_table(log, decided)
        tables = {
            "cases": cases,
            "edges": analytics.edges(log),
            "variants": analytics.variants(log),
            "rework": analytics.rework_of(analytics.repeated(log)),
            "in_time": analytics.in_time(cases, until),
        }
        rows = {name: sorted(_rows(table), key=repr) for name, table in tables.items()}
        report = msgspec.to_builtins(analytics.report(log, decided, most=1000))
    return rows | {"report": [tuple(_leaves(report))]}


def _rows(table: Any) -> Iterable[tuple[Any, ...]]:
    return (tuple(row.values()) for row in table.to_pyarrow().to_pylist())


def _leaves(told: Any) -> Iterable[Any]:
    if isinstance(told, dict):
        for value in told.values():
            yield from _leaves(value)
    elif isinstance(told, list | tuple):
        for value in told:
            yield from _leaves(value)
    else:
        yield told


def _compared(one: list[tuple[Any, ...]], other: list[tuple[Any, ...]]) -> dict[str, Any]:
    """How many cells there are and how many differ, and the largest relative difference allowed."""
    cells = sum(len(row) for row in one)
    if [len(row) for row in one] != [len(row) for row in other]:
        return {"rows": [len(one), len(other)], "cells": cells, "different": cells}
    pairs = [pair for a, b in zip(one, other, strict=True) for pair in zip(a, b, strict=True)]
    apart = [
        abs(a - b) / max(abs(a), 1.0)
        for a, b in pairs
        if isinstance(a, float) and isinstance(b, float)
    ]
    different = sum(not _is_same(a, b) for a, b in pairs)
    return {
        "rows": len(one),
        "cells": cells,
        "different": different,
        "furthest_float": max(apart, default=0.0),
    }


def _is_same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=NEAR, abs_tol=NEAR)
    return bool(one == other)


if __name__ == "__main__":
    main()
