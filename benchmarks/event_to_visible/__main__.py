# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.event_to_visible`: prints one JSON; exit status 1 if the goal is missed."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from statistics import quantiles
from typing import Any, Final

import click
import psycopg
from django.http import HttpResponse

from benchmarks.event_to_visible.message import CITIZENS, cpr_of
from benchmarks.overview_read import cpu
from gearskifte.app import boot, serving
from gearskifte.app.boot import Installation
from gearskifte.kernel.access import Actor, Role
from gearskifte.kernel.identity import COOKIE, sign_in
from gearskifte.kernel.time import system_now
from gearskifte.registry.public import add_sender

GOAL: Final = 2.0
"""Seconds from the moment of an event until the citizen's page shows it, for 99 in 100."""
SYSTEM: Final = "00000000-0000-4000-8000-000000000001"


@click.command()
@click.option("--rate", default=100, show_default=True, help="Events a second.")
@click.option("--seconds", default=20, show_default=True, help="For how long.")
@click.option("--every", default=10, show_default=True, help="Watch one event in so many.")
def main(rate: int, seconds: int, every: int) -> None:
    """Measure the time from a system's POST until the citizen's page shows it."""
    for name in [each for each in os.environ if each.startswith("GEARSKIFTE_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="gearskifte-event-to-visible-") as folder:
        Path(folder).chmod(0o755)
        os.environ["GEARSKIFTE_DATA_DIR"] = folder
        with boot.running("worker") as installed:
            report = _measure(installed, {"rate": rate, "seconds": seconds, "every": every})
    print(json.dumps(report, indent=2))
    sys.exit(0 if report["goal_met"] else 1)


def _measure(installed: Installation, plan: dict[str, Any]) -> dict[str, Any]:
    port = serving.free_port()
    web = serving.start(serving.command("127.0.0.1", port))
    worker = serving.start([sys.executable, "-m", "gearskifte", "worker"])
    try:
        serving.await_page(f"http://127.0.0.1:{port}/sundhed/", web)
        more = {"port": port, "key": _key(installed), "cookies": _cookies(installed)}
        more |= {"senders": 8, "watchers": 2, "first": 0}
        _load({**plan, **more, "seconds": 1})
        used = _used(installed, web, worker)
        told = _load({**plan, **more, "first": plan["rate"]})
        used = {
            name: round(now - used[name], 2) for name, now in _used(installed, web, worker).items()
        }
    finally:
        serving.stop([web, worker])
    visible = _spread(told["visible_seconds"])
    return {
        **plan,
        "statuses": Counter(told["statuses"]),
        "post_seconds": _spread(told["post_seconds"]),
        "visible_seconds": visible,
        "glances": told["glances"],
        "cpu_seconds": used,
        "machine": {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "load": round(os.getloadavg()[0], 1),
        },
        "goal": {"visible_p99_seconds": GOAL},
        "goal_met": visible["p99"] <= GOAL,
    }


def _load(plan: dict[str, Any]) -> dict[str, Any]:
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.event_to_visible.load"],
        input=json.dumps(plan),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(answer.stdout)
    return told


def _spread(values: list[float]) -> dict[str, float]:
    cuts = quantiles(values, n=100)
    named = {"p50": cuts[49], "p90": cuts[89], "p99": cuts[98], "most": max(values)}
    return {"number": len(values), **{name: round(value, 3) for name, value in named.items()}}


def _key(installed: Installation) -> str:
    with psycopg.connect(installed.database.worker_url) as connection:
        return add_sender(connection.cursor(), SYSTEM, name="Fag", now=system_now()).text


def _cookies(installed: Installation) -> list[str]:
    return [_cookie(str(installed.vault.person_id(cpr_of(each)))) for each in range(CITIZENS)]


def _cookie(person: str) -> str:
    response = HttpResponse()
    sign_in(response, Actor(person, "En borger", Role.CITIZEN))
    return f"{COOKIE}={response.cookies[COOKIE].value}"


def _used(installed: Installation, *programs: subprocess.Popen[bytes]) -> dict[str, float]:
    """Seconds of CPU that each part has used so far."""
    assert installed.database.managed is not None
    lock = installed.database.managed.lock_files[0]
    numbers = (*(program.pid for program in programs), int(lock.read_text("utf-8").split()[0]))
    return dict(zip(("web", "worker", "database"), map(cpu.used, numbers), strict=True))


if __name__ == "__main__":
    main()
