# SPDX-License-Identifier: EUPL-1.2
"""The waits in seven real logs: who began when, and when and how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import duckdb
import msgspec

from gearskifte.effects.rules.waiting import PastCase

PERMITS: Final = """
    SELECT min(local_day(start_utc)),
        min(local_day(ts_utc)) FILTER (WHERE activity IN
            ('01_HOOFD_510_2', '01_HOOFD_510_3', '01_HOOFD_510_4')),
        CASE WHEN any_value(status) = 'G' THEN max(coalesce(local_day(end_utc), local_day(ts_utc)))
             ELSE max(local_day(end_utc)) END,
        max(local_day(ts_utc))
    FROM read_parquet('{folder}/bpic15/bpic15_all.parquet')
    WHERE municipality = {number} GROUP BY case_id
"""
RECEIPT: Final = """
    SELECT min("case:startdate" AT TIME ZONE 'Europe/Copenhagen')::date,
        min("case:enddate" AT TIME ZONE 'Europe/Copenhagen')::date, NULL,
        max("time:timestamp" AT TIME ZONE 'Europe/Copenhagen')::date
    FROM read_csv('{folder}/receipt/receipt.csv') GROUP BY "case:concept:name"
"""
FINES: Final = """
    SELECT min(timestamp)::date, min(timestamp) FILTER (WHERE activity = 'Send Fine')::date,
        min(timestamp) FILTER (WHERE activity = 'Payment')::date, max(timestamp)::date
    FROM read_csv('{folder}/traffic_fines/traffic_fines_sample.csv.gz') GROUP BY case_id
"""
NOTIFICATIONS: Final = """
    SELECT min(timestamp) FILTER (WHERE activity = 'Send Fine')::date,
        min(timestamp) FILTER (WHERE activity = 'Insert Fine Notification')::date,
        min(timestamp) FILTER (WHERE activity = 'Payment')::date, max(timestamp)::date
    FROM read_csv('{folder}/traffic_fines/traffic_fines_sample.csv.gz') GROUP BY case_id
    HAVING count(*) FILTER (WHERE activity = 'Send Fine') > 0
"""


class Log(msgspec.Struct, frozen=True):
    """A log's waits; `until` is the last day of which all is known."""

    name: str
    answer: str
    cases: tuple[PastCase, ...]
    until: date


def read_logs(folder: Path) -> Iterator[Log]:
    """The logs below the folder, one at a time."""
    database = duckdb.connect(config={"threads": 1})
    database.execute("SET TimeZone = 'UTC'")
    database.execute(
        "CREATE MACRO local_day(t) AS (t AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Copenhagen')::date"
    )
    wanted = [
        (f"BPIC15_{number}", "decision sent", PERMITS.format(folder=folder, number=number))
        for number in range(1, 6)
    ]
    wanted += [
        ("receipt", "phase ended", RECEIPT.format(folder=folder)),
        ("traffic fines", "fine sent", FINES.format(folder=folder)),
        ("traffic fines, delivery", "fine notified", NOTIFICATIONS.format(folder=folder)),
    ]
    for name, answer, sql in wanted:
        rows = database.execute(sql).fetchall()
        # One case of the first log was begun five months after all others ended: a slip of the pen.
        heard = sorted(row[3] for row in rows)
        until = heard[-2] if (heard[-1] - heard[-2]).days > 60 else heard[-1]
        yield Log(name, answer, tuple(_cases(rows, until)), until)


def _cases(
    rows: list[tuple[date, date | None, date | None, date]], until: date
) -> Iterator[PastCase]:
    for started, answered, closed, _ in rows:
        ends = [day for day in (answered, closed) if day is not None and day <= until]
        if started > until or any(day < started for day in ends):
            continue
        is_answered = answered is not None and answered in ends and answered == min(ends)
        yield PastCase(started, min(ends, default=None), is_answered)
