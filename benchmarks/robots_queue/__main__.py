# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.robots_queue`: prints one JSON; exit status 1 if a goal is missed.

As many worker processes of each engine, one item at a time, items that do nothing, on one
PostgreSQL with durable commits, in alternating rounds; a ratio is the median of the rounds' own.
An engine that does not end in its time is told so by name, and the others go on. The peers are
installed in a throw-away environment.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import venv
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

import click

from benchmarks.fresh import fresh
from benchmarks.robots_queue.contenders import PEERS, Contender, Drained, NotEnded, Own, Peer
from gearskifte.app import boot

FASTER: Final = {"procrastinate": 2.0, "pgqueuer": 2.0, "dbos": 10.0}
START_MILLISECONDS: Final = 10.0
CROWD: Final = 16


@dataclass(slots=True)
class Found:
    """What was measured of one engine, round by round, and why it did not end."""

    rates: list[Drained] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    not_ended: str = ""

    def as_json(self) -> dict[str, Any]:
        """Medians and ranges."""
        told: dict[str, Any] = {"did_not_end": self.not_ended} if self.not_ended else {}
        if self.rates:
            each = [rate.items_a_second for rate in self.rates]
            told["rounds"] = len(each)
            told["items_a_second"] = round(median(each), 1)
            told["range"] = [round(min(each), 1), round(max(each), 1)]
            for name in ("worker_ms", "database_ms", "processor_ms"):
                times = [getattr(rate, name) for rate in self.rates]
                told[f"{name}_an_item"] = round(median(times), 2)
        if self.starts:
            told["start_ms_p50"] = round(median(self.starts) * 1000, 1)
            told["start_ms_p95"] = round(quantiles(self.starts, n=20)[-1] * 1000, 1)
            told["start_ms_p99"] = round(quantiles(self.starts, n=100)[-1] * 1000, 1)
        return told


@click.command()
@click.option("--items", default=1000, show_default=True, help="Items in each round.")
@click.option("--rounds", default=8, show_default=True)
@click.option("--singles", default=20, show_default=True, help="Items a round for the latency.")
@click.option("--workers", default=2, show_default=True, help="Worker processes of each engine.")
@click.option("--limit", default=60.0, show_default=True, help="Seconds for anything asked of one.")
@click.option(
    "--seconds", default=300.0, show_default=True, help="No round begins later than that."
)
@click.option("--only", multiple=True, type=click.Choice(["gearskifte", *PEERS]))
@click.option("--python", "given", help="A Python that has the peers; else one is made.")
def main(
    items: int,
    rounds: int,
    singles: int,
    workers: int,
    limit: float,
    seconds: float,
    only: tuple[str, ...],
    given: str | None,
) -> None:
    """Measure items a second and start latency of the ledger and its peers."""
    # Whoever is told to stop wakes the workers that sleep, and ends them.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))
    until = time.monotonic() + seconds
    with fresh("robots-queue") as folder:
        names = [name for name in PEERS if not only or name in only]
        python = given or _environment(folder / "peers") if names else ""
        with boot.running("worker") as installed:
            own = Own(installed, workers=workers, limit=limit)
            engines: list[Contender] = [] if only and own.name not in only else [own]
            engines += [
                Peer(installed, name, python, workers=workers, limit=limit) for name in names
            ]
            found = {each.name: Found() for each in engines}
            _measure(engines, found, until, items=items, rounds=rounds, singles=singles)
            crowd = _crowd(Own(installed, workers=CROWD, limit=limit), items)
    report = _report(found) | {"sixteen_workers": crowd}
    report["goals_met"] &= crowd["items_not_claimed_and_ended_once"] == 0
    print(json.dumps(report, indent=2))
    sys.exit(0 if report["goals_met"] else 1)


def _measure(
    engines: list[Contender],
    found: dict[str, Found],
    until: float,
    *,
    items: int,
    rounds: int,
    singles: int,
) -> None:
    """Each engine's turn in each round, in another order each time."""
    with ExitStack() as stack:
        for each in engines:
            try:
                stack.enter_context(each.ready())
            except NotEnded as late:
                found[each.name].not_ended = str(late)
        for number in range(rounds):
            if time.monotonic() > until:
                break
            turn = number % len(engines)
            for each in engines[turn:] + engines[:turn]:
                about = found[each.name]
                if not about.not_ended:
                    _turn(each, about, items, singles)


def _turn(engine: Contender, about: Found, items: int, singles: int) -> None:
    began = time.perf_counter()
    try:
        about.rates.append(engine.rate(items))
        about.starts += engine.starts(singles)
        told = f"{about.rates[-1].items_a_second:.0f} items a second"
    except NotEnded as late:
        told = about.not_ended = str(late)
    took = time.perf_counter() - began
    print(f"{engine.name}: {told} ({took:.1f} s)", file=sys.stderr)


def _crowd(own: Own, items: int) -> dict[str, Any]:
    """Sixteen workers on one queue."""
    with own.ready():
        rate = own.rate(items)
    return {
        "items_a_second": round(rate.items_a_second, 1),
        "items_not_claimed_and_ended_once": own.twice(),
    }


def _environment(folder: Path) -> str:
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    packages = ["procrastinate", "pgqueuer", "dbos", "psycopg[binary,pool]", "asyncpg"]
    subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
    return python


def _report(found: dict[str, Found]) -> dict[str, Any]:
    own = found.get("gearskifte", Found())
    faster: dict[str, float] = {}
    cheaper: dict[str, float] = {}
    for name in (name for name in PEERS if name in found):
        pairs = list(zip(own.rates, found[name].rates, strict=False))
        if pairs:
            faster[name] = round(median(a.items_a_second / b.items_a_second for a, b in pairs), 2)
            cheaper[name] = round(median(b.processor_ms / a.processor_ms for a, b in pairs), 2)
    start = median(own.starts) * 1000 if own.starts else float("inf")
    return {
        **{name: each.as_json() for name, each in found.items()},
        "times_faster_than": faster,
        "times_less_processor_than": cheaper,
        "goals": {"times_faster": FASTER, "start_ms_p50": START_MILLISECONDS},
        "goals_met": start <= START_MILLISECONDS
        and not any(each.not_ended for each in found.values())
        and all(faster.get(name, 0.0) >= least for name, least in FASTER.items()),
        "machine": {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)},
    }


if __name__ == "__main__":
    main()
