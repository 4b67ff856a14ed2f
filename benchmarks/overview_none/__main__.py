# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.overview_none`: prints one JSON; exit status 1 after a false none."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from random import Random
from typing import Any

import click
import psycopg

from gearskifte.app import boot
from gearskifte.kernel.database import provider
from gearskifte.kernel.database.migrate import migrate


@click.command()
@click.option("--failures", default=10_000, show_default=True, help="Failures to inject.")
@click.option("--seed", default=1, show_default=True)
def main(failures: int, seed: int) -> None:
    """Inject failures of sources, and read the page of a citizen with nothing after each."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # noqa: PTH101, S103 - root's database server runs as another user
        os.environ["GEARSKIFTE_DATA_DIR"] = folder
        os.environ.pop("DATABASE_URL", None)
        installed = boot.installation()
        with provider.serving(installed.database):
            boot.set_up_django(installed, "web")
            migrate(installed.database)
            with psycopg.connect(installed.database.owner_url) as owner:
                found = _measure(owner, failures, seed)
    print(json.dumps(found, indent=2))
    sys.exit(1 if found["false_none"] or found["silent_truth"] else 0)


def _measure(owner: psycopg.Connection[Any], failures: int, seed: int) -> dict[str, int]:
    from tests.builders.people import ANNA, NOW, own_access
    from tests.builders.silence import boxes, draw, inject

    dice = Random(seed)  # noqa: S311 - the draws are to be repeatable
    counts = {"failures": failures, "pages": 0, "false_none": 0, "sound": 0, "silent_truth": 0}
    for number in range(failures + failures // 10):
        failing = number < failures
        inject(owner, draw(dice, failing=failing), NOW)
        said_none = "gs-empty" in boxes(own_access(ANNA))
        counts["pages"] += 1
        counts["sound"] += not failing
        counts["false_none"] += failing and said_none
        counts["silent_truth"] += not failing and not said_none
    return counts


if __name__ == "__main__":
    main()
