# SPDX-License-Identifier: EUPL-1.2
"""Counts a log day by day: a new day costs what its cases cost, not what the log does.

A folder holds one DuckDB file with what was counted of a log's Parquet files. When events come, the
cases they touch are taken out of the counts as they stood and put in as they stand, by the same
expressions that count a whole log. Sums and counts are whole numbers, so the result is the very one
that counting everything anew gives.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from gearskifte.effects import analytics
from gearskifte.effects.analytics import LogReport
from gearskifte.kernel.database.queries import Queries, load

SQL: Final[Queries] = load("gearskifte.effects", "daily")


def add_day(folder: Path, file: Path, decided: Collection[str], *, memory: str = "1GB") -> int:
    """Count one more Parquet file of events, which stays where it is; how many cases it touches.

    A file that was counted already changes nothing. All is counted, or nothing.

    Args:
        folder: where the counts are kept.
        file: events in the columns of `store.COLUMNS`, none of them in an earlier file.
        decided: the activities that mean that a case is decided; always the same for a folder.
        memory: what DuckDB may use.
    """
    with _opened(folder, memory) as connection:
        name = str(file.resolve())
        known = [row[0] for row in _all(connection, SQL.files)]
        if name in known:
            return 0
        connection.raw_sql("BEGIN")
        new = connection.read_parquet(name, table_name="new_events")
        connection.create_table("touched", new.select("case").distinct(), temp=True)
        touched = connection.table("touched")
        if known:
            _count(connection, _of(connection, known, touched), decided, sign=-1)
        _count(connection, _of(connection, [*known, name], touched), decided, sign=1)
        connection.raw_sql(SQL.add_file, parameters=[name])
        number = analytics.value(touched.count())
        connection.raw_sql("COMMIT")
    return number


def daily_report(folder: Path, *, most: int = 25, memory: str = "1GB") -> LogReport:
    """The five analyses of everything counted so far; the same as `analytics.report` gives."""
    with _opened(folder, memory) as connection:
        return analytics.told(
            cases=connection.table("effects_cases"),
            edges=connection.table("effects_edges"),
            variants=connection.table("effects_variants"),
            rework=connection.table("effects_rework"),
            with_rework=int(_all(connection, SQL.with_rework)[0][0]),
            most=most,
        )


@contextmanager
def _opened(folder: Path, memory: str) -> Iterator[Any]:
    import ibis  # noqa: PLC0415 - only who analyses pays for it

    connection = ibis.duckdb.connect(folder / "counted.duckdb", memory_limit=memory, threads=2)
    try:
        connection.raw_sql(SQL.tables)
        yield connection
    finally:
        connection.disconnect()


def _of(connection: Any, files: list[str], touched: Any) -> Any:
    """All events so far of the touched cases."""
    log = connection.read_parquet(files)
    return log.semi_join(touched, "case")


def _count(connection: Any, log: Any, decided: Collection[str], *, sign: int) -> None:
    """Put the cases of these events into the counts, or take them out."""
    events = connection.create_table("events", log, temp=True)
    again = analytics.repeated(events)
    edges, variants = analytics.edges(events), analytics.variants(events)
    rework = analytics.rework_of(again)
    parts = {
        "edges_part": edges.mutate(number=sign * edges.number, seconds=sign * edges.seconds),
        "variants_part": variants.mutate(cases=sign * variants.cases),
        "rework_part": rework.mutate(cases=sign * rework.cases, repeats=sign * rework.repeats),
    }
    if sign > 0:
        times = again.group_by("case").agg(repeats=(again.times - 1).sum().cast("int64"))
        cases = analytics.case_table(events, decided).left_join(times, "case").drop("case_right")
        parts["cases_part"] = cases.fill_null({"repeats": 0})
    for name, part in parts.items():
        connection.create_table(name, part, temp=True)
    for statement in (SQL.add_edges, SQL.add_variants, SQL.add_rework):
        connection.raw_sql(statement)
    if sign > 0:
        connection.raw_sql(SQL.drop_cases)
        connection.raw_sql(SQL.add_cases)
    connection.raw_sql(SQL.drop_parts)


def _all(connection: Any, query: str) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = connection.raw_sql(query).fetchall()
    return rows
