# SPDX-License-Identifier: EUPL-1.2
"""Fetching from a PX-Web service, API version 1: every variable named, answered as JSON-stat 2."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
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


Transport = Callable[[str, Mapping[str, Any] | None], tuple[int, bytes]]
"""Asks an address, with a query or for the description alone; brings back status and body."""


def over_https(address: str, asked: Mapping[str, Any] | None) -> tuple[int, bytes]:
    """Ask the service itself.

    Raises:
        InputRefused: GS-CON-120 if it cannot be reached.
    """
    try:
        if asked is None:
            answer = httpx.get(address, timeout=SECONDS)
        else:
            answer = httpx.post(address, json=dict(asked), timeout=SECONDS)
    except httpx.HTTPError as error:
        raise _silent(type(error).__name__) from None
    return answer.status_code, answer.content


def fetch(
    address: str,
    chosen: Mapping[str, Sequence[str]],
    folder: Path,
    now: datetime,
    ask: Transport = over_https,
) -> tuple[StatTable, Path]:
    """The table at `address`, such as `https://…/api/v1/sv/ssd/BE/BE0101/BE0101A/BefolkningNy`.

    What was answered is kept in `folder`, beside a note of when and how; when the service cannot be
    reached, what was kept of the same question is given. The second is the file it is kept in.

    Raises:
        InputRefused: GS-CON-120 if the service does not answer, 121 if the choice does not fit, 122
            if it is too much for the service at once.
    """
    wanted = {"address": address, "chosen": {code: list(chosen[code]) for code in sorted(chosen)}}
    key = hashlib.sha256(msgspec.json.encode(wanted)).hexdigest()[:16]
    kept = folder / f"{address.rstrip('/').rpartition('/')[2]}-{key}.json"
    try:
        asked = question(_answered(ask(address, None)), chosen)
        body = _answered(ask(address, asked))
    except InputRefused as refused:
        if refused.code != "GS-CON-120" or not kept.exists():
            raise
        return read_table(kept.read_bytes(), kept.name), kept
    table = checked(body, asked, kept.name)
    folder.mkdir(parents=True, exist_ok=True)
    note = wanted | {"fetched": now.isoformat(), "sha256": table.provenance.sha256}
    kept.with_suffix(".note.json").write_bytes(msgspec.json.encode(note))
    kept.write_bytes(body)
    return table, kept


def _answered(answer: tuple[int, bytes]) -> bytes:
    """The body of an answer that was given."""
    status, body = answer
    if status in {403, 413}:  # PX-Web says no to more cells than its limit with either
        raise InputRefused(
            "GS-CON-122",
            what=Text("Der er spurgt om for meget på én gang.", "Too much was asked for at once."),
            why=Text(
                f"Tjenesten svarer {status}: den har en grænse for celler.",
                f"The service answers {status}: it has a limit of cells.",
            ),
            do=Text("Vælg færre år eller områder.", "Choose fewer years or areas."),
        )
    if status >= 300:
        raise _silent(f"HTTP {status}")
    return body


def _silent(why: str) -> InputRefused:
    return InputRefused(
        "GS-CON-120",
        what=Text("Statistiktjenesten svarer ikke.", "The statistics service does not answer."),
        why=Text(f"Forbindelsen gav: {why}.", f"The connection gave: {why}."),
        do=Text(
            "Prøv igen senere; det, der er hentet før, bruges så længe.",
            "Try again later; what was fetched before is used meanwhile.",
        ),
    )


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
