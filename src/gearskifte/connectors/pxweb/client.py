# SPDX-License-Identifier: EUPL-1.2
"""Fetching from a PX-Web service, API version 1: every variable named, answered as JSON-stat 2."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import httpx
import msgspec

from gearskifte.connectors.statfiles.public import read_table
from gearskifte.kernel.errors import InputRefused, Text
from gearskifte.workforce.public import StatTable

SECONDS: Final = 60.0


class _Variable(msgspec.Struct, frozen=True):
    code: str
    values: tuple[str, ...]


class _Description(msgspec.Struct, frozen=True):
    variables: tuple[_Variable, ...]


def question(description: bytes, chosen: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The query of a table from its description: the chosen values, or all of a variable.

    Raises:
        InputRefused: GS-CON-121 if the description cannot be read or a chosen value is not in it.
    """
    try:
        variables = msgspec.json.decode(description, type=_Description).variables
    except msgspec.DecodeError:
        raise _refused("beskrivelsen", "the description") from None
    known = {each.code: each.values for each in variables}
    for code, values in chosen.items():
        if strange := [value for value in values if value not in known.get(code, ())]:
            raise _refused(f"{code} = {strange[0]}", f"{code} = {strange[0]}")
    selected = [
        {
            "code": each.code,
            "selection": {"filter": "item", "values": list(chosen.get(each.code, each.values))},
        }
        for each in variables
    ]
    return {"query": selected, "response": {"format": "json-stat2"}}


def fetch(address: str, chosen: Mapping[str, Sequence[str]]) -> StatTable:
    """The table at `address`, such as `https://…/api/v1/sv/ssd/BE/BE0101/BE0101A/BefolkningNy`.

    Raises:
        InputRefused: GS-CON-120 if the service does not answer, 121 if the choice does not fit.
    """
    try:
        described = httpx.get(address, timeout=SECONDS).raise_for_status().content
        asked = question(described, chosen)
        answer = httpx.post(address, json=asked, timeout=SECONDS).raise_for_status().content
    except httpx.HTTPError as error:
        name = type(error).__name__
        raise InputRefused(
            "GS-CON-120",
            what=Text("Statistiktjenesten svarer ikke.", "The statistics service does not answer."),
            why=Text(f"Forbindelsen gav: {name}.", f"The connection gave: {name}."),
            do=Text("Prøv igen senere.", "Try again later."),
        ) from None
    return checked(answer, asked, address)


def checked(answer: bytes, asked: Mapping[str, Any], origin: str) -> StatTable:
    """The answer, if it has the cells that were asked for.

    Raises:
        InputRefused: GS-CON-121 if it has not.
    """
    table = read_table(answer, origin)
    cells = math.prod(len(each["selection"]["values"]) for each in asked["query"])
    if table.values.size != cells:
        raise _refused(f"{table.values.size} celler", f"{table.values.size} cells")
    return table


def _refused(danish: str, english: str) -> InputRefused:
    return InputRefused(
        "GS-CON-121",
        what=Text(f"Tabellen passer ikke: {danish}.", f"The table does not fit: {english}."),
        why=Text(
            "Den har andre variable eller værdier end valgt.",
            "It has other variables or values than chosen.",
        ),
        do=Text("Ret udvalget efter tabellens beskrivelse.", "Choose by the table's description."),
    )
