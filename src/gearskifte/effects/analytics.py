# SPDX-License-Identifier: EUPL-1.2
"""What a log of any size says of a process: throughput, paths, variants, rework, deadlines.

The questions are Ibis expressions, so the same ones run on DuckDB here and on Spark where the log
is national. A log is Parquet, one row an event, sorted by case and time:

    municipality, case, activity, resource  text
    at                                      timestamp without zone, UTC
    sequence                                order of events of the same moment, int
    day, started, deadline                  Danish calendar dates; deadline may be null

Ibis is only imported when a log is opened: it takes a quarter of a second.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

import msgspec

from gearskifte.kernel.errors import ConfigurationError, Text

SEPARATOR: Final = " → "
_SECONDS_A_DAY: Final = 86_400


class Engine(StrEnum):
    """What counts a log (beregningsmotor), by Ibis' name."""

    DUCKDB = "duckdb"
    SPARK = "pyspark"


class Throughput(msgspec.Struct, frozen=True):
    """How long cases are under way, first event to last, in days: tenth, half, nine tenths."""

    cases: int
    events: int
    first: date
    last: date
    tenth_days: float
    median_days: float
    ninth_days: float


class Edge(msgspec.Struct, frozen=True):
    """A step from one activity to the next, how often, and the days it took on average."""

    activity: str
    next: str
    number: int
    mean_days: float


class Variant(msgspec.Struct, frozen=True):
    """A way through the process and how many cases took it."""

    trail: str
    cases: int


class Rework(msgspec.Struct, frozen=True):
    """An activity that was done again: in how many cases, and how many times more."""

    activity: str
    cases: int
    repeats: int


class InTime(msgspec.Struct, frozen=True):
    """Cases of a municipality that began in a quarter, and how many were decided in time."""

    municipality: str
    quarter: date
    due: int
    on_time: int


class LogReport(msgspec.Struct, frozen=True):
    """The five analyses of a log; edges, variants and rework the most frequent first."""

    throughput: Throughput
    edges: tuple[Edge, ...]
    edges_total: int
    variants: tuple[Variant, ...]
    variants_total: int
    rework: tuple[Rework, ...]
    cases_with_rework: int
    in_time: tuple[InTime, ...]


def analyse(
    files: Sequence[str],
    decided: Collection[str],
    *,
    most: int = 25,
    engine: Engine = Engine.DUCKDB,
) -> LogReport:
    """The five analyses of the log in these Parquet files; see `report`."""
    with opened(files, engine=engine) as log:
        return report(log, decided, most=most)


@contextmanager
def opened(
    files: Sequence[str],
    *,
    engine: Engine = Engine.DUCKDB,
    memory: str = "1GB",
    threads: int = 2,
) -> Iterator[Any]:
    """The log in these Parquet files, as an Ibis table.

    Args:
        files: on this machine, or where Spark's workers can read them.
        engine: what counts. Spark is as it is set up where it is installed (`spark-defaults.conf`);
            without that it runs here.
        memory: what DuckDB may use.
        threads: how many processors DuckDB may use.

    Raises:
        ConfigurationError: GS-EFF-120 if Spark is asked for and not installed.
    """
    import ibis  # noqa: PLC0415 - only who analyses pays for it

    if engine is Engine.SPARK:
        connection = _spark(ibis)
    else:
        connection = ibis.duckdb.connect(memory_limit=memory, threads=threads)
    try:
        yield _read(connection, files)
    finally:
        connection.disconnect()


def _spark(ibis: Any) -> Any:
    try:
        from pyspark import SparkConf  # noqa: PLC0415
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError as error:
        raise ConfigurationError(
            "GS-EFF-120",
            what=Text("Spark kan ikke startes.", "Spark cannot be started."),
            why=Text("Pakken pyspark er ikke installeret.", "The package pyspark is missing."),
            do=Text(
                "Installér gearskifte[spark] og Java 17, eller brug DuckDB.",
                "Install gearskifte[spark] and Java 17, or use DuckDB.",
            ),
        ) from error
    # Moments are UTC without a zone; whatever the machine's zone is must not move them.
    session = SparkSession.builder.appName("gearskifte").config("spark.sql.session.timeZone", "UTC")
    if not SparkConf().contains("spark.master"):
        # On this machine alone the 200 parts that a cluster divides into take all the time.
        session = session.master("local[2]").config("spark.sql.shuffle.partitions", "4")
    return ibis.pyspark.connect(session.getOrCreate())


def _read(connection: Any, files: Sequence[str]) -> Any:
    """One table of all files: DuckDB reads a list, Spark through Ibis one at a time."""
    if connection.name != Engine.SPARK:
        return connection.read_parquet(list(files))
    first, *others = (connection.read_parquet(file) for file in files)
    return first.union(*others) if others else first


def case_table(log: Any, decided: Collection[str]) -> Any:
    """One row a case: when it began and ended, what it took and when it was decided."""
    return log.group_by("case").agg(
        municipality=log.municipality.max(),
        started=log.started.min(),
        deadline=log.deadline.min(),
        first=log["at"].min(),
        last=log["at"].max(),
        heard=log.day.min(),
        events=log.count(),
        decided=log.day.min(where=log.activity.isin(list(decided))),
    )


def edges(log: Any) -> Any:
    """The directly-follows graph with whole seconds between the two events."""
    import ibis  # noqa: PLC0415

    window = ibis.window(group_by=["case"], order_by=["at", "sequence"])
    steps = log.select(
        log.activity,
        log["at"],
        next=log.activity.lead().over(window),
        next_at=log["at"].lead().over(window),
    )
    steps = steps.filter(steps.next.notnull())
    seconds = whole_seconds(steps.next_at) - whole_seconds(steps["at"])
    return (
        steps.mutate(seconds=seconds)
        .group_by("activity", "next")
        .agg(lambda t: t.count().name("number"), lambda t: t.seconds.sum().name("seconds"))
    )


def whole_seconds(moment: Any) -> Any:
    """Seconds since 1970, without the fraction that only some engines keep."""
    return moment.epoch_seconds().cast("float64").floor().cast("int64")


def variants(log: Any, *, ordered: bool | None = None) -> Any:
    """The ways through the process.

    Args:
        log: the events.
        ordered: whether the engine can gather in an order (DuckDB can, Spark through Ibis cannot);
            else each activity carries its place in front while it is sorted. None asks the engine.
    """
    import ibis  # noqa: PLC0415

    if ordered is None:
        ordered = log.get_backend().name != Engine.SPARK
    if ordered:
        trail = log.activity.group_concat(sep=SEPARATOR, order_by=[log["at"], log.sequence])
        trails = log.group_by("case").agg(trail=trail)
    else:
        window = ibis.window(group_by=["case"], order_by=["at", "sequence"])
        place = ibis.row_number().over(window).cast("string").lpad(9, "0")
        placed = log.select(log.case, step=place + "~" + log.activity)
        gathered = placed.group_by("case").agg(steps=placed.step.collect())
        trails = gathered.select(
            gathered.case,
            trail=gathered.steps.sort().map(lambda step: step.substr(10)).join(SEPARATOR),
        )
    return trails.group_by("trail").agg(cases=trails.count())


def repeated(log: Any) -> Any:
    """Activities that were done more than once in a case, and how many times."""
    done = log.group_by("case", "activity").agg(times=log.count())
    return done.filter(done.times > 1)


def in_time(cases: Any, until: date) -> Any:
    """Cases with a deadline by municipality and quarter of start, and those decided in time.

    A quarter is shown when it is over and the deadlines of all its cases have passed by `until`.
    """
    import ibis  # noqa: PLC0415

    told = ibis.greatest(cases.started, cases.heard)
    due = cases.filter(cases.deadline.notnull()).mutate(quarter=told.truncate("Q"))
    met = (due.decided.notnull() & (due.decided <= due.deadline)).cast("int64")
    found = (
        due.mutate(met=met)
        .group_by("municipality", "quarter")
        .agg(
            lambda t: t.count().name("due"),
            lambda t: t.met.sum().name("on_time"),
            lambda t: t.deadline.max().name("last_deadline"),
        )
    )
    over = found.quarter.cast("date") + ibis.interval(months=3) <= ibis.literal(
        until + timedelta(days=1)
    ).cast("date")
    ripe = found.last_deadline <= ibis.literal(until).cast("date")
    return found.filter(over & ripe).order_by("municipality", "quarter")


def rework_of(again: Any) -> Any:
    """From `repeated`: activities, in how many cases they were done again and how many times."""
    return again.group_by("activity").agg(
        cases=again.count(), repeats=(again.times - 1).sum().cast("int64")
    )


def report(log: Any, decided: Collection[str], *, most: int = 25) -> LogReport:
    """The five analyses.

    Args:
        log: from `opened`; once for each time it is opened.
        decided: the activities that mean that a case is decided.
        most: how many edges, variants and activities are told of.
    """
    again = _kept(log, "repeated", repeated(log))
    return told(
        cases=_kept(log, "cases", case_table(log, decided)),
        edges=_kept(log, "edges", edges(log)),
        variants=_kept(log, "variants", variants(log)),
        rework=rework_of(again),
        with_rework=value(again.case.nunique()),
        most=most,
    )


def told(
    *, cases: Any, edges: Any, variants: Any, rework: Any, with_rework: int, most: int
) -> LogReport:
    """The report of tables that have been counted: see the expressions of the same names."""
    through = _throughput(cases)
    return LogReport(
        throughput=through,
        edges=tuple(
            Edge(
                row["activity"],
                row["next"],
                row["number"],
                mean_days(row["seconds"], row["number"]),
            )
            for row in _top(edges, "number", ("activity", "next"), most)
        ),
        edges_total=value(edges.count()),
        variants=tuple(Variant(**row) for row in _top(variants, "cases", ("trail",), most)),
        variants_total=value(variants.count()),
        rework=tuple(Rework(**row) for row in _top(rework, "cases", ("activity",), most)),
        cases_with_rework=with_rework,
        in_time=_in_time(cases, through.last),
    )


def _kept(log: Any, name: str, expression: Any) -> Any:
    """The result of an expression, counted once and kept beside the log until it is closed."""
    connection = log.get_backend()
    if connection.name == Engine.SPARK:
        return expression.cache()
    return connection.create_table(name, expression, temp=True)


def _throughput(cases: Any) -> Throughput:
    seconds = whole_seconds(cases.last) - whole_seconds(cases.first)
    days = seconds.cast("float64") / float(_SECONDS_A_DAY)
    (row,) = _rows(
        cases.agg(
            cases=cases.count(),
            events=cases.events.sum(),
            first=cases.first.min(),
            last=cases.last.max(),
            tenth=days.quantile(0.1),
            median=days.quantile(0.5),
            ninth=days.quantile(0.9),
        )
    )
    return Throughput(
        cases=row["cases"],
        events=int(row["events"]),
        first=_date(row["first"]),
        last=_date(row["last"]),
        tenth_days=row["tenth"],
        median_days=row["median"],
        ninth_days=row["ninth"],
    )


def _in_time(cases: Any, last: date) -> tuple[InTime, ...]:
    if not value(cases.decided.count()):
        return ()  # nothing is known to decide a case
    # The last day may have been cut off in the middle.
    found = _rows(in_time(cases, last - timedelta(days=1)))
    return tuple(
        InTime(row["municipality"], _date(row["quarter"]), row["due"], row["on_time"])
        for row in found
    )


def _top(table: Any, by: str, then: Sequence[str], most: int) -> list[dict[str, Any]]:
    ordered = table.order_by(table[by].desc(), *[table[name] for name in then])
    return _rows(ordered.limit(most))


def value(expression: Any) -> int:
    """The whole number that an expression comes to."""
    return int(expression.to_pyarrow().as_py())


def _rows(table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


def mean_days(seconds: int, number: int) -> float:
    """The mean of so many seconds in all, in days."""
    return int(seconds) / number / _SECONDS_A_DAY


def _date(value: Any) -> date:
    found: date = value.date() if hasattr(value, "date") else value
    return found
