# SPDX-License-Identifier: EUPL-1.2
"""JSON-stat, version 1 (a `dataset` around it; Danmarks Statistik) and version 2 (PX-Web).

Format: json-stat.org/full, dimensions with `category.index` and `category.label`, values in one row
with the last dimension fastest, as a list or as an object of the cells that are there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from gearskifte.connectors.statfiles import refusals
from gearskifte.connectors.statfiles.assembling import from_flat, provenance_of
from gearskifte.workforce.public import Category, StatTable, Variable

FORM: Final = "JSON-stat"


def read_jsonstat(body: bytes, origin: str) -> StatTable:
    """Read a table.

    Raises:
        InputRefused: GS-CON-101 where it is no JSON-stat.
    """
    try:
        said = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"))
        content = said.get("dataset", said)
        dimension = content["dimension"]
        ids = content.get("id") or dimension["id"]
        sizes = content.get("size") or dimension["size"]
        variables = tuple(_variable(code, dimension[code]) for code in ids)
        values = _values(content["value"], math.prod(sizes))
        found = from_flat(
            variables,
            values,
            provenance_of(
                body,
                origin,
                table=_table_id(content),
                updated=str(content.get("updated", "")),
                publisher=str(content.get("source", "")),
            ),
        )
    except (msgspec.DecodeError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise refusals.damaged(origin, FORM, type(error).__name__) from None
    return found


def _variable(code: str, said: Mapping[str, Any]) -> Variable:
    category = said["category"]
    labels = category.get("label", {})
    index = category.get("index") or dict.fromkeys(labels, 0)
    codes = sorted(index, key=index.__getitem__) if isinstance(index, dict) else list(index)
    categories = tuple(Category(each, str(labels.get(each, each))) for each in codes)
    return Variable(code, str(said.get("label", code)), categories)


def _values(said: list[Any] | Mapping[str, Any], cells: int) -> list[float]:
    listed = [said.get(str(at)) for at in range(cells)] if isinstance(said, Mapping) else said
    return [math.nan if value is None else float(value) for value in listed]


def _table_id(content: Mapping[str, Any]) -> str:
    px: Mapping[str, Any] = content.get("extension", {}).get("px", {})
    return str(px.get("tableid", ""))
