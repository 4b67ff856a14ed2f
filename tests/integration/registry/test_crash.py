# SPDX-License-Identifier: EUPL-1.2
"""An importer that is killed has lost nothing and half-done nothing; whoever comes next goes on."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from gearskifte.connectors.public import read
from gearskifte.registry import batches
from gearskifte.registry.public import Message, Reading, Tally
from tests.builders import messages
from tests.builders.desk import Desk
from tests.builders.facts import case, filed
from tests.builders.messages import message
from tests.builders.people import ANNA, BO, CITIZENS
from tests.builders.xml import case_message

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[3]
FILES = 400
SENT = [message(case("a", ANNA)), message(case("b", BO)), message(case("c", more=[filed("d")]))]


class Killed(BaseException):
    """Stands for the end of the process, which no code can catch."""


def test_a_message_that_was_kept_and_not_read_is_read_by_the_next(desk: Desk) -> None:
    """Between keeping and reading nothing can get lost, findings on references included."""
    desk.take(*SENT)
    wanted, rules = desk.state, desk.rows("SELECT message_id, rule FROM registry_finding")
    desk.replay()

    def die(body: bytes) -> Reading:
        raise Killed

    desk.read = die
    with pytest.raises(Killed):
        desk.replay()
    assert desk.rows("SELECT DISTINCT status FROM registry_raw_message") == [("received",)]
    assert desk.count("object") == 0

    desk.read = messages.read
    assert desk.resume().applied == len(SENT)
    assert desk.state == wanted
    assert desk.rows("SELECT message_id, rule FROM registry_finding") == rules
    assert desk.resume().messages == 0


def test_batches_before_the_one_it_ended_in_are_written_whole(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who ends while preparing a batch has written those before it; the next goes on from there."""
    desk.take(*SENT)
    wanted = desk.state
    monkeypatch.setattr(batches, "BATCH", 1)
    read: list[bytes] = []

    def die(body: bytes) -> Reading:
        read.append(body)
        if len(read) == len(SENT):
            raise Killed
        return messages.read(body)

    desk.read = die
    with pytest.raises(Killed):
        desk.replay()
    statuses = "SELECT status FROM registry_raw_message ORDER BY id"
    assert desk.rows(statuses) == [("applied",), ("applied",), ("received",)]
    desk.read = messages.read
    assert desk.resume().applied == 1
    assert desk.state == wanted


def test_the_same_message_sent_again_after_a_crash_is_read(desk: Desk) -> None:
    """Who sends again what was kept and never read has it read, once."""

    def die(body: bytes) -> Reading:
        raise Killed

    desk.read = die
    with pytest.raises(Killed):
        desk.take(SENT[0])
    desk.read = messages.read
    assert desk.take(SENT[0]).applied == 1
    assert desk.resume().messages == 0
    assert desk.count("raw_message") == 1


def test_a_crash_in_the_middle_of_writing_leaves_nothing_behind(desk: Desk) -> None:
    """What is written of a batch is written together with its status, or not at all."""
    desk.connection.execute(
        "CREATE TEMPORARY TABLE IF NOT EXISTS registry_quarantine (wrong integer)"
    )
    desk.connection.commit()
    with pytest.raises(Exception, match="message_id"):
        desk.take(message(case("a", ANNA), refusals=(messages.refusal(),)))
    desk.connection.execute("DROP TABLE pg_temp.registry_quarantine")
    desk.connection.commit()
    assert desk.rows("SELECT status FROM registry_raw_message") == [("received",)]
    for table in ("registration", "object", "person", "system", "audience"):
        assert desk.count(table) == 0
    assert desk.resume().quarantined == 1


def _half_done(desk: Desk) -> int:
    """Messages that are unread and have left something, or are read and have left nothing."""
    return int(
        desk.one(
            "SELECT count(*) FROM registry_raw_message AS m WHERE (m.status = 'applied') <> EXISTS"
            " (SELECT FROM registry_registration AS r WHERE r.message_id = m.id)"
        )
    )


def _importer(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "gearskifte", "registry", "import", str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)


def test_an_importer_killed_at_any_moment_resumes_to_the_same_state(
    desk: Desk, tmp_path: Path
) -> None:
    """Killed without warning six times, nothing is half applied, and the end is as without."""
    dice = Random(9)
    for number in range(FILES):
        person = CITIZENS[number % len(CITIZENS)]
        (tmp_path / f"{number:03}.xml").write_bytes(case_message(f"k{number}", person))
    sent = [Message(file.name, file.read_bytes()) for file in sorted(tmp_path.iterdir())]
    for _ in range(6):
        with _importer(tmp_path) as process:
            assert process.stderr is not None
            process.stderr.read(1)  # the first batch is in: from now on it may die
            time.sleep(dice.random() * 0.4)
            process.kill()
        assert _half_done(desk) == 0
        desk.connection.execute("DELETE FROM registry_found")
        desk.connection.commit()
    desk.read = lambda body: read(body, max_bytes=2**20)
    desk.resume()
    assert desk.one("SELECT count(*) FROM registry_raw_message WHERE status = 'received'") == 0
    desk.take(*sent)
    assert desk.count("raw_message") == FILES
    assert desk.count("object") == FILES
    state = desk.state
    desk.replay()
    assert desk.state == state
    assert desk.one("SELECT count(DISTINCT object_id) FROM registry_audience") == FILES


def test_what_an_import_has_told_is_on_the_disk(desk: Desk) -> None:
    """Batches wait for no disk; when it ends, a power cut takes none of what it says was read."""
    desk.connection.execute("SET synchronous_commit = on")
    desk.connection.commit()
    written: list[str] = []

    def note(_: Tally) -> None:
        written.append(desk.one("SELECT pg_current_wal_insert_lsn()"))

    tally = Tally()
    handed_in = batches.handed_in(desk.intake, SENT, tally)
    batches.write_in_turn(desk.intake, handed_in, tally, announce=True, progress=note)
    assert written
    assert desk.one("SELECT pg_current_wal_flush_lsn() >= %s::pg_lsn", written[-1])
