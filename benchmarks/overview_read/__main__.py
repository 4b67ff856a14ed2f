# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.overview_read`: prints one JSON; exit status 1 if a goal is not met."""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from benchmarks.overview_read import measuring, report
from benchmarks.overview_read.measuring import Plan
from benchmarks.overview_read.registry import prepare
from gearskifte.app import boot


@click.command()
@click.option("--cases", default=1_000_000, show_default=True, help="Cases in the registry.")
@click.option("--rounds", default=8, show_default=True, help="Rounds of raw, JSON and HTML.")
@click.option("--seconds", default=3, show_default=True, help="Seconds of each part of a round.")
@click.option("--clients", default=4, show_default=True, help="How many ask at a time.")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Kept and used again.")
def main(cases: int, rounds: int, seconds: int, clients: int, data_dir: Path | None) -> None:
    """Measure what one citizen's whole overview costs, beside a raw look-up of the same rows."""
    folder = data_dir or Path(tempfile.gettempdir(), f"gearskifte-overview-read-{cases}")
    forget_other_installations()
    os.environ["GEARSKIFTE_DATA_DIR"] = str(folder.absolute())
    installed = boot.installation()
    boot.set_up_django(installed, "owner")
    plan = Plan(cases, rounds, seconds, clients)
    prepare(installed, cases)
    statements = measuring.statements(installed, plan)
    found = measuring.measure(installed, plan)
    ratios = report.ratios(found.rounds)
    met = report.goals_met(ratios, statements)
    written: dict[str, Any] = {
        "registry": found.registry,
        "machine": _machine(found.loads),
        "plan": {"rounds": rounds, "seconds": seconds, "clients": clients},
        "statements_per_request": statements,
        "rounds": found.rounds,
        "medians": report.medians(found.rounds),
        "other_citizens": found.others,
        "ratios": ratios,
        "goals": {"ratios": report.GOALS, "statements": report.MOST_STATEMENTS, "met": met},
    }
    print(json.dumps(written, indent=2, ensure_ascii=False))
    sys.exit(0 if met else 1)


def forget_other_installations() -> None:
    """Leave nothing in the environment that names another installation."""
    for name in [each for each in os.environ if each.startswith("GEARSKIFTE_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)


def _machine(loads: list[float]) -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load_average_1_min": [round(load, 1) for load in loads],
    }


if __name__ == "__main__":
    main()
