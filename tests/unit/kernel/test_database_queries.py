# SPDX-License-Identifier: EUPL-1.2
"""SQL files: each statement with a name and a purpose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.kernel.database.queries import load, parse

pytestmark = pytest.mark.unit

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
LINES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1)


@given(st.dictionaries(NAMES, st.tuples(LINES, LINES)))
def test_every_statement_comes_back_by_its_name(file: dict[str, tuple[str, str]]) -> None:
    """Whatever statements a file holds, each is found under its name, without its purpose."""
    text = "\n\n".join(f"-- name: {n}\n-- {why}\nSELECT {what}" for n, (why, what) in file.items())
    queries = parse("file.sql", f"-- SPDX-License-Identifier: EUPL-1.2\n\n{text}\n")
    assert dict(queries) == {name: f"SELECT {what}" for name, (_, what) in file.items()}
    for name in file:
        assert getattr(queries, name) == queries[name]


def test_comments_inside_a_statement_stay() -> None:
    """Only the line of purpose is taken off; what explains the statement goes along."""
    queries = parse("x.sql", "-- name: a\n-- Why.\n-- More.\nSELECT 1;\n")
    assert queries.a == "-- More.\nSELECT 1;"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT 1\n-- name: a\n-- Why.\nSELECT 2", "before the first"),
        (
            "-- name: a\n-- Why.\nSELECT 1\n-- name: a\n-- Why.\nSELECT 2",
            "two queries are called a",
        ),
        ("-- name: a\nSELECT 1", "no '-- ' line"),
        ("-- name: a\n-- \nSELECT 1", "no '-- ' line"),
        ("-- name: a\n-- Why.\n", "no statement"),
        ("-- name: A b\n-- Why.\nSELECT 1", "cannot be the name"),
        ("-- name:\n-- Why.\nSELECT 1", "cannot be the name"),
    ],
)
def test_a_badly_made_file_is_refused(text: str, reason: str) -> None:
    """A file that breaks the form is refused with its name and the reason."""
    with pytest.raises(ValueError, match=f"x.sql: .*{reason}"):
        parse("x.sql", text)


def test_an_unknown_name_is_told_which_there_are() -> None:
    """A misspelt name fails like any misspelt attribute or key, and lists the right ones."""
    queries = parse("x.sql", "-- name: find\n-- Why.\nSELECT 1")
    with pytest.raises(AttributeError, match=r"x.sql has no query fnid; it has find"):
        _ = queries.fnid
    with pytest.raises(KeyError, match="it has find"):
        _ = queries["fnid"]


def test_statements_cannot_be_changed() -> None:
    """What was read stays as it was read."""
    queries = parse("x.sql", "-- name: find\n-- Why.\nSELECT 1")
    with pytest.raises(AttributeError):
        queries.find = "SELECT 2"  # type: ignore[attr-defined]
    assert queries.find == "SELECT 1"


def test_a_file_is_read_once() -> None:
    """Loading the same file again gives the same statements and does not read it again."""
    first, second = (load("gearskifte.kernel.database", "roles") for _ in range(2))
    assert first is second


def test_a_missing_file_is_named() -> None:
    """A file that is not there is an error with its name."""
    with pytest.raises(FileNotFoundError, match=r"nothing\.sql"):
        load("gearskifte.kernel.database", "nothing")
