# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte registry watch`: take in messages that are dropped into a folder as files."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path

import click

from gearskifte.app import boot
from gearskifte.app.intake import keep_taking_in
from gearskifte.registry.public import DropFolder, Intake, Taken

REFUSED = 1
"""Exit status when, with --once, a file could not be used."""


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--once", is_flag=True, help="Take what lies there, then stop.")
@click.option(
    "--still",
    type=click.FloatRange(min=0.05),
    default=1.0,
    show_default=True,
    help="Seconds that a file must have lain still before it is taken.",
)
def watch(folder: Path, once: bool, still: float) -> None:
    """Take in every file dropped into FOLDER, and move it to done/ or quarantine/ inside it.

    Files whose names begin with a dot or end in .tmp, .part or ~ are left alone until they get a
    name of their own. Nothing is deleted. Exit status with --once: 1 when a file could not be used.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with boot.running("worker") as installed:
        drop = DropFolder(folder, most_bytes=installed.config.max_message_mib * 1024 * 1024)
        faults: set[str] = set()

        def work(intake: Intake) -> None:
            drop.first_look()
            while not stop.wait(still):
                for taken in drop.sweep(intake):
                    _report(taken, faults)
                if once:
                    return

        keep_taking_in(installed, stop, work)
    if once and faults:
        sys.exit(REFUSED)


def _report(taken: Taken, faults: set[str]) -> None:
    """Say what became of a file; of one that has to stay where it is, only the first time."""
    known = taken.name in faults and not taken.place
    if taken.place != "done":
        faults.add(taken.name)
    if known:
        return
    click.echo(f"{taken.name}: {taken.place or 'stays'} {taken.trouble}".rstrip(), err=True)
    for refusal in taken.refusals:
        click.echo(f"  {refusal.code} {refusal.reason.en}", err=True)
