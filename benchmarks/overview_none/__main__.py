# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.overview_none`: prints one JSON; exit status 1 after a false none."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from functools import partial
from random import Random
from typing import Any

import click
import psycopg

from gearskifte.app import boot
from gearskifte.kernel.database import provider
from gearskifte.kernel.database.migrate import migrate


@click.command()
@click.option("--failures", default=10_000, show_default=True, help="Failures to inject.")
@click.option("--streams", default=300, show_default=True, help="Streams of broken messages.")
@click.option("--seed", default=1, show_default=True)
def main(failures: int, streams: int, seed: int) -> None:
    """Inject failures of sources and messages, and read the page of a citizen after each.

    Then take in streams of messages that are broken somewhere, and read the page of everybody.
    """
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # noqa: PTH101, S103 - root's database server runs as another user
        os.environ["GEARSKIFTE_DATA_DIR"] = folder
        os.environ["GEARSKIFTE_SECRET_KEY"] = "7e57" * 16  # of the tests' people
        os.environ.pop("DATABASE_URL", None)
        installed = boot.installation()
        with provider.serving(installed.database):
            boot.set_up_django(installed, "web")
            migrate(installed.database)
            with psycopg.connect(installed.database.owner_url) as owner:
                found = _measure(owner, failures, seed)
                with psycopg.connect(installed.database.worker_url) as worker:
                    streamed = _stream(owner, worker, streams, seed)
        found["broken"] = streamed
        found["false_none"] += streamed["false_none"]
        found["silent_truth"] += streamed["silent_truth"]
    print(json.dumps(found, indent=2))
    sys.exit(1 if found["false_none"] or found["silent_truth"] else 0)


def _measure(owner: psycopg.Connection[Any], failures: int, seed: int) -> dict[str, Any]:
    from tests.builders.people import ANNA, NOW, own_access
    from tests.builders.silence import boxes, draw, inject

    dice = Random(seed)  # noqa: S311 - the draws are to be repeatable
    counts: dict[str, Any] = {
        "failures": failures,
        "pages": 0,
        "false_none": 0,
        "sound": 0,
        "silent_truth": 0,
    }
    for number in range(failures + failures // 10):
        failing = number < failures
        inject(owner, draw(dice, failing=failing), NOW)
        said_none = "gs-empty" in boxes(own_access(ANNA))
        counts["pages"] += 1
        counts["sound"] += not failing
        counts["false_none"] += failing and said_none
        counts["silent_truth"] += not failing and not said_none
    return counts


def _stream(
    owner: psycopg.Connection[Any], worker: psycopg.Connection[Any], streams: int, seed: int
) -> dict[str, int]:
    """Take in messages of the standard, each broken somewhere or not; brute force is the judge."""
    from gearskifte.connectors.public import read
    from gearskifte.overview.publishing import forget_kept
    from tests.builders.broken import draw, in_doubt, whole
    from tests.builders.desk import Desk
    from tests.builders.people import CITIZENS, NOW, own_access
    from tests.builders.silence import Failing, boxes, inject

    dice = Random(seed)  # noqa: S311 - as above
    desk = Desk(worker, read=partial(read, max_bytes=2**20))
    found = {"streams": streams, "messages": 0, "pages": 0, "in_doubt": 0}
    found |= {"false_none": 0, "silent_truth": 0}
    inject(owner, Failing({}, {}), NOW)
    for _ in range(streams):
        desk.forget(owner)
        sent = [whole("e"), *(draw(dice) for _ in range(dice.randint(1, 5)))]
        desk.take(*(each.message for each in sent))
        forget_kept()
        doubt = in_doubt(sent, worker)
        found["messages"] += len(sent)
        for person in CITIZENS:
            said = boxes(own_access(person))
            found["pages"] += 1
            found["in_doubt"] += person in doubt
            found["false_none"] += person in doubt and "gs-empty" in said
            found["silent_truth"] += person not in doubt and "gs-empty gs-unknown" in said
    return found


if __name__ == "__main__":
    main()
