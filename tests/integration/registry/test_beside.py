# SPDX-License-Identifier: EUPL-1.2
"""What other processes read and prepare is the same as what is prepared here, whoever is killed."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from random import Random

import psycopg
import pytest

from gearskifte.connectors.public import read
from gearskifte.kernel.errors import GearskifteError
from gearskifte.registry import batches
from gearskifte.registry.public import Message, Reading, Tally, preparing_in, replay, take_in
from tests.builders import messages
from tests.builders.desk import Desk
from tests.builders.facts import case
from tests.builders.messages import message
from tests.builders.people import ANNA, BO, VAULT
from tests.builders.stream import random_messages
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
ROUND = 3


def _counts(tally: Tally) -> tuple[int, ...]:
    return (tally.messages, tally.applied, tally.unchanged, tally.quarantined)


def test_other_processes_change_nothing(
    desk: Desk, owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """State, order, statuses and counts are those of reading one message after the other."""
    desk.read = READ
    alone = take_in(desk.intake, SENT)
    wanted = (desk.state, desk.rows(ORDER))
    desk.forget(owner)
    monkeypatch.setattr(batches, "MOST_TOGETHER", ROUND)
    with preparing_in(2, desk.intake) as intake:
        together = take_in(intake, SENT)
    assert (desk.state, desk.rows(ORDER)) == wanted
    assert _counts(together) == _counts(alone)
    assert together.quarantined == 1


@pytest.mark.parametrize("processes", [1, 3])
def test_any_stream_in_any_batches_gives_the_same_state(
    desk: Desk, owner: Connection, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    """Late, corrected, repeated and unusable messages end alike, and so does their replay."""
    with preparing_in(processes, desk.intake) as intake:
        for seed in range(2):
            sent = random_messages(Random(seed), 30)
            monkeypatch.setattr(batches, "MOST_TOGETHER", 40)
            alone = desk.take(*sent)
            wanted = (desk.state, desk.rows(ORDER))
            for size in (ROUND, 8):
                monkeypatch.setattr(batches, "MOST_TOGETHER", size)
                monkeypatch.setattr(batches, "BATCH", size)
                desk.forget(owner)
                assert _counts(take_in(intake, sent)) == _counts(alone)
                assert (desk.state, desk.rows(ORDER)) == wanted
                assert take_in(intake, sent).applied == 0
                replay(intake)
                assert (desk.state, desk.rows(ORDER)) == wanted
            desk.forget(owner)


def _die_once(mark: Path, body: bytes) -> Reading:
    """Ends the process at the first message that it is given after the mark was set."""
    if mark.exists():
        mark.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    return messages.read(body)


def test_a_process_that_is_killed_is_replaced(
    desk: Desk, owner: Connection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An import goes on when a process that prepares for it is killed, to the same end."""
    sent = random_messages(Random(5), 40)
    alone = desk.take(*sent)
    wanted = (desk.state, desk.rows(ORDER))
    desk.forget(owner)
    monkeypatch.setattr(batches, "MOST_TOGETHER", 5)
    mark = tmp_path / "die"
    desk.read = partial(_die_once, mark)

    def kill_another(tally: Tally) -> None:
        if tally.messages < 30:
            mark.touch()

    mark.touch()
    with preparing_in(2, desk.intake) as intake:
        tally = take_in(intake, sent, kill_another)
    assert _counts(tally) == _counts(alone)
    assert (desk.state, desk.rows(ORDER)) == wanted


def _die_of(fatal: bytes, body: bytes) -> Reading:
    """Ends the process at one message."""
    if fatal in body:
        os.kill(os.getpid(), signal.SIGKILL)
    return messages.read(body)


def test_a_message_that_ends_every_process_ends_the_import_clearly(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came before is written, the error says what to do, and the rest comes in afterwards."""
    monkeypatch.setattr(batches, "MOST_TOGETHER", 1)
    sent = [message(case(f"k{number}", ANNA), message_id=f"n{number}") for number in range(4)]
    desk.read = partial(_die_of, b'"n2"')
    with preparing_in(1, desk.intake) as intake, pytest.raises(GearskifteError, match="GS-REG-011"):
        take_in(intake, sent)
    statuses = desk.rows("SELECT status FROM registry_raw_message ORDER BY id")
    assert statuses[:2] == [("applied",)] * 2
    assert set(statuses[2:]) == {("received",)}
    desk.read = messages.read
    tally = desk.take(*sent)
    assert (tally.applied, tally.unchanged) == (2, 2)
    assert desk.count("object") == 4


def test_a_vault_is_given_to_no_file() -> None:
    """The keys go to a process that is being started, and are in nothing that is written."""
    with pytest.raises(TypeError, match="nobody but a process"):
        pickle.dumps(VAULT)


def test_processes_end_with_the_importer_that_is_killed() -> None:
    """No process is left behind when the importer is killed while others prepare for it."""
    program = (
        "import multiprocessing, time\n"
        "from datetime import UTC, datetime\n"
        "from gearskifte.registry.beside import Beside\n"
        "from gearskifte.registry.preparing import Preparer, Share\n"
        "from tests.builders.people import VAULT\n"
        "if __name__ == '__main__':\n"
        "    beside = Beside(2, Preparer(len, VAULT))\n"
        "    share = Share([], datetime.now(UTC), False, False)\n"
        "    for answer in [beside.begin(share) for _ in range(8)]:\n"
        "        answer()\n"
        "    print(*(each.pid for each in multiprocessing.active_children()), flush=True)\n"
        "    time.sleep(600)\n"
    )
    command = [sys.executable, "-c", program]
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as importer:
        assert importer.stdout is not None
        helpers = [int(pid) for pid in importer.stdout.readline().split()]
        importer.kill()
    end = time.monotonic() + 300
    while any(map(_lives, helpers)) and time.monotonic() < end:
        time.sleep(0.1)
    assert len(helpers) == 2
    assert not any(map(_lives, helpers))


def _lives(pid: int) -> bool:
    """Whether the process still works: one that nobody has buried does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] not in "ZX"
