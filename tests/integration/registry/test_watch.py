# SPDX-License-Identifier: EUPL-1.2
"""A drop folder: whole files are taken once, moved, never deleted; whatever happens on the way."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from itertools import islice
from pathlib import Path
from random import Random

import psycopg
import pytest

from gearskifte.kernel.database.provider import Database
from gearskifte.registry.public import DropFolder, Reading, Taken
from tests.builders.desk import Desk
from tests.builders.facts import case
from tests.builders.messages import message
from tests.builders.people import ANNA, CITIZENS
from tests.builders.xml import case_message

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[3]
GOOD = message(case("a", ANNA)).body
BAD = b"no message"
MOST = 10_000


@pytest.fixture
def drop(tmp_path: Path) -> DropFolder:
    """An empty drop folder that has been looked at."""
    folder = DropFolder(tmp_path, most_bytes=MOST)
    folder.first_look()
    return folder


def _sweep(drop: DropFolder, desk: Desk) -> list[Taken]:
    """Look, and look again: what lay still is taken."""
    return [*drop.sweep(desk.intake), *drop.sweep(desk.intake)]


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.is_symlink()
    }


def test_files_are_moved_by_what_became_of_them(
    desk: Desk, drop: DropFolder, tmp_path: Path
) -> None:
    """What was read lies in done, what could not be used in quarantine, byte for byte."""
    tmp_path.joinpath("god.xml").write_bytes(GOOD)
    tmp_path.joinpath("slem.xml").write_bytes(BAD)
    taken = {each.name: each for each in _sweep(drop, desk)}
    assert _files(tmp_path) == {"done/god.xml": GOOD, "quarantine/slem.xml": BAD}
    assert (taken["god.xml"].place, taken["slem.xml"].place) == ("done", "quarantine")
    assert [refusal.code for refusal in taken["slem.xml"].refusals] == ["GS-TEST-002"]
    assert desk.rows("SELECT origin FROM registry_raw_message") == [("god.xml",), ("slem.xml",)]


def test_a_file_that_is_still_written_to_is_left_alone(
    desk: Desk, drop: DropFolder, tmp_path: Path
) -> None:
    """Only what has not changed from one look to the next is whole."""
    file = tmp_path / "langsom.xml"
    for end in (5, 10, 20):
        file.write_bytes(GOOD[:end])
        assert not list(drop.sweep(desk.intake))
    file.write_bytes(GOOD)
    assert [each.place for each in _sweep(drop, desk)] == ["done"]
    assert desk.count("raw_message") == 1


@pytest.mark.parametrize("name", [".skjult.xml", "a.xml.tmp", "a.part", "a.xml~", "A.TMP"])
def test_a_file_under_a_working_name_is_left_alone(
    desk: Desk, drop: DropFolder, tmp_path: Path, name: str
) -> None:
    """It is taken when it is given its own name."""
    tmp_path.joinpath(name).write_bytes(GOOD)
    assert not _sweep(drop, desk)
    tmp_path.joinpath(name).rename(tmp_path / "a.xml")
    assert [each.name for each in _sweep(drop, desk)] == ["a.xml"]


def test_nothing_that_was_put_away_is_overwritten(
    desk: Desk, drop: DropFolder, tmp_path: Path
) -> None:
    """The same name again, with the same bytes or others, gets a number."""
    bodies = [GOOD, GOOD, message(case("b")).body]
    for body in bodies:
        tmp_path.joinpath("a.xml").write_bytes(body)
        _sweep(drop, desk)
    assert list(_files(tmp_path).items()) == [
        ("done/a.2.xml", bodies[1]),
        ("done/a.3.xml", bodies[2]),
        ("done/a.xml", bodies[0]),
    ]
    assert desk.count("raw_message") == 2


def test_the_same_bytes_in_quarantine_go_there_again(
    desk: Desk, drop: DropFolder, tmp_path: Path
) -> None:
    """Where a file goes is what became of its message, not what is new about it."""
    for name in ("a.xml", "b.xml"):
        tmp_path.joinpath(name).write_bytes(BAD)
        _sweep(drop, desk)
    assert set(_files(tmp_path)) == {"quarantine/a.xml", "quarantine/b.xml"}


def test_a_file_that_is_too_large_is_never_read(
    desk: Desk, drop: DropFolder, tmp_path: Path
) -> None:
    """It goes to quarantine unread, so that no file can fill the memory."""
    with tmp_path.joinpath("stor.xml").open("wb") as file:
        file.truncate(2**40)
    (taken,) = _sweep(drop, desk)
    assert (taken.place, taken.trouble) == ("quarantine", f"larger than {MOST} bytes")
    assert desk.count("raw_message") == 0


def test_only_plain_files_are_taken(desk: Desk, drop: DropFolder, tmp_path: Path) -> None:
    """A link could lead to anything, a pipe could never end; both stay where they are."""
    outside = tmp_path / "mappe" / "a.xml"
    outside.parent.mkdir()
    outside.write_bytes(GOOD)
    tmp_path.joinpath("henvisning.xml").symlink_to(outside)
    os.mkfifo(tmp_path / "roer.xml")
    assert not _sweep(drop, desk)
    assert desk.count("raw_message") == 0


def test_a_file_written_to_while_it_was_read_is_read_again(
    desk: Desk, drop: DropFolder, tmp_path: Path
) -> None:
    """What comes after the reading is not put away unread."""
    file = tmp_path / "a.xml"
    file.write_bytes(GOOD[:-5])
    reader = desk.read

    def append(body: bytes) -> Reading:
        if body == GOOD[:-5]:
            file.write_bytes(GOOD)
        return reader(body)

    desk.read = append
    assert not _sweep(drop, desk)
    assert [each.place for each in _sweep(drop, desk)] == ["done"]
    assert _files(tmp_path) == {"done/a.xml": GOOD}


def test_many_files_are_handed_in_together(desk: Desk, drop: DropFolder, tmp_path: Path) -> None:
    """More files than one batch, and more bytes than are read at a time, all come through."""
    for number in range(230):
        tmp_path.joinpath(f"{number:03}.xml").write_bytes(message(case(str(number))).body)
    assert {each.place for each in _sweep(drop, desk)} == {"done"}
    assert desk.count("object") == len(_files(tmp_path)) == 230


def test_two_watchers_of_one_folder_take_each_file_once(
    desk: Desk, database: Database, tmp_path: Path
) -> None:
    """They take turns: no file is lost, taken twice or in the way."""
    for number in range(60):
        tmp_path.joinpath(f"{number:02}.xml").write_bytes(message(case(str(number))).body)
    taken: list[Taken] = []

    def watch() -> None:
        with psycopg.connect(database.worker_url) as connection:
            drop = DropFolder(tmp_path, most_bytes=MOST)
            drop.first_look()
            for _ in range(3):
                taken.extend(drop.sweep(Desk(connection).intake))

    watchers = [threading.Thread(target=watch) for _ in range(3)]
    for each in watchers:
        each.start()
    for each in watchers:
        each.join()
    assert sorted(each.name for each in taken) == [f"{number:02}.xml" for number in range(60)]
    assert {each.place for each in taken} == {"done"}
    assert desk.count("raw_message") == 60


def _watcher(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    program = "from gearskifte.app.commands.watch import watch; watch()"
    command = [sys.executable, "-c", program, str(folder), "--still", "0.05", *options]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)


def test_a_watcher_killed_at_any_moment_loses_and_doubles_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    """Killed without warning six times, every file is read once and lies in done, as it was."""
    dice = Random(7)
    dropped = {
        f"{number:03}.xml": case_message(f"k{number}", CITIZENS[number % len(CITIZENS)])
        for number in range(210)
    }
    names = iter(dropped)
    for _ in range(6):
        for name in islice(names, 35):
            tmp_path.joinpath(name).write_bytes(dropped[name])
        with _watcher(tmp_path) as process:
            assert process.stderr is not None
            process.stderr.read(1)  # the first file has been moved: from now on it may die
            time.sleep(dice.random() * 0.05)
            process.kill()
    for name in names:
        tmp_path.joinpath(name).write_bytes(dropped[name])
    with _watcher(tmp_path, "--once") as process:
        process.communicate()
    assert process.returncode == 0
    assert _files(tmp_path) == {f"done/{name}": body for name, body in dropped.items()}
    assert desk.count("raw_message") == desk.count("object") == len(dropped)
    statuses = desk.rows("SELECT DISTINCT status FROM registry_raw_message")
    assert statuses == [("applied",)]
