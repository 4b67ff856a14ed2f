# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.visibility`: prints one JSON; exit status 1 after a leak."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any, Final

import click
import psycopg

from gearskifte.app import boot
from gearskifte.kernel.database import provider
from gearskifte.kernel.database.migrate import migrate

AT_ONCE: Final = 200
"""Worlds that are there at the same time; then they make room for others."""
WHOLE_EVERY: Final = 8
"""Of so many worlds one is read as pages and plain queries do, the others by the decision alone."""


@click.command()
@click.option("--cases", default=100_000, show_default=True, help="Cases (sager) in all.")
@click.option("--seed", default=1, show_default=True)
@click.option("--mutants/--no-mutants", default=True, show_default=True, help="Each rule left out.")
def main(cases: int, seed: int, mutants: bool) -> None:
    """Draw cases, documents, grants, payments and rights; the guidance, tried out, is the judge."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # root's database server runs as another user
        os.environ["GEARSKIFTE_DATA_DIR"] = folder
        os.environ["GEARSKIFTE_SECRET_KEY"] = "7e57" * 16  # of the tests' people
        os.environ.pop("DATABASE_URL", None)
        installed = boot.installation()
        with provider.serving(installed.database):
            boot.set_up_django(installed, "web")
            migrate(installed.database)
            found = _measure(installed.database, cases, seed, mutants=mutants)
    print(json.dumps(found, indent=2, ensure_ascii=False))
    amiss = found["leaks"] or found["wrongly_hidden"] or found.get("rules_left_out_unseen")
    sys.exit(1 if amiss else 0)


def _measure(database: provider.Database, cases: int, seed: int, *, mutants: bool) -> Any:
    from tests.builders.desk import Desk
    from tests.integration.registry.officials import (
        CASES,
        Score,
        World,
        judge,
        random_world,
        take_in,
    )

    dice = Random(seed)  # noqa: S311 - the draws are to be repeatable
    score = Score()
    began = time.process_time(), time.perf_counter()
    worlds = -(-cases // CASES)
    report: dict[str, Any] = {}
    drawn: list[World] = []
    with (
        psycopg.connect(database.worker_url) as worker,
        psycopg.connect(database.web_url) as web,
        psycopg.connect(database.owner_url) as owner,
    ):
        for connection in (worker, web, owner):
            connection.execute("SET synchronous_commit = off")
            connection.commit()
        desk = Desk(worker)
        for first in range(0, worlds, AT_ONCE):
            desk.forget(owner)
            owner.execute("TRUNCATE kernel_audit, kernel_outbox")
            owner.commit()
            drawn = [random_world(dice, n) for n in range(first, min(first + AT_ONCE, worlds))]
            take_in(desk, drawn, dice)
            owner.execute("ANALYZE")
            owner.commit()
            for world in drawn:
                whole = world.number % WHOLE_EVERY == 0
                judge(web, world, score, by_decision_alone=not whole)
            wrong = sum(score.leaks.values()), sum(score.wrongly_hidden.values())
            done = (first + len(drawn)) * CASES
            print(f"{done} of {cases} cases: {wrong} leaks and wrongly hidden", file=sys.stderr)
        if mutants:
            report = _left_out(web, owner, drawn)
    return {
        "cases": worlds * CASES,
        "objects": worlds * len(drawn[0].things),
        "read_as_pages_do": f"1 of {WHOLE_EVERY}",
        "decisions": score.decisions,
        "shown": score.shown,
        "leaks": sum(score.leaks.values()),
        "wrongly_hidden": sum(score.wrongly_hidden.values()),
        "by_kind": {"leaks": +score.leaks, "wrongly_hidden": +score.wrongly_hidden},
        "denied_by_rule": dict(score.denied_by.most_common()),
        **report,
        "seconds": round(time.perf_counter() - began[1]),
        "processor_seconds_here": round(time.process_time() - began[0]),
    }


def _left_out(web: Any, owner: Any, worlds: Any) -> dict[str, Any]:
    """Each rule switched off by itself: whether the judge finds out."""
    from tests.integration.registry.mutants import MUTANTS, is_missed, without

    found = {}
    for rule in MUTANTS:
        with without(owner, rule):
            found[rule] = is_missed(web, worlds)
    return {
        "rules_left_out": len(found),
        "rules_left_out_found": sum(found.values()),
        "rules_left_out_unseen": [rule for rule, seen in found.items() if not seen],
    }


if __name__ == "__main__":
    main()
