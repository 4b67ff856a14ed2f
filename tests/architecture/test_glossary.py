# SPDX-License-Identifier: EUPL-1.2
"""docs/glossary.md says in Danish, and in the standard's words, what the code says in English."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.tree import PACKAGE, ROOT, refuse, syntax

pytestmark = pytest.mark.architecture

GLOSSARY = ROOT / "docs" / "glossary.md"
DOORS = ("registry", "overview", "robots", "effects", "workforce", "commons", "login")


def _rows() -> dict[str, list[str]]:
    """The cells after the first of every table row that begins with a `name`."""
    rows = {}
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and (name := re.fullmatch(r"`(\w+)`", cells[0])):
            rows[name[1]] = cells[1:]
    assert rows
    return rows


def _public_classes(room: str) -> list[str]:
    """The names in `__all__` of the room's door that are written like classes."""
    for node in syntax(PACKAGE / room / "public.py").body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            names: list[str] = ast.literal_eval(node.value)
            return [name for name in names if re.match(r"[A-Z][a-z]", name)]
    raise AssertionError(f"{room}/public.py has no __all__")


@pytest.mark.parametrize("room", DOORS)
def test_every_public_class_stands_in_the_glossary(room: str) -> None:
    """Each class that a room shows others has a row with its Danish word."""
    classes = _public_classes(room)
    assert classes
    refuse(f"{room}: `{name}` has no row" for name in classes if name not in _rows())


def test_every_row_has_a_danish_word() -> None:
    """A row gives the Danish term and the element of the standard (a dash where there is none)."""
    rows = _rows().items()
    refuse(name for name, cells in rows if len(cells) < 2 or not all(cells[:2]))
