# SPDX-License-Identifier: EUPL-1.2
"""What a source system tells of who has looked people up in it (opslag, revisionslog).

A line says whom it was about, when, by which unit, for what purpose; never which employee. The
source's own name for it (`id`) finds the employee where something is wrong. An empty list with
`until` says that nobody has looked, which is not the same as saying nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from gearskifte.kernel.access import Role
from gearskifte.kernel.errors import Text
from gearskifte.overview.rules.sources import SILENT_DAYS
from gearskifte.registry.public import ReferenceKind, SourceState, parse_urn

MOST: Final = 1000
LONGEST: Final = 200
SLOW_CLOCK: Final = timedelta(minutes=5)
"""How far ahead of ours a source's clock may be."""
_NUMBER: Final = re.compile(r"(?<!\d)\d{6}[- ]?\d{4}(?!\d)")
_AUTHORITY: Final = re.compile(r"\d{8}|[0-9a-f-]{36}")
_ROLES: Final = {
    "employee": Role.CASE_WORKER,
    "robot": Role.ROBOT,
    "system": Role.OPERATOR,
}


class SourceLookUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One look-up, as the source tells it.

    Attributes:
        id: the source's own name for it; the same again is the same look-up.
        at: when it was. person: whom it was about, as urn:oio:cpr-nr:…
        purpose: why; `legal_basis` is the source's own law for it, "" for the purpose's usual one.
        authority: CVR number of the authority that answers for it; `unit` who did it there.
        by: whether an employee did it, a robot, or the system by itself.
        object: the case, document, grant or payment, as the index knows it.
    """

    id: str
    at: datetime
    person: str
    purpose: Literal["casework", "guidance", "supervision", "export"]
    authority: str
    unit: str = ""
    by: Literal["employee", "robot", "system"] = "employee"
    object: UUID | None = None
    legal_basis: str = ""


class LookUpReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Look-ups, and until when the source has now told of all of them (None: it does not say)."""

    look_ups: tuple[SourceLookUp, ...]
    until: datetime | None = None


class Told(msgspec.Struct, frozen=True):
    """That a system, by id and name, told who looks; `until` is when it has told everything of."""

    system: str
    name: str
    at: datetime
    until: datetime | None


class Telling(msgspec.Struct, frozen=True):
    """A source that tells who looks: when it last did, and until when it has told everything.

    `late` is whether that is longer ago than a source may be silent.
    """

    name: str
    told_at: datetime
    until: datetime | None
    late: bool = False


def faults(report: LookUpReport, now: datetime) -> list[tuple[int, Text]]:
    """What is wrong in which line, counted from 1; 0 is the report itself."""
    found: list[tuple[int, Text]] = []
    if len(report.look_ups) > MOST:
        found.append((0, Text(f"højst {MOST} opslag ad gangen", f"{MOST} look-ups at most")))
    if report.until is not None and not _has_been(report.until, now):
        found.append((0, Text("until ligger ude i fremtiden", "until is in the future")))
    names: set[str] = set()
    for number, each in enumerate(report.look_ups, 1):
        found += [(number, text) for text in _faults(each, now)]
        if each.id in names:
            found.append((number, Text("id står der to gange", "id is there twice")))
        names.add(each.id)
    return found


def _faults(each: SourceLookUp, now: datetime) -> Iterator[Text]:
    if not 0 < len(each.id.strip()) <= LONGEST:
        yield Text("id mangler eller er for lang", "id is missing or too long")
    if not _has_been(each.at, now):
        yield Text("at mangler tidszone eller er ude i fremtiden", "at has no zone, or is to come")
    if parse_urn(each.person).kind is not ReferenceKind.CPR:
        yield Text("person er ikke urn:oio:cpr-nr:…", "person is not urn:oio:cpr-nr:…")
    if not _AUTHORITY.fullmatch(each.authority):
        yield Text("authority er intet CVR-nummer", "authority is no CVR number")
    words = (each.id, each.unit, each.legal_basis)
    if any(len(word) > LONGEST for word in words[1:]):
        yield Text("en tekst er for lang", "a text is too long")
    if any(_NUMBER.search(word) for word in words):
        yield Text("et CPR-nummer står i en tekst", "a CPR number is in a text")


def _has_been(moment: datetime, now: datetime) -> bool:
    return moment.tzinfo is not None and moment <= now + SLOW_CLOCK


def entry(each: SourceLookUp) -> dict[str, Any]:
    """The line for the log, but for which system told it, which its key says."""
    told = {
        "at": each.at.astimezone(UTC).isoformat(),
        "reference": each.id.strip(),
        "legal_basis": each.legal_basis.strip(),
    }
    actor = {
        "name": "",
        "role": _ROLES[each.by].value,
        "unit": each.unit.strip(),
        "authority": each.authority,
    }
    return {
        "action": "read",
        "what": "source",
        "purpose": each.purpose,
        "actor": actor,
        "told": told,
        **({"object": str(each.object)} if each.object else {}),
    }


def cpr_of(each: SourceLookUp) -> str:
    """The number of the person, ten digits."""
    return parse_urn(each.person).value


def shares(
    states: Iterable[SourceState], told: Iterable[Told], now: datetime
) -> tuple[list[Telling], list[str]]:
    """The systems that tell who looks, and the names of the sources that do not, each by name."""
    names = {state.id: state.name or state.id for state in states}
    telling = []
    for each in told:
        late = now - (each.until or each.at) > timedelta(days=SILENT_DAYS)
        telling.append(Telling(names.pop(each.system, each.name), each.at, each.until, late))
    return sorted(telling, key=lambda line: line.name), sorted(names.values())
