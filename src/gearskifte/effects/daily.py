# SPDX-License-Identifier: EUPL-1.2
"""Counts a log day by day: a new day costs what its events cost, not what the log does.

A folder holds one DuckDB file with what was counted of a log's Parquet files. New events that come
after all others of their cases are put on top of what is known of those. Where one comes in
between, and for a first file, the cases are counted from their events, by the expressions that
count a whole log. All counts are whole numbers, so the result is that of counting everything anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from gearskifte.effects import analytics
from gearskifte.effects.analytics import Edge, InTime, LogReport, Rework, Throughput, Variant
from gearskifte.kernel.database.queries import Queries, load

SQL: Final[Queries] = load("gearskifte.effects", "daily")


def add_day(folder: Path, file: Path, decided: Collection[str], *, memory: str = "1GB") -> int:
    """Count one more Parquet file of events, which stays where it is; how many cases it touches.

    A file that was counted already changes nothing. All is counted, or nothing.

    Args:
        folder: where the counts are kept.
        file: events in the columns of a log (see `analytics`), none of them in an earlier file.
        decided: the activities that mean that a case is decided; always the same for a folder.
        memory: what DuckDB may use.
    """
    with _opened(folder, memory) as connection:
        name = str(file.resolve())
        known = [row[0] for row in connection.execute(SQL.files).fetchall()]
        if name in known:
            return 0
        connection.execute("BEGIN")
        connection.execute(SQL.read_day, [name])
        if known and not _one(connection, SQL.late):
            _append(connection, decided)
        else:
            _count_again(connection, known, name, decided)
        connection.execute(SQL.add_file, [name])
        number = _one(connection, SQL.number_touched)
        connection.execute("COMMIT")
    return number


def daily_report(folder: Path, *, most: int = 25, memory: str = "1GB") -> LogReport:
    """The five analyses of everything counted so far; the same as `analytics.report` gives."""
    with _opened(folder, memory) as connection:
        *through, decided, with_rework = connection.execute(SQL.throughput).fetchall()[0]
        throughput = Throughput(*through)
        edges = connection.execute(SQL.most_edges, [most]).fetchall()
        ways = connection.execute(SQL.most_ways, [analytics.SEPARATOR, most]).fetchall()
        rework = connection.execute(SQL.most_rework, [most]).fetchall()
        edges_total, variants_total = connection.execute(SQL.numbers).fetchall()[0]
        until = throughput.last - timedelta(days=1)
        in_time = connection.execute(SQL.in_time, [until, until]).fetchall() if decided else ()
    return LogReport(
        throughput=throughput,
        edges=tuple(Edge(a, b, n, analytics.mean_days(s, n)) for a, b, n, s in edges),
        edges_total=edges_total,
        variants=tuple(Variant(*row) for row in ways),
        variants_total=variants_total,
        rework=tuple(Rework(*row) for row in rework),
        cases_with_rework=with_rework,
        in_time=tuple(InTime(*row) for row in in_time),
    )


@contextmanager
def _opened(folder: Path, memory: str) -> Iterator[Any]:
    import duckdb  # noqa: PLC0415 - only who analyses pays for it

    config: dict[str, Any] = {"memory_limit": memory, "threads": 2}
    with duckdb.connect(folder / "counted.duckdb", config=config) as connection:
        connection.execute(SQL.tables)
        yield connection


def _append(connection: Any, decided: Collection[str]) -> None:
    """Put new events on top of what is known of their cases."""
    for statement in (SQL.known_cases, SQL.day_edges, SQL.day_again, SQL.day_rework, SQL.day_ways):
        connection.execute(statement)
    connection.execute(SQL.day_cases, [list(decided)])
    _add(connection, SQL.key_ways, SQL.add_edges, SQL.add_rework, SQL.add_ways, SQL.add_cases)


def _count_again(connection: Any, known: list[str], new: str, decided: Collection[str]) -> None:
    """Take the cases of the new events out of the counts, and put them in with all their events."""
    import ibis  # noqa: PLC0415

    through = ibis.duckdb.from_connection(connection)
    touched = through.table("day").select("case").distinct()
    if known:
        before = through.read_parquet(known).semi_join(touched, "case")
        _count(through, before, decided)
        _add(connection, SQL.forget, SQL.add_edges, SQL.add_rework)
    _count(through, through.read_parquet([*known, new]).semi_join(touched, "case"), decided)
    connection.execute(SQL.old_ways)
    _add(connection, SQL.key_ways, SQL.add_edges, SQL.add_rework, SQL.add_ways, SQL.add_cases)


def _count(through: Any, log: Any, decided: Collection[str]) -> None:
    """Count the cases of these events, as a whole log is counted."""
    events = through.create_table("events", log, temp=True)
    again = analytics.repeated(events)
    times = again.group_by("case").agg(repeats=(again.times - 1).sum().cast("int64"))
    cases = analytics.case_table(events, decided).left_join(times, "case").drop("case_right")
    through.create_table("edges_part", analytics.edges(events), temp=True)
    through.create_table("rework_part", analytics.rework_of(again), temp=True)
    through.create_table("cases_part", cases.fill_null({"repeats": 0}), temp=True)


def _add(connection: Any, *statements: str) -> None:
    for statement in statements:
        connection.execute(statement)
    connection.execute(SQL.drop_parts)


def _one(connection: Any, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])
