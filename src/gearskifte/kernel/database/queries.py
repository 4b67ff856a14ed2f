# SPDX-License-Identifier: EUPL-1.2
"""SQL kept in files of its own, each statement with a name and a purpose.

    -- name: find_person
    -- The person with this fingerprint, if any.
    SELECT id FROM registry_person WHERE fingerprint = %(fingerprint)s

`load("gearskifte.registry", "persons").find_person` is the statement in `sql/persons.sql` of that
package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import LiteralString, cast

_HEADER = re.compile(r"^-- name:(.*)$", re.MULTILINE)
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Queries(Mapping[str, LiteralString]):
    """The statements of one file, by name (`queries.find_person`, `queries["find_person"]`)."""

    __slots__ = ("_source", "_statements")

    def __init__(self, source: str, statements: Mapping[str, str]) -> None:
        """`statements` by name, read from `source`, which is named in errors."""
        self._source = source
        # The files are part of the program like any literal, which is what psycopg asks for.
        self._statements = MappingProxyType(cast("dict[str, LiteralString]", dict(statements)))

    def __getitem__(self, name: str) -> LiteralString:
        try:
            return self._statements[name]
        except KeyError:
            raise KeyError(self._unknown(name)) from None

    def __getattr__(self, name: str) -> LiteralString:
        try:
            return self._statements[name]
        except KeyError:
            raise AttributeError(self._unknown(name)) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._statements)

    def __len__(self) -> int:
        return len(self._statements)

    def _unknown(self, name: str) -> str:
        return f"{self._source} has no query {name}; it has {', '.join(self)}"


@cache
def load(package: str, name: str) -> Queries:
    """The statements in `sql/<name>.sql` of a package.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if it is not made as described above.
    """
    text = files(package).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
    return parse(f"{package}/sql/{name}.sql", text)


def parse(source: str, text: str) -> Queries:
    """The statements in `text`; `source` is named in errors.

    Raises:
        ValueError: for text before the first name, a bad or repeated name, a statement without
            its one line of purpose, or a purpose without its statement.
    """
    preamble, *parts = _HEADER.split(text)
    if any(line and not line.startswith("--") for line in preamble.splitlines()):
        raise ValueError(f"{source}: a statement stands before the first '-- name:'")
    statements: dict[str, str] = {}
    for name, block in zip(map(str.strip, parts[::2]), parts[1::2], strict=True):
        purpose, _, statement = block.lstrip("\n").partition("\n")
        if not _NAME.fullmatch(name):
            raise ValueError(f"{source}: '{name}' cannot be the name of a query")
        if name in statements:
            raise ValueError(f"{source}: two queries are called {name}")
        if not purpose.removeprefix("-- ").strip() or not purpose.startswith("-- "):
            raise ValueError(f"{source}: {name} has no '-- ' line that says what it is for")
        if not statement.strip():
            raise ValueError(f"{source}: {name} has no statement")
        statements[name] = statement.strip()
    return Queries(source, statements)
