# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.effects_analytics --peer PYTHON`: one JSON; status 1 if a goal is missed.

The real logs of five municipalities are laid side by side until they have as many events as asked
for. Each program runs in a process of its own, from the same Parquet file; processor time and peak
memory are the operating system's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import click
import duckdb

HERE: Final = Path(__file__).parent
GOALS: Final = {"cpu": 0.35, "memory": 0.30}
NEW_DAY: Final = 0.05
"""A new day costs at most so much of what counting all anew does."""
BEFORE: Final = """
    COPY (FROM read_parquet($log) WHERE "day" <> $day ORDER BY "case", "at", sequence)
    TO '{file}' (FORMAT parquet, COMPRESSION zstd)
"""
LAST: Final = """
    COPY (
        SELECT * REPLACE ("at" + to_days($later) AS "at", "day" + $later AS "day")
        FROM read_parquet($log) WHERE "day" = $day ORDER BY "case", "at", sequence
    ) TO '{file}' (FORMAT parquet, COMPRESSION zstd)
"""
REPLICATED: Final = """
    COPY (
        SELECT municipality::varchar AS municipality, activity, coalesce(resource, '') AS resource,
            municipality || '-' || case_id || '-' || copy.n AS "case", ts_utc AS "at",
            row_number() OVER (
                PARTITION BY municipality, case_id, copy.n ORDER BY ts_utc, activity
            )::int AS sequence,
            local_day(ts_utc) AS "day", local_day(start_utc) AS started,
            local_day(start_utc) + 56 AS deadline
        FROM read_parquet($log), range($copies::bigint) AS copy(n)
        ORDER BY copy.n, "case", "at", sequence
    ) TO '{file}' (FORMAT parquet, COMPRESSION zstd)
"""


@click.command()
@click.option("--events", default=10_000_000, show_default=True, help="Events in the log.")
@click.option("--peer", help="A Python with pm4py in it (an environment of its own).")
@click.option("--rounds", default=1, show_default=True, help="How often each is run.")
def main(events: int, peer: str | None, rounds: int) -> None:
    """Throughput, paths, variants, rework and deadlines of a large log: cost beside PM4Py."""
    with tempfile.TemporaryDirectory(prefix="gearskifte-log-") as folder:
        file = Path(folder, "log.parquet")
        number = _replicate(file, events)
        found: dict[str, Any] = {"events": number, "megabytes": file.stat().st_size // 10**6}
        found["ours"] = [_run([sys.executable, str(HERE / "ours.py")], file) for _ in range(rounds)]
        if peer:
            found["peer"] = [_run([peer, str(HERE / "peer.py")], file) for _ in range(rounds)]
        found["new_day"] = _new_day(file)
    whole = min(run["cpu_s"] for run in found["ours"])
    found["new_day"]["ratio"] = round(found["new_day"]["cpu_s"] / whole, 3)
    met = bool(found["new_day"]["ratio"] <= NEW_DAY)
    if peer:
        best = {side: min(found[side], key=lambda run: run["cpu_s"]) for side in ("ours", "peer")}
        ratios = {
            "cpu": round(best["ours"]["cpu_s"] / best["peer"]["cpu_s"], 3),
            "memory": round(best["ours"]["peak_mb"] / best["peer"]["peak_mb"], 3),
        }
        same = best["ours"]["counted"] == best["peer"]["counted"]
        met = met and same and all(ratios[goal] <= most for goal, most in GOALS.items())
        found |= {"ratios": ratios, "goals": GOALS, "same_counts": same, "met": met}
    print(json.dumps(found, indent=2))
    sys.exit(0 if met else 1)


def _replicate(file: Path, events: int) -> int:
    shared = Path(os.environ.get("GEARSKIFTE_SHARED", "../shared"), "eventlogs")
    log = str(shared / "bpic15" / "bpic15_all.parquet")
    database = duckdb.connect(config={"memory_limit": "1GB", "temp_directory": str(file.parent)})
    database.execute(
        "CREATE MACRO local_day(t) AS (t AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Copenhagen')::date"
    )
    (one,) = database.execute("SELECT count(*) FROM read_parquet($1)", [log]).fetchall()[0]
    copies = -(-events // one)
    database.execute(REPLICATED.format(file=file), {"log": log, "copies": copies})
    return int(one * copies)


def _new_day(file: Path) -> dict[str, Any]:
    """What an ordinary working day costs that comes after all others; as many cases as usual.

    The day is cut out of the log and put at its end.
    """
    database = duckdb.connect(config={"memory_limit": "1GB", "temp_directory": str(file.parent)})
    day, later = database.execute(
        """SELECT "day", last - "day" + 1 FROM (
               SELECT "day", count(*) AS number, max(max("day")) OVER () AS last
               FROM read_parquet($1) GROUP BY 1)
           ORDER BY abs(number - (SELECT 1.4 * count(*) / count(DISTINCT "day")
                                  FROM read_parquet($1))), 1 LIMIT 1""",
        [str(file)],
    ).fetchall()[0]
    before, new = file.parent / "before.parquet", file.parent / "new.parquet"
    database.execute(BEFORE.format(file=before), {"log": str(file), "day": day})
    database.execute(LAST.format(file=new), {"log": str(file), "day": day, "later": later})
    command = [sys.executable, str(HERE / "day.py")]
    _run(command, before)
    return _run(command, new)


def _run(command: list[str], file: Path) -> dict[str, Any]:
    # A process between, so that what it has used is the program's alone.
    script = (
        "import json,resource,subprocess,sys;"
        "out=subprocess.run(sys.argv[1:],stdout=subprocess.PIPE,check=True).stdout;"
        "used=resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(json.dumps({'cpu_s':round(used.ru_utime+used.ru_stime,2),"
        "'peak_mb':used.ru_maxrss//1024,'counted':json.loads(out.splitlines()[-1])}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command, str(file)],
        stdout=subprocess.PIPE,
        check=True,
        cwd=HERE.parents[1],
    )
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


if __name__ == "__main__":
    main()
