# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.overview_isolation`: prints one JSON; exit status 1 after a leak."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from random import Random
from typing import Any

import click
import psycopg

from gearskifte.app import boot
from gearskifte.kernel.database import provider
from gearskifte.kernel.database.migrate import migrate

WORLD_LASTS = 20_000
"""Sequences before another municipality is drawn."""


@click.command()
@click.option("--sequences", default=1_000_000, show_default=True, help="Sequences of requests.")
@click.option("--longest", default=3, show_default=True, help="Requests in the longest of them.")
@click.option("--seed", default=1, show_default=True)
def main(sequences: int, longest: int, seed: int) -> None:
    """Draw sequences over roles, mandates, municipalities and time; brute force is the judge."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # noqa: PTH101, S103 - root's database server runs as another user
        os.environ["GEARSKIFTE_DATA_DIR"] = folder
        os.environ["GEARSKIFTE_SECRET_KEY"] = "7e57" * 16  # of the tests' people
        os.environ.pop("DATABASE_URL", None)
        installed = boot.installation()
        with provider.serving(installed.database):
            boot.set_up_django(installed, "web")
            migrate(installed.database)
            found = _measure(installed.database, sequences, longest, seed)
    print(json.dumps(found, indent=2))
    sys.exit(1 if found["leaks"] else 0)


def _measure(
    database: provider.Database, sequences: int, longest: int, seed: int
) -> dict[str, Any]:
    from tests.builders.desk import Desk
    from tests.integration.overview.visits import mandates_of, take
    from tests.integration.overview.world import random_world, registrations

    dice = Random(seed)  # noqa: S311 - the draws are to be repeatable
    counts: dict[str, Any] = dict.fromkeys(("sequences", "requests", "refused", "leaks"), 0)
    counts["examples"] = []
    began = time.perf_counter()
    with (
        psycopg.connect(database.worker_url) as worker,
        psycopg.connect(database.web_url) as web,
        psycopg.connect(database.owner_url) as owner,
    ):
        web.execute("SET synchronous_commit = off")
        web.commit()
        desk = Desk(worker)
        for number in range(sequences):
            if number % WORLD_LASTS == 0:
                desk.forget(owner)
                owner.execute("TRUNCATE kernel_audit")
                owner.commit()
                world = random_world(seed + number)
                desk.entitle(level=4)
                desk.take(*registrations(world))
                mandates = mandates_of(world)
                print(f"{number} of {sequences}", file=sys.stderr)
            steps = [_step(dice) for _ in range(dice.randint(1, longest))]
            try:
                asked = [take(web, world, mandates, step) for step in steps]
                counts["requests"] += sum(asked)
                counts["refused"] += len(asked) - sum(asked)
            except AssertionError as leak:
                counts["leaks"] += 1
                counts["examples"] = [*counts["examples"], [steps, str(leak)[:200]]][:5]
            counts["sequences"] += 1
    return {**counts, "seconds": round(time.perf_counter() - began)}


def _step(dice: Random) -> tuple[int, int, int, int, int, int]:
    from tests.integration.overview.visits import ACTORS, MANDATES, MOMENTS, READS

    return (
        dice.randrange(len(ACTORS)),
        dice.randrange(4),
        dice.randrange(len(MOMENTS)),
        dice.randrange(len(READS)),
        dice.randrange(40),
        dice.randrange(2 * MANDATES),
    )


if __name__ == "__main__":
    main()
