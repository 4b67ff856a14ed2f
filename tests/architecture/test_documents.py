# SPDX-License-Identifier: EUPL-1.2
"""The documentation names commands, options and files that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from gearskifte.app.cli import cli
from tests.architecture.tree import PACKAGE, ROOT

pytestmark = pytest.mark.architecture

DOCUMENTS = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").glob("*.md"),
    *PACKAGE.glob("*/README.md"),
]
COMMAND = re.compile(r"(?:^|`|\$ )gearskifte ((?:[^`\n\\]|\\\n)+)", re.MULTILINE)
BENCHMARK = re.compile(r"python -m (benchmarks\.\w+|scripts\.\w+)")
PLACE = re.compile(r"`((?:src|tests|docs|benchmarks|deploy|scripts)/[\w./-]+)`")


def _commands(text: str) -> Iterator[list[str]]:
    for found in COMMAND.finditer(text):
        yield found[1].replace("\\\n", " ").split("#")[0].split(";")[0].split()


def _unknown(words: list[str]) -> str:
    """What in a command is not there; "" when all of it is."""
    command: click.Command = cli
    rest = list(words)
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        # Several commands of a group may be named at once: pack|inspect|take.
        named = rest[0].strip(";,.").split("|")
        found = [command.get_command(click.Context(command), name) for name in named]
        if None in found:
            return rest[0]
        command, rest = found[0] or command, rest[1:]
    known = {"-h", "--help", "--version"}
    for parameter in command.params:
        known |= {*parameter.opts, *parameter.secondary_opts}
    options = [word.split("=")[0].strip("[],.;:)") for word in rest if word.startswith("--")]
    return next((option for option in options if option not in known), "")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_in_a_document_can_be_given(document: Path) -> None:
    """Commands and options are those of the program as it is now."""
    text = document.read_text(encoding="utf-8")
    wrong = [
        f"{' '.join(words)}: {unknown}" for words in _commands(text) if (unknown := _unknown(words))
    ]
    assert wrong == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_program_and_place_in_a_document_is_there(document: Path) -> None:
    """A benchmark that is named can be run, and a file that is named can be read."""
    text = document.read_text(encoding="utf-8")
    gone = [name for name in BENCHMARK.findall(text) if find_spec(name) is None]
    gone += [name for name in PLACE.findall(text) if not (ROOT / name).exists()]
    assert gone == []
