# SPDX-License-Identifier: EUPL-1.2
"""Tables of what stands inside an element, by which it is read and written again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import UNSET

from gearskifte.connectors.findings import Findings
from gearskifte.connectors.node import Node
from gearskifte.connectors.sagdok import unwritable
from gearskifte.connectors.sagdok.branch import Branch
from gearskifte.connectors.sagdok.elements import Format

Values = Mapping[str, Any]
Column = tuple[str, Format]
"""The field that an element's text fills, and how the text is read."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """A text that fills one field or another, by what it says. Empty, it is the last one's."""

    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """An element that may stand several times: a field that is a list of what each holds."""

    field: str
    columns: Columns


@dataclass(frozen=True, slots=True)
class Part:
    """An element with an inside of its own kind.

    Attributes:
        fields: what it fills.
        read: the fields that it states.
        write: gets the element, still empty, and values with at least one of the fields.
    """

    fields: tuple[str, ...]
    read: Callable[[Node, Findings], Values]
    write: Callable[[Branch, Values], None]


class Columns:
    """Element names, in the order of the schema, and what each fills.

    A name may have the prefix of its namespace, for writing; without one it is in that of the
    element around it. A table in a table is for what is inside that element.

    Attributes:
        entries: name → what it fills.
        fields: every field that is filled.
    """

    def __init__(self, entries: Mapping[str, Entry], also: Mapping[str, str] | None = None) -> None:
        """`also`: a name that some systems write instead → the right one."""
        self.entries = entries
        self.fields = frozenset(field for entry in entries.values() for field in _fields(entry))
        self._by_name = {name.rpartition(":")[2]: entry for name, entry in entries.items()}
        for wrong, right in (also or {}).items():
            self._by_name[wrong] = self._by_name[right]

    def get(self, name: str) -> Entry | None:
        """What an element of this name, without prefix, fills; None where it is not known."""
        return self._by_name.get(name)


Entry = Column | OneOf | Repeated | Part | Columns


def read_values(node: Node, columns: Columns, findings: Findings) -> dict[str, Any]:
    """The fields of `columns` that `node` states."""
    values: dict[str, Any] = {}
    for child in node.children():
        match columns.get(child.name):
            case None:
                continue
            case Columns() as inner:
                values |= read_values(child, inner, findings)
            case Repeated(field, inner):
                values.setdefault(field, []).append(read_values(child, inner, findings))
            case Part() as part:
                values |= part.read(child, findings)
            case OneOf(columns=alternatives):
                values |= _read_text(child, alternatives, findings)
            case column:
                values |= _read_text(child, (column,), findings)
    return values


def _read_text(node: Node, alternatives: tuple[Column, ...], findings: Findings) -> dict[str, Any]:
    if not node.text:
        return {alternatives[-1][0]: None}
    read = ((field, form.read(node, findings)) for field, form in alternatives)
    return {field: value for field, value in read if value is not UNSET}


def write_values(
    branch: Branch, columns: Columns, values: Values, *, besides: Collection[str] = ()
) -> None:
    """Write inside `branch` what `values` state; the inverse of `read_values`.

    Fields in `besides` are not written, because the others say the same.

    Raises:
        Unwritable: GS-CON-052 for a field that no element is filled by.
    """
    for field in values:
        if field not in columns.fields and field not in besides:
            raise unwritable.no_place(field)
    _write(branch, columns, values)


def _write(branch: Branch, columns: Columns, values: Values) -> None:
    for name, entry in columns.entries.items():
        if not any(field in values for field in _fields(entry)):
            continue
        match entry:
            case Columns() as inner:
                _write(branch.add(name), inner, values)
            case Repeated(field, inner):
                for item in values[field]:
                    write_values(branch.add(name), inner, item)
            case Part() as part:
                part.write(branch.add(name), values)
            case OneOf(columns=alternatives):
                _write_text(branch, name, alternatives, values)
            case column:
                _write_text(branch, name, (column,), values)


def _write_text(
    branch: Branch, name: str, alternatives: tuple[Column, ...], values: Values
) -> None:
    field, form = next(column for column in alternatives if column[0] in values)
    branch.add(name, form.text_of(values[field]))


def _fields(entry: Entry) -> Collection[str]:
    match entry:
        case Columns(fields=fields) | Part(fields=fields):
            return fields
        case Repeated(field=field):
            return (field,)
        case OneOf(columns=alternatives):
            return [field for field, _ in alternatives]
        case (field, _):
            return (field,)
