# SPDX-License-Identifier: EUPL-1.2
"""A room's SQL keeps to the room's own tables, the kernel's, and what the registry publishes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import (
    PACKAGE,
    ROOMS,
    files,
    place,
    refuse,
    room_of,
    sources,
    syntax,
    text,
)

pytestmark = pytest.mark.architecture

NAMES_A_ROOMS_TABLE = re.compile(rf"\b({'|'.join(ROOMS)})_([a-z][a-z0-9_]*)\b")
LOOKS_LIKE_SQL = re.compile(
    r"\b(select\b.*\bfrom|insert into|update\b.*\bset|delete from|create (table|view|function)"
    r"|alter table|truncate|copy \w+|references|join|grant)\b",
    re.IGNORECASE | re.DOTALL,
)
MAKES = re.compile(
    r"\bcreate\s+(?:or\s+replace\s+)?(?:unique\s+|unlogged\s+|materialized\s+)*"
    r"(?:table|view|function|index|sequence|policy|trigger|type)\s+"
    r"(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?\"?(\w+)",
    re.IGNORECASE,
)


def _statements() -> Iterator[tuple[str, str, str]]:
    """Every piece of SQL in the package: its room, where it stands, and its text."""
    for path in files(".sql"):
        if path.is_relative_to(PACKAGE):
            yield room_of(path), place(path), re.sub(r"--[^\n]*", "", text(path))
    for path in sources():
        for line, written in _strings(path):
            if LOOKS_LIKE_SQL.search(written):
                yield room_of(path), place(path, line), written


def _strings(path: Path) -> Iterator[tuple[int, str]]:
    documents = {
        id(node.body[0].value)
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(syntax(path)):
        match node:
            case ast.Constant(value=str(written)) if id(node) not in documents:
                yield node.lineno, written


def _may_name(room: str, owner: str, name: str) -> bool:
    return owner in {room, "kernel"} or (owner == "registry" and name.startswith("pub_"))


def test_sql_was_found() -> None:
    """The rooms that keep data have SQL to look at."""
    assert {"kernel", "registry"} <= {room for room, _, _ in _statements()}


def test_sql_names_only_the_rooms_own_tables() -> None:
    """Tables of another room are reached through its door, or a view it publishes."""
    foreign = [
        f"{where} names {owner}_{name}"
        for room, where, sql in _statements()
        for owner, name in NAMES_A_ROOMS_TABLE.findall(sql)
        if not _may_name(room, owner, name)
    ]
    refuse(foreign)


def test_what_sql_makes_carries_the_rooms_name() -> None:
    """A table, view, function, index or policy is called `<room>_…`, so that its owner is seen."""
    nameless = [
        f"{where} makes {name}"
        for room, where, sql in _statements()
        for name in MAKES.findall(sql)
        if not name.startswith(f"{room}_")
    ]
    refuse(nameless)


def test_many_ids_are_joined() -> None:
    """Thousands of ids are joined to, not compared with: PostgreSQL takes them for ten."""
    # In tables that nobody has analysed yet it then compares each row with each id, which took 5.9
    # ms an object in a first import of 4,000 cases with a document each, and takes 0.13 so.
    compared = re.compile(r"=\s*ANY\s*\(\s*%\(\w+\)s::text::uuid\[\]", re.IGNORECASE)
    refuse(where for _, where, sql in _statements() if compared.search(sql))


def test_foreign_keys_lead_only_to_the_registry_and_the_kernel() -> None:
    """A model refers to models of its own room, the registry's or the kernel's only."""
    refuse(
        f"{place(path, node.lineno)} refers to {target}"
        for path in sources()
        for node, target in _foreign_keys(path)
        if target.partition(".")[0] not in {room_of(path), "registry", "kernel"}
    )


def _foreign_keys(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Every foreign key, in a model or a migration, that names its target as `room.Model`."""
    for node in ast.walk(syntax(path)):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="ForeignKey" | "OneToOneField" | "ManyToManyField")
            ):
                targets = [
                    *node.args[:1],
                    *(word.value for word in node.keywords if word.arg == "to"),
                ]
                for target in targets:
                    name = ast.unparse(target).strip("'")
                    if isinstance(target, ast.Constant) and "." in name:
                        yield node, name
