# SPDX-License-Identifier: EUPL-1.2
"""A log tells the same, counted at once, day by day, or by hand."""

from __future__ import annotations

import json
import random
import sys
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from shutil import which
from typing import Final

import msgspec
import pytest

from gearskifte.effects import analytics
from gearskifte.effects.daily import add_day, daily_report
from gearskifte.effects.public import Engine, LogRow, analyse, write_log
from gearskifte.kernel.errors import ConfigurationError, InputRefused
from tests.acceptance.conftest import Run

pytestmark = pytest.mark.acceptance

DECIDED: Final = ("send",)
ALL: Final = 10_000
BEGINNING: Final = datetime.fromisoformat("2025-01-01")


def _event(activity: str, day: str) -> str:
    name = f'<string key="concept:name" value="{activity}"/>'
    return f'<event>{name}<date key="time:timestamp" value="{day}T09:00:00+01:00"/></event>'


def _trace(case: str, *events: str) -> str:
    return f'<trace><string key="concept:name" value="{case}"/>{"".join(events)}</trace>'


def _xes() -> str:
    """One case that was decided in ten days, and one that is open and was looked at twice."""
    decided = _trace("a", _event("look", "2025-01-02"), _event("send", "2025-01-12"))
    waiting = _trace("b", _event("look", "2025-02-03"), _event("look", "2025-09-03"))
    return f'<log xes.version="1.0">{decided}{waiting}</log>'


def _log(seed: int) -> list[LogRow]:
    """Sixty cases of two municipalities; many events share their moment with another."""
    rng = random.Random(seed)
    rows = []
    for number in range(60):
        start = BEGINNING + timedelta(days=rng.randrange(150))
        deadline = None if number % 7 == 0 else start.date() + timedelta(days=20)
        at = start
        for sequence in range(rng.randrange(1, 9)):
            at += timedelta(days=rng.choice((0, 0, 1, 3)), minutes=rng.choice((0, 0, 5)))
            rows.append(
                LogRow(
                    municipality=f"M{number % 2}",
                    case=f"c{number}",
                    activity=rng.choice(("look", "ask", "send", 'say "so", and wait')),
                    resource=rng.choice(("anna", "bo", "")),
                    at=at,
                    sequence=sequence,
                    day=at.date(),
                    started=start.date(),
                    deadline=deadline,
                )
            )
    rng.shuffle(rows)
    return rows


def _by_hand(rows: list[LogRow]) -> dict[str, list[LogRow]]:
    cases = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.at, row.sequence)):
        cases[row.case].append(row)
    return cases


@pytest.mark.parametrize("seed", range(3))
def test_a_log_tells_what_one_counts_by_hand(tmp_path: Path, seed: int) -> None:
    """Edges, ways, rework and shares in time equal a walk through the cases."""
    rows = _log(seed)
    assert write_log(rows, tmp_path / "log.parquet") == len(rows)
    told = analyse([str(tmp_path / "log.parquet")], DECIDED, most=ALL)
    cases = _by_hand(rows).values()
    steps = Counter((a.activity, b.activity) for case in cases for a, b in pairwise(case))
    assert {(edge.activity, edge.next): edge.number for edge in told.edges} == steps
    ways = Counter(analytics.SEPARATOR.join(row.activity for row in case) for case in cases)
    assert {way.trail: way.cases for way in told.variants} == ways
    counts = [Counter(row.activity for row in case) for case in cases]
    again = Counter(name for each in counts for name, times in each.items() if times > 1)
    assert {each.activity: each.cases for each in told.rework} == again
    assert told.cases_with_rework == sum(max(each.values()) > 1 for each in counts)
    met: Counter[str] = Counter()
    for case in cases:
        first, due = case[0], case[0].deadline
        told_of = max(first.started, first.day)
        sent = [row.day for row in case if row.activity == "send"]
        if due is not None and told_of.month <= 3 and sent and min(sent) <= due:
            met[first.municipality] += 1
    shown = {each.municipality: each.on_time for each in told.in_time if each.quarter.month == 1}
    assert shown == met


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (2, 0, 3, 1)])
def test_a_log_counted_day_by_day_tells_the_same(tmp_path: Path, order: tuple[int, ...]) -> None:
    """However a log comes in pieces, late ones too, the counts equal what the whole log tells."""
    rows = _log(7)
    days = sorted({row.day for row in rows})
    pieces = [days[:90], days[90:91], days[91:93], days[93:]]
    files = []
    for number in order:
        piece = pieces[number]
        file = tmp_path / f"{number}.parquet"
        write_log([row for row in rows if row.day in piece], file)
        files.append(str(file))
        assert add_day(tmp_path, file, DECIDED) > 0
        assert add_day(tmp_path, file, DECIDED) == 0
        assert daily_report(tmp_path, most=ALL) == analyse(files, DECIDED, most=ALL)


def test_ways_are_the_same_where_nothing_gathers_in_order(tmp_path: Path) -> None:
    """The form that an engine without ordered gathering needs gives the same ways."""
    write_log(_log(5), tmp_path / "log.parquet")
    with analytics.opened([str(tmp_path / "log.parquet")]) as log:
        found = [
            {
                tuple(row.values())
                for row in analytics.variants(log, ordered=each).to_pyarrow().to_pylist()
            }
            for each in (True, False)
        ]
    assert found[0] == found[1]
    assert found[0]


def test_the_command_reads_a_log_and_prints_json(run: Run, tmp_path: Path) -> None:
    """`gearskifte effects analyse` tells of an XES log, open cases not in time."""
    file = tmp_path / "permits.xes"
    file.write_text(_xes(), encoding="utf-8")
    asked = ("effects", "analyse", str(file), "--decided", "send", "--deadline-days", "30")
    done = run(*asked, "--json")
    assert done.status == 0
    told = json.loads(done.printed)
    assert told["throughput"]["cases"] == 2
    assert told["rework"] == [{"activity": "look", "cases": 1, "repeats": 1}]
    assert [(each["due"], each["on_time"]) for each in told["in_time"]] == [(2, 1)]
    plain = run(*asked)
    assert "1 of 2" in plain.printed


@pytest.mark.skipif(
    find_spec("pyspark") is None or which("java") is None,
    reason="Spark is not here: pip install gearskifte[spark], and Java 17",
)
@pytest.mark.timeout(900)  # a Java machine starts first
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_spark_tells_the_same(tmp_path: Path) -> None:
    """The same log on Spark gives the same report: whole numbers, dates and text to the letter."""
    write_log(_log(11), tmp_path / "log.parquet")
    asked = ([str(tmp_path / "log.parquet")], DECIDED)
    here = msgspec.to_builtins(analyse(*asked, most=ALL))
    there = msgspec.to_builtins(analyse(*asked, most=ALL, engine=Engine.SPARK))
    for quantile in ("tenth_days", "median_days", "ninth_days"):
        told = there["throughput"].pop(quantile)
        assert told == pytest.approx(here["throughput"].pop(quantile), rel=1e-9)
    assert there == here


def test_spark_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without pyspark the engine is refused in words, with what to install."""
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(ConfigurationError, match="GS-EFF-120"):
        analyse([str(tmp_path / "log.parquet")], DECIDED, engine=Engine.SPARK)


def test_what_ends_a_log_too_early_is_told_as_it_is(run: Run, tmp_path: Path) -> None:
    """Half a log is refused in its own words, not in those of what keeps it."""
    file = tmp_path / "permits.xes"
    file.write_text(_xes()[:-30], encoding="utf-8")
    with pytest.raises(InputRefused, match="GS-CON-097"):
        run("effects", "analyse", str(file), "--decided", "send")


def test_days_before_1970_and_moments_of_a_microsecond_are_kept(tmp_path: Path) -> None:
    """A log holds any moment and any day that its rows say, deadlines that are not there too."""
    rows = [
        LogRow("m", f"c{n}", "a", "", at, n + 1, at.date(), at.date(), due)
        for n, (text, due) in enumerate(
            [
                ("1899-12-31T23:59:59.999999", None),
                ("1970-01-01", date(2100, 2, 28)),
                ("2024-02-29T12:00:00.000001", None),
            ]
        )
        for at in [datetime.fromisoformat(text)]
    ]
    write_log(rows, tmp_path / "log.parquet")
    with analytics.opened([str(tmp_path / "log.parquet")]) as log:
        kept = log.order_by("case").to_pyarrow().to_pylist()
    assert [LogRow(**row) for row in kept] == rows
