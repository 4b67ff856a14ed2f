# SPDX-License-Identifier: EUPL-1.2
"""A test says the rule it guards, and tries the real thing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, files, functions, imported, place, refuse

pytestmark = pytest.mark.architecture

KINDS = {"unit", "integration", "acceptance", "e2e", "architecture"}


def _test_files() -> list[Path]:
    return [path for path in files(".py") if path.name.startswith("test_")]


def _tests() -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in _test_files():
        for node in functions(path):
            if node.name.startswith("test_"):
                yield path, node


def test_every_test_states_its_rule() -> None:
    """A test has a docstring of one line: the rule it guards."""
    silent = [
        place(path, node.lineno)
        for path, node in _tests()
        if "\n" in (ast.get_docstring(node) or "\n")
    ]
    refuse(silent)


def test_every_test_lies_in_the_folder_of_its_kind() -> None:
    """Tests lie in tests/<kind>/, and the kind is one of five."""
    strays = [
        place(path)
        for path in _test_files()
        if path.relative_to(ROOT).parts[0] != "tests"
        or path.relative_to(ROOT).parts[1] not in KINDS
    ]
    refuse(strays)


def test_nothing_is_mocked() -> None:
    """Tests use the real parts, so no test imports a mocking library."""
    mocking = [
        place(path, line)
        for path in files(".py")
        for line, name in imported(path)
        if name.split(".")[0] in {"mock", "pytest_mock"} or name.startswith("unittest.mock")
    ]
    refuse(mocking)
