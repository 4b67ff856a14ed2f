# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.overview_faults`: prints one JSON; exit status 1 if a goal is not met."""

from __future__ import annotations

import http.client
import json
import os
import socket
import sys
import tempfile
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

import click
import psycopg

from benchmarks.overview_faults import slowest, sources
from benchmarks.overview_faults.proxy import deployed, nginx
from benchmarks.overview_faults.spread import watched
from benchmarks.overview_read import raw, web
from benchmarks.overview_read.__main__ import forget_other_installations
from benchmarks.overview_read.registry import Group, groups, prepare
from benchmarks.overview_read.report import Sample
from benchmarks.overview_read.servers import MEASURING, running
from gearskifte.app import boot, serving
from gearskifte.kernel.database.server import Server

CLIENTS: Final = 16
GOALS: Final = {
    "p99_ms": 50.0,
    "p99_thinking_ms": 50.0,
    "first_to_warm_p99": 5.0,
    "fault_to_quiet_p99": 1.10,
}
FAULTS: Final = ("dead", "hanging", "lying")


@click.command()
@click.option("--cases", default=20_000, show_default=True, help="Cases in the registry.")
@click.option("--rounds", default=5, show_default=True, help="Rounds of quiet and each fault.")
@click.option("--seconds", default=3, show_default=True, help="Seconds of each part of a round.")
@click.option("--think", default=0.1, show_default=True, help="Seconds of thought, in the mean.")
@click.option("--restarts", default=5, show_default=True, help="How often the pages start anew.")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Kept and used again.")
def main(
    cases: int, rounds: int, seconds: int, think: float, restarts: int, data_dir: Path | None
) -> None:
    """Measure the slowest answers: with many clients, after a restart, with sources at fault.

    Clients ask again at once (`p99_ms`, as much as the machine can answer), or think in between
    (`thinking`, at the rate and utilisation told there). The pages are served as `deploy` sets them
    up, nginx in front; `by_itself` is the web server without it.
    """
    folder = data_dir or Path(tempfile.gettempdir(), f"gearskifte-overview-faults-{cases}")
    forget_other_installations()
    os.environ["GEARSKIFTE_DATA_DIR"] = str(folder.absolute())
    nginx()  # told before all is made ready
    installed = boot.installation()
    boot.set_up_django(installed, "owner")
    prepare(installed, cases)
    typical, _, _ = groups(cases)
    with (
        running(installed, {**MEASURING, **slowest.TIMED}) as server,
        psycopg.connect(installed.database.owner_url) as owner,
        psycopg.connect(installed.database.worker_url) as worker,
    ):
        firsts = [_first(server, typical) for _ in range(restarts)]
        asked: dict[str, Any] = {"clients": CLIENTS, "seconds": seconds}
        with deployed(server) as site:
            site.ask("html", typical, clients=CLIENTS, seconds=2)
            alone = site.ask("html", typical, clients=1, seconds=seconds).figures()
            faults = Faults(site.port, owner, sources.key_of(worker))
            with watched(site.pids) as spread:
                loads, found = _rounds(site, faults, typical, rounds, seconds)
            thinking = [site.ask("html", typical, think=think, **asked) for _ in range(rounds)]
        least = [raw.look_up(server, installed.database, typical, **asked) for _ in range(rounds)]
        by_itself = _by_itself(server, typical, rounds, seconds)
        with deployed(server, slowest.APPLICATION) as site:
            site.ask("html", typical, clients=CLIENTS, seconds=2)
            with slowest.flushing(owner) as flushed:
                timed = site.ask("html", typical, clients=CLIENTS, seconds=seconds * 2)
            spent = {**slowest.spent(timed), "disk": {"pages": len(timed.milliseconds), **flushed}}
    report = {
        **_report(found, firsts, alone["p99_ms"]),
        **_thinking(thinking, think),
        "beside_the_least_ms": {"page": _least(found["quiet"]), "raw look-up": _least(least)},
        "web_processes": spread,
        "by_itself": by_itself,
        "where_the_time_goes_ms": spent,
    }
    met = {name: bool(report[name] <= goal) for name, goal in GOALS.items()}
    print(json.dumps({**report, "goals": GOALS, "met": met, "load_average": loads}, indent=2))
    sys.exit(0 if all(met.values()) else 1)


def _first(server: Server, group: Group) -> float:
    """Milliseconds of the first page after a start, from the moment that the port is open."""
    port = serving.free_port()
    process = serving.start(serving.command("127.0.0.1", port))
    try:
        _await_port(port)
        began = time.perf_counter()
        call = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        call.request("GET", web.PATHS["html"], headers={"Cookie": web.login(group, 1)})
        answer = call.getresponse()
        answer.read()
        took = (time.perf_counter() - began) * 1000
        assert answer.status == 200, answer.status
        return took
    finally:
        serving.stop([process])


def _by_itself(server: Server, group: Group, rounds: int, seconds: int) -> list[dict[str, Any]]:
    """The web server without a proxy, started anew for each round: connections come by lot."""
    found = []
    for _ in range(rounds):
        with web.serve(server) as site:
            site.ask("html", group, clients=CLIENTS, seconds=1)
            with watched(site.pids) as spread:
                sample = site.ask("html", group, clients=CLIENTS, seconds=seconds)
        found.append({"p99_ms": round(_p99(sample), 1), **spread})
    return found


def _least(samples: list[Sample]) -> dict[str, float]:
    """What this machine could do at best, had it done nothing else, and what it did.

    `least_ms` is how long as many clients must wait in the mean who ask again at once: so many
    times the processor time of an answer, shared by all processors. No program can be quicker, and
    p99 can come near it only where each waits as long as every other. How many times `least_ms`
    the raw look-up's p99 is tells what the machine itself does to the slowest.
    """
    cores = os.cpu_count() or 1
    figures = [each.figures() for each in samples]
    cpu_ms, p99 = (median(each[name] for each in figures) for name in ("cpu_ms", "p99_ms"))
    least = CLIENTS * cpu_ms / cores
    return {
        "cpu_ms": round(cpu_ms, 3),
        "least_ms": round(least, 2),
        "p99_ms": round(p99, 2),
        "p99_to_least": round(p99 / least, 2),
    }


def _await_port(port: int) -> None:
    give_up = time.monotonic() + serving.START_SECONDS
    while time.monotonic() < give_up:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError("the port was not opened")


@dataclass(frozen=True, slots=True)
class Faults:
    """Sources at fault, who come to `port`."""

    port: int
    owner: psycopg.Connection[Any]
    key: str

    def begun(self, name: str) -> AbstractContextManager[None]:
        """One kind of fault, as long as the block lasts; none for "quiet"."""
        match name:
            case "dead":
                return sources.dead(self.owner)
            case "hanging":
                return sources.hanging(self.port, self.key)
            case "lying":
                return sources.lying(self.port, self.key)
        return nullcontext()


def _rounds(
    site: web.Site, faults: Faults, group: Group, rounds: int, seconds: int
) -> tuple[list[float], dict[str, list[Sample]]]:
    """What was measured in every part of every round, each fault between two quiet parts."""
    loads: list[float] = []
    found: dict[str, list[Sample]] = {name: [] for name in ("quiet", *FAULTS)}
    for number in range(1, rounds + 1):
        print(f"round {number} of {rounds}", file=sys.stderr)
        loads.append(round(os.getloadavg()[0], 1))
        for name in ("quiet", *FAULTS):
            with faults.begun(name):
                sample = site.ask("html", group, clients=CLIENTS, seconds=seconds)
            found[name].append(sample)
    return loads, found


def _p99(sample: Sample) -> float:
    """p99 in milliseconds; where hardly anything was answered, all the time there was."""
    took = sample.milliseconds
    return quantiles(took, n=100)[98] if len(took) > 1 else 1000.0 * sample.seconds


def _thinking(samples: list[Sample], think: float) -> dict[str, Any]:
    """The same clients with time to think: how many pages a second that is, and what it takes."""
    return {
        "p99_thinking_ms": round(median(map(_p99, samples)), 1),
        "thinking": {
            "seconds_of_thought": think,
            "offered_per_second": round(CLIENTS / think, 1) if think else None,
            "answered_per_second": round(
                median(len(each.milliseconds) / each.seconds for each in samples), 1
            ),
            "utilisation": round(median(each.utilisation for each in samples), 3),
            "p50_ms": round(median(median(each.milliseconds) for each in samples), 1),
            "p99_of_rounds_ms": [round(_p99(each), 1) for each in samples],
        },
    }


def _report(samples: dict[str, list[Sample]], firsts: list[float], alone: float) -> dict[str, Any]:
    quiet = samples["quiet"]
    found = {name: [_p99(each) for each in parts] for name, parts in samples.items()}
    ratios = {
        name: round(median(f / q for f, q in zip(found[name], found["quiet"], strict=True)), 3)
        for name in FAULTS
    }
    return {
        "clients": CLIENTS,
        "p99_ms": round(median(found["quiet"]), 1),
        "p50_ms": round(median(median(each.milliseconds) for each in quiet), 1),
        "answered_per_second": round(
            median(len(each.milliseconds) / each.seconds for each in quiet), 1
        ),
        "utilisation": round(median(each.utilisation for each in quiet), 3),
        "p99_of_rounds_ms": {name: [round(each, 1) for each in p] for name, p in found.items()},
        "first_after_restart_ms": [round(each, 1) for each in firsts],
        "warm_p99_of_one_client_ms": alone,
        "first_to_warm_p99": round(median(firsts) / median(found["quiet"]), 2),
        "faults_to_quiet_p99": ratios,
        "fault_to_quiet_p99": max(ratios.values()),
    }


if __name__ == "__main__":
    main()
