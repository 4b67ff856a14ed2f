# SPDX-License-Identifier: EUPL-1.2
"""Developers' functions: entry points of installed packages, each call in a process of its own.

A package declares `[project.entry-points."gearskifte.robots"]` with `name = "module:function"`. The
function gets its arguments by name, as texts, numbers and lists, and gives such a value. It knows
nothing of the database, the secrets or the browser, and is stopped when its time is over.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.refusals import StepFailed, StepRefused
from gearskifte.robots.rules.values import Value, from_json, to_json

GROUP: Final = "gearskifte.robots"
MOST_BYTES: Final = 16 * 1024 * 1024
PASSED_ON: Final = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT", "TMPDIR")
"""What of the environment a function sees: no address of a database, no secret."""


@dataclass(frozen=True, slots=True)
class InstalledFunction:
    """What a name stands for on this machine."""

    name: str
    package: str
    version: str
    place: str


def installed(name: str) -> InstalledFunction | None:
    """Which function a name stands for here; None where no package has it."""
    found = _entry(name)
    if found is None:
        return None
    package = found.dist
    return InstalledFunction(
        name, package.name if package else "", package.version if package else "", found.value
    )


class InstalledFunctions:
    """Calls functions by the names of their entry points."""

    def call(self, name: str, arguments: Mapping[str, Value], seconds: int) -> Value:
        """What the function gives.

        Raises:
            StepRefused: GS-ROB-160 if no installed package has it; nothing was done then.
            StepFailed: GS-ROB-260 if it failed, took too long or gave what is no value.
        """
        if _entry(name) is None:
            raise StepRefused(
                "GS-ROB-160",
                what=Text(f"Funktionen «{name}» er ikke her.", f"`{name}` is not here."),
                why=Text("Ingen installeret pakke har den.", "No installed package has it."),
                do=Text("Installér pakken hos robotten.", "Install the package at the worker."),
            )
        told = json.dumps({name: to_json(value) for name, value in arguments.items()})
        command = [sys.executable, "-I", "-m", "gearskifte.robots.driving.calling", name]
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={each: os.environ[each] for each in PASSED_ON if each in os.environ},
            start_new_session=True,
        ) as process:
            try:
                written, _ = process.communicate(told.encode(), timeout=seconds)
            except subprocess.TimeoutExpired as error:
                _end(process)
                raise _failed(name, f"over {seconds} s") from error
            except BaseException:
                _end(process)
                raise
        return _read(name, process.returncode, written)


def _read(name: str, status: int, written: bytes) -> Value:
    if status != 0 or len(written) > MOST_BYTES:
        # The function's own words may be about a person; only its kind of fault is told.
        kind = written.decode("ascii", "ignore")[:80] if status == 1 else str(status)
        raise _failed(name, kind or str(status))
    try:
        content: Any = json.loads(written)
    except ValueError as error:
        raise _failed(name, "JSON") from error
    return from_json(content)


def _entry(name: str) -> EntryPoint | None:
    return next(iter(entry_points(group=GROUP, name=name)), None)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the function and whatever it has started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()
    process.wait()


def _failed(name: str, reason: str) -> StepFailed:
    return StepFailed(
        "GS-ROB-260",
        what=Text(f"Funktionen «{name}» lykkedes ikke.", f"The function `{name}` failed."),
        why=Text(f"Årsag: {reason}.", f"Reason: {reason}."),
        do=Text("Der prøves igen om lidt.", "It is tried again in a while."),
    )
