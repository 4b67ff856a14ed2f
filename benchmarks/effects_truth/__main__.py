# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.effects_truth`: prints one JSON; exit status 1 if a goal is not met."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from typing import Any

import click

from benchmarks.effects_truth.cells import UNITS, Cell, Outcome, cells, run
from benchmarks.effects_truth.process import PROCESSES
from gearskifte.effects.rules.placements import MOST, floor
from gearskifte.effects.rules.verdict import LEVEL

COVERAGE = (0.93, 0.97)
COVERAGE_OF_MANY = 0.99
"""Tolerated where over a quarter adopt: then intervals may be wider than they need to be."""
FALSE_POSITIVES = (0.03, 0.07)


@click.command()
@click.option("--runs", default=1000, show_default=True, help="Panels in each cell.")
@click.option("--placements", default=MOST, show_default=True)
@click.option("--process", "name", type=click.Choice(list(PROCESSES)), default="main")
@click.option("--units", multiple=True, type=int, default=UNITS, help="Municipalities. Repeatable.")
@click.option("--table", is_flag=True, help="Print a table for the documentation instead.")
def main(runs: int, placements: int, name: str, units: tuple[int, ...], *, table: bool) -> None:
    """Run the whole grid: what the verdicts are worth where the truth is known."""
    started = time.process_time()
    rows = []
    for cell in (each for each in cells() if each.units in units):
        rows.append((cell, run(cell, PROCESSES[name], runs, placements)))
        print(".", end="", file=sys.stderr, flush=True)
    missed = [_told(*row) | {"missed": why} for row in rows if (why := goals_missed(*row))]
    if table:
        print("\n".join(_table(rows)))
    else:
        told: dict[str, Any] = {
            "process": name,
            "runs": runs,
            "placements": placements,
            "standard_error_of_a_share_of_5_percent": round((0.05 * 0.95 / runs) ** 0.5, 4),
            "all": _all([found for _, found in rows]),
            "cells": [_told(*row) for row in rows],
            "goals_missed": missed,
            "cpu_seconds": round(time.process_time() - started, 1),
        }
        print(json.dumps(told, indent=1))
    sys.exit(1 if missed else 0)


def goals_missed(cell: Cell, found: Outcome) -> list[str]:
    """Which goals a cell does not meet."""
    if floor(cell.adopters, cell.units - cell.adopters) > LEVEL:
        return [] if found.undecided == 1 else ["undecided"]
    missed = []
    is_many = cell.adopters > cell.units / 4
    most = COVERAGE_OF_MANY if is_many else COVERAGE[1]
    if found.coverage is None or not COVERAGE[0] <= found.coverage <= most:
        missed.append("coverage")
    least = 0.0 if is_many else FALSE_POSITIVES[0]
    if cell.effect == 0 and not least <= found.shown <= FALSE_POSITIVES[1]:
        missed.append("false positives")
    return missed


def _all(found: list[Outcome]) -> dict[str, float]:
    """Coverage over all cells that have intervals: a mean, and the least and the most."""
    held = [each.coverage for each in found if each.coverage is not None]
    if not held:
        return {}
    return {
        "coverage": round(sum(held) / len(held), 4),
        "least_coverage": min(held),
        "most_coverage": max(held),
    }


def _told(cell: Cell, found: Outcome) -> dict[str, Any]:
    rounded = {
        name: None if value is None else round(value, 4) for name, value in asdict(found).items()
    }
    return asdict(cell) | rounded


def _table(rows: list[tuple[Cell, Outcome]]) -> list[str]:
    head = (
        "| municipalities / adopters | who | effect | coverage | shown | undecided | error |"
        " base of one month | before/after | cohorts |"
    )
    lines = [head, "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|"]
    for cell, found in rows:
        holds = "–" if found.coverage is None else f"{found.coverage:.3f}"
        lines.append(
            f"| {cell.units} / {cell.adopters} | {cell.kind} | {100 * cell.effect:.0f} % | {holds}"
            f" | {found.shown:.3f} | {found.undecided:.3f} | {found.error:.3f}"
            f" | {found.error_of_one_month:.3f} | {found.before_and_after:.2f}"
            f" | {found.cohorts:.2f} |"
        )
    return lines


if __name__ == "__main__":
    main()
