# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.effects_waiting`: prints one JSON; exit status 1 if a goal is not met.

Every case of the later seven tenths of a log is looked at on its first day and after 2, 4, 8, 12
and 16 weeks while it is open, with nothing but what was known that day. Cases that began too late
for 95 % of the log's waits to be seen to their end are left out, so that no range is scored by its
short waits only.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import click
import numpy as np

from benchmarks.effects_waiting.logs import Log, read_logs
from gearskifte.effects.rules.waiting import ExpectedWait, PastCase, WaitTable, wait_table

LOOKS: Final = (0, 14, 28, 56, 84, 112)
GOAL: Final = (0.75, 0.85)


@click.command()
@click.option("--cases", default=1200, show_default=True, help="Cases looked at in each log.")
@click.option("--folder", type=click.Path(path_type=Path, exists=True), help="The event logs.")
def main(cases: int, folder: Path | None) -> None:
    """How often eight-of-ten ranges of waiting time hold, in each real log."""
    shared = Path(os.environ.get("GEARSKIFTE_SHARED", "../shared"), "eventlogs")
    found = [_measure(log, cases) for log in read_logs(folder or shared)]
    met = all(each["coverage"] is None or GOAL[0] <= each["coverage"] <= GOAL[1] for each in found)
    print(json.dumps({"goal": GOAL, "met": met, "logs": found}, indent=2))
    sys.exit(0 if met else 1)


def _measure(log: Log, most: int) -> dict[str, Any]:
    tables: dict[date, WaitTable | None] = {}
    scored: list[tuple[int, PastCase, ExpectedWait | None]] = []
    for case in _held_back(log, most):
        for elapsed in LOOKS:
            today = case.started + timedelta(days=elapsed)
            if case.ended is None or today >= case.ended:
                break
            # A table is good for a week, as a nightly job that missed some nights would have it.
            made = date.fromordinal(today.toordinal() // 7 * 7)
            if made not in tables:
                tables[made] = wait_table(log.cases, made)
            table = tables[made]
            scored.append((elapsed, case, table.expect(elapsed) if table else None))
    return {"log": log.name, "answer": log.answer, "cases": len(log.cases), **_score(scored)}


def _held_back(log: Log, most: int) -> list[PastCase]:
    waits = [(case.ended - case.started).days for case in log.cases if case.ended and case.answered]
    begun = date.fromordinal(int(np.quantile([c.started.toordinal() for c in log.cases], 0.3)))
    until = log.until - timedelta(days=int(np.quantile(waits, 0.95)))
    late = [case for case in log.cases if case.answered and begun <= case.started <= until]
    chosen = np.random.default_rng(1).permutation(len(late))[:most]
    return [late[each] for each in chosen]


def _score(scored: list[tuple[int, PastCase, ExpectedWait | None]]) -> dict[str, Any]:
    given = [(elapsed, case, told) for elapsed, case, told in scored if told is not None]
    held = [_holds(case, told) for _, case, told in given]
    widths = [told.latest - told.earliest for _, _, told in given]
    return {
        "looks": len(scored),
        "share_with_a_range": round(len(given) / max(1, len(scored)), 3),
        "coverage": round(float(np.mean(held)), 3) if len(held) >= 50 else None,
        "coverage_by_elapsed": dict(_by_elapsed(given)),
        "median_width_days": float(np.median(widths)) if widths else None,
    }


def _by_elapsed(
    given: list[tuple[int, PastCase, ExpectedWait]],
) -> Iterator[tuple[str, float | None]]:
    for look in LOOKS:
        held = [_holds(case, told) for elapsed, case, told in given if elapsed == look]
        yield str(look), round(float(np.mean(held)), 3) if len(held) >= 50 else None


def _holds(case: PastCase, told: ExpectedWait) -> bool:
    assert case.ended is not None
    return told.earliest <= (case.ended - case.started).days <= told.latest


if __name__ == "__main__":
    main()
