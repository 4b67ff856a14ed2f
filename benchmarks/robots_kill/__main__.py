# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.robots_kill`: prints one JSON; exit status 1 unless all is exactly once."""

from __future__ import annotations

import json
import sys

import click

from gearskifte.app.killing import run

PEERS_ON_THE_SAME_TEST = {
    "no reclaim of lost items": {"items": 600, "kills": 92, "lost": 24, "double": 0, "hanging": 75},
    "lease, item run again": {"items": 600, "kills": 90, "lost": 0, "double": 58, "hanging": 0},
    "lease, step checkpoints": {"items": 600, "kills": 76, "lost": 0, "double": 32, "hanging": 0},
}
"""Measured on 2026-11-21 with the policies of OpenOrchestrator and Odense's automation-server, of
pgqueuer, and of DBOS, absurd and Temporal, on a target like this one (see decision 30)."""


@click.command()
@click.option("--items", default=10_000, show_default=True)
@click.option("--kills", default=1_000, show_default=True)
@click.option("--workers", default=4, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(items: int, kills: int, workers: int, seed: int) -> None:
    """Kill at random, and count what was lost, done twice or left hanging."""
    found = run(
        items=items,
        screens=items // 50,
        kills=kills,
        workers=workers,
        lease=1.0,
        seconds=0.04,
        seed=seed,
    )
    print(json.dumps({**found, "peers_measured_before": PEERS_ON_THE_SAME_TEST}, indent=2))
    sys.exit(1 if found["lost"] or found["double"] or found["hanging"] else 0)


if __name__ == "__main__":
    main()
