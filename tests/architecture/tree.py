# SPDX-License-Identifier: EUPL-1.2
"""The clone as the architecture tests read it: its files, its rooms, its syntax trees."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "gearskifte"
ROOMS = tuple(
    sorted(folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists())
)


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """Every file of the project that git keeps or would keep, with one of `suffixes`, or all.

    Never empty: a check that finds nothing to look at must fail, not pass.
    """
    listed = subprocess.run(
        # Root may look at a clone that belongs to somebody else.
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    paths = (ROOT / name for name in sorted(set(listed)) if name)
    found = tuple(
        path for path in paths if path.is_file() and (not suffixes or path.suffix in suffixes)
    )
    assert found, f"no files with {suffixes} in {ROOT}"
    return found


def refuse(found: Iterable[str]) -> None:
    """Fails the test with one line for each thing found, and passes when there is none."""
    lines = list(found)
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


def sources(room: str = "") -> tuple[Path, ...]:
    """The Python files of the package, or of one room."""
    folder = PACKAGE / room
    found = tuple(path for path in files(".py") if path.is_relative_to(folder))
    assert found, f"no Python files in {folder}"
    return found


def room_of(path: Path) -> str:
    """The room that a file of the package lies in; "" for the package's own `__init__`."""
    return path.relative_to(PACKAGE).parts[0] if path.parent != PACKAGE else ""


def text(path: Path) -> str:
    """What the file says; a picture or another binary file says nothing."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8")


@cache
def syntax(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(text(path), filename=str(path))


def place(path: Path, line: int = 0) -> str:
    """Where something was found, as an editor can follow it."""
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method in the file."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Every module or name the file imports, dotted, with its line."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def called(path: Path) -> Iterator[tuple[int, str]]:
    """Every call in the file by the full dotted name of what is called, with its line."""
    full = {name.rpartition(".")[2]: name for _, name in imported(path)}
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Call):
            first, _, rest = ast.unparse(node.func).partition(".")
            name = full.get(first, first)
            yield node.lineno, f"{name}.{rest}" if rest else name
