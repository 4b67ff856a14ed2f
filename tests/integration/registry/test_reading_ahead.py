# SPDX-License-Identifier: EUPL-1.2
"""Messages that other processes read give the same as those that are read one by one."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import psycopg
import pytest

from gearskifte.connectors.public import read
from gearskifte.registry.public import Message, reading_in, take_in
from tests.builders.desk import Desk
from tests.builders.people import ANNA, BO
from tests.builders.xml import case_message

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[object, ...]]
READ = partial(read, max_bytes=2**20)
SENT = [
    *(Message(f"{number}", case_message(str(number), ANNA)) for number in range(12)),
    Message("broken", b"<Sag"),
    *(Message(f"{number} again", case_message(str(number), BO)) for number in range(12)),
    Message("the same", case_message("3", ANNA)),
]
ORDER = "SELECT origin, status FROM registry_raw_message ORDER BY id"


def test_other_processes_change_nothing(desk: Desk, owner: Connection) -> None:
    """State, order, statuses and counts are those of reading one message after the other."""
    desk.read = READ
    alone = take_in(desk.intake, SENT)
    wanted = (desk.state, desk.rows(ORDER))
    desk.forget(owner)
    with reading_in(2, READ) as read_many:
        together = take_in(dataclasses.replace(desk.intake, read_many=read_many), SENT)
    assert (desk.state, desk.rows(ORDER)) == wanted
    assert together.applied == alone.applied
    assert together.unchanged == alone.unchanged
    assert together.quarantined == alone.quarantined == 1


def test_readers_end_with_the_importer_that_is_killed() -> None:
    """No process is left behind when the importer is killed with its readers at work."""
    program = (
        "import multiprocessing, time\n"
        "from gearskifte.registry.public import reading_in\n"
        "if __name__ == '__main__':\n"
        "    with reading_in(2, len) as read_many:\n"
        "        list(read_many([b'a'] * 20))\n"
        "        print(*(each.pid for each in multiprocessing.active_children()), flush=True)\n"
        "        time.sleep(600)\n"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as importer:
        assert importer.stdout is not None
        readers = [int(pid) for pid in importer.stdout.readline().split()]
        importer.kill()
    end = time.monotonic() + 300
    while any(map(_lives, readers)) and time.monotonic() < end:
        time.sleep(0.1)
    assert len(readers) == 2
    assert not any(map(_lives, readers))


def _lives(pid: int) -> bool:
    """Whether the process still works: one that nobody has buried does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] not in "ZX"
