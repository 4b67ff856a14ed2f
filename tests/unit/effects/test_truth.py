# SPDX-License-Identifier: EUPL-1.2
"""Verdicts keep what they promise where the truth is known (a small part of the grid)."""

from __future__ import annotations

import pytest

from benchmarks.effects_truth.cells import Cell, run
from benchmarks.effects_truth.process import PROCESSES

pytestmark = pytest.mark.unit

RUNS = 400
# Four standard errors of a share of 5 % in so many runs: a sound method fails one time in 16,000.
SLACK = 4 * (0.05 * 0.95 / RUNS) ** 0.5


@pytest.mark.parametrize("process", ["main", "heavy", "persistent"])
@pytest.mark.parametrize(
    ("units", "adopters", "kind"), [(20, 1, "small"), (20, 3, "large"), (40, 10, "small")]
)
def test_intervals_hold_the_truth_and_nothing_is_not_called_something(
    process: str, units: int, adopters: int, kind: str
) -> None:
    """Nineteen intervals in twenty hold the truth, and one verdict in twenty is a false one."""
    found = run(Cell(units, adopters, 0.0, kind), PROCESSES[process], RUNS, 499)
    assert found.coverage is not None
    assert abs(found.coverage - 0.95) < SLACK
    assert found.shown < 0.05 + SLACK


@pytest.mark.parametrize(("units", "adopters"), [(5, 1), (5, 3)])
def test_five_municipalities_never_decide_anything(units: int, adopters: int) -> None:
    """Where placements cannot reach 5 %, every verdict is that it cannot be decided."""
    found = run(Cell(units, adopters, -0.15, "mixed"), PROCESSES["main"], 200)
    assert found.undecided == 1.0


def test_a_long_base_halves_the_error() -> None:
    """A year as base has at most 0.6 of the error that the last month as base has."""
    found = run(Cell(40, 3, -0.15, "mixed"), PROCESSES["main"], RUNS, 199)
    assert found.error < 0.6 * found.error_of_one_month


def test_a_real_effect_is_found_and_never_the_wrong_way() -> None:
    """With ten of forty large adopters a fall of 15 % is nearly always found, and as a fall."""
    found = run(Cell(40, 10, -0.15, "large"), PROCESSES["main"], RUNS, 499)
    assert found.shown > 0.9
    assert found.wrong_way == 0.0
