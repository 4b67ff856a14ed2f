# SPDX-License-Identifier: EUPL-1.2
"""What StatBank says of its tables: the list of them, and the variables and values of one."""

from __future__ import annotations

import msgspec

from gearskifte.workforce.public import Category, Variable


class Listed(msgspec.Struct, frozen=True, rename="camel"):
    """One table of the list (`/tables`). An inactive one is an older vintage, still there."""

    id: str
    text: str
    unit: str
    updated: str
    first_period: str
    latest_period: str
    active: bool
    variables: tuple[str, ...]


class Value(msgspec.Struct, frozen=True):
    """One value of a variable."""

    id: str
    text: str


class Described(msgspec.Struct, frozen=True):
    """One variable of a table. With `elimination` it is silently summed when it is left out."""

    id: str
    text: str
    elimination: bool
    time: bool
    values: tuple[Value, ...]

    def as_variable(self) -> Variable:
        """The variable as the workforce room knows it."""
        return Variable(
            self.id, self.text, tuple(Category(each.id, each.text) for each in self.values)
        )


class Info(msgspec.Struct, frozen=True):
    """A table's description (`/tableinfo`)."""

    id: str
    text: str
    unit: str
    updated: str
    active: bool
    variables: tuple[Described, ...]


def parse_tables(body: bytes) -> list[Listed]:
    """The list of tables.

    Raises:
        msgspec.DecodeError: if it is no such list.
    """
    return msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"), type=list[Listed])


def parse_info(body: bytes) -> Info:
    """A table's description.

    Raises:
        msgspec.DecodeError: if it is none.
    """
    return msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"), type=Info)


def vintages(tables: list[Listed], stem: str) -> list[Listed]:
    """The editions of a yearly projection, oldest first: stem FRKM1 gives FRKM113 … FRKM125.

    The digits after the stem are the year; an older edition is inactive but still listed.
    """
    found = [
        table
        for table in tables
        if table.id.startswith(stem)
        and table.id[len(stem) :].isdecimal()
        and len(table.id) == len(stem) + 2
    ]
    return sorted(found, key=lambda table: table.id)
