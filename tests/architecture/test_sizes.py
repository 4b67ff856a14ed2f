# SPDX-License-Identifier: EUPL-1.2
"""Files and functions stay small enough to be read in one go."""

from __future__ import annotations

import pytest

from scripts.reference import REFERENCE
from tests.architecture.tree import files, functions, place, refuse, text

pytestmark = pytest.mark.architecture

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 60
WRITTEN_BY_HAND = (".py", ".sql", ".html", ".css", ".js", ".sh", ".md")


def test_no_file_is_longer_than_400_lines() -> None:
    """A file written by hand has at most 400 lines."""
    written = [path for path in files(*WRITTEN_BY_HAND) if path.parent != REFERENCE]
    lines = {place(path): text(path).count("\n") for path in written}
    refuse(f"{name}: {n} lines" for name, n in lines.items() if n > MOST_LINES_OF_A_FILE)


def test_no_function_is_longer_than_60_lines() -> None:
    """A function, docstring and all, has at most 60 lines."""
    spans = {
        f"{place(path, node.lineno)} {node.name}": (node.end_lineno or node.lineno)
        - node.lineno
        + 1
        for path in files(".py")
        for node in functions(path)
    }
    refuse(f"{name}: {n} lines" for name, n in spans.items() if n > MOST_LINES_OF_A_FUNCTION)
