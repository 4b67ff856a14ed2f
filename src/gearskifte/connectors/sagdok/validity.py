# SPDX-License-Identifier: EUPL-1.2
"""Reads and writes Virkning: from when, inclusive, until when, exclusive, and who said so.

A sender must not write an infinite beginning. Where it is missing or cannot be read, the
registration's own time stands in for it: from then on, at least, the source held it true. An end
that cannot be read has no stand-in, for what has ended must not be shown as if it had not.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum

import msgspec

from gearskifte.connectors.findings import Findings
from gearskifte.connectors.node import Node
from gearskifte.connectors.sagdok import remarks
from gearskifte.connectors.sagdok.branch import Branch
from gearskifte.connectors.sagdok.columns import Columns, read_values
from gearskifte.connectors.sagdok.elements import as_text, moment, one_of, reference
from gearskifte.connectors.sagdok.links import write_reference
from gearskifte.connectors.sagdok.stamps import is_infinite, stamp
from gearskifte.registry.public import Fact, Reference

_actor_type = one_of(
    "Organisation",
    "OrganisationEnhed",
    "OrganisationFunktion",
    "Bruger",
    "ItSystem",
    "Interessefaellesskab",
)
_SAID = Columns({"AktoerTypeKode": ("actor_type", _actor_type), "NoteTekst": ("note", as_text)})


class Validity(msgspec.Struct, frozen=True):
    """When something holds, and by whose word. `end` None is until further notice."""

    start: datetime
    end: datetime | None
    actor: Reference | None
    actor_type: str
    note: str


class _Boundary(Enum):
    MISSING = "not stated"
    INFINITE = "without bounds"
    UNREADABLE = "not a time"


def read_validity(holder: Node, source_time: datetime, findings: Findings) -> Validity | None:
    """The Virkning inside `holder`; None where what it holds for cannot be told."""
    node = holder.child("Virkning")
    if node is None:
        findings.add(remarks.START_MISSING, holder, "Virkning")
        return Validity(source_time, None, None, "", "")
    start = _start(node, source_time, findings)
    end = _end(node, findings)
    if end is _Boundary.UNREADABLE:
        return None
    if isinstance(end, datetime) and end < start:
        findings.add(remarks.END_BEFORE_START, node, "TilTidspunkt")
        return None
    said = read_values(node, _SAID, findings)
    return Validity(
        start=start,
        end=end if isinstance(end, datetime) else None,
        actor=reference(node.child("AktoerRef"), findings),
        actor_type=said.get("actor_type") or "",
        note=said.get("note") or "",
    )


def write_validity(branch: Branch, fact: Fact) -> None:
    """Write inside a Virkning when a fact holds and by whose word; the end always, also if none."""
    branch.add("sd:FraTidspunkt").add("sd:TidsstempelDatoTid", stamp(fact.start))
    until = branch.add("sd:TilTidspunkt")
    if fact.end is None:
        until.add("sd:GraenseIndikator", "true")
    else:
        until.add("sd:TidsstempelDatoTid", stamp(fact.end))
    if fact.actor is not None:
        write_reference(branch.add("sd:AktoerRef"), fact.actor)
    if fact.actor_type:
        branch.add("sd:AktoerTypeKode", fact.actor_type)
    if fact.note:
        branch.add("sd:NoteTekst", fact.note)


def _start(node: Node, source_time: datetime, findings: Findings) -> datetime:
    start = _boundary(node.child("FraTidspunkt"), findings)
    if isinstance(start, datetime):
        return start
    remark = {
        _Boundary.MISSING: remarks.START_MISSING,
        _Boundary.INFINITE: remarks.START_INFINITE,
        _Boundary.UNREADABLE: remarks.START_UNREADABLE,
    }[start]
    findings.add(remark, node, "FraTidspunkt")
    return source_time


def _end(node: Node, findings: Findings) -> datetime | _Boundary:
    end = _boundary(node.child("TilTidspunkt"), findings)
    if end is _Boundary.UNREADABLE:
        findings.add(remarks.END_UNREADABLE, node, "TilTidspunkt")
    return end


def _boundary(node: Node | None, findings: Findings) -> datetime | _Boundary:
    if node is None:
        return _Boundary.MISSING
    limit = node.child("GraenseIndikator")
    stamp = node.child("TidsstempelDatoTid")
    if stamp is not None and stamp.text:
        if is_infinite(stamp.text):
            return _Boundary.INFINITE
        return moment(stamp, findings) or _Boundary.UNREADABLE
    if limit is None:
        return _Boundary.MISSING
    if limit.text not in ("true", "1", ""):
        findings.add(remarks.BOUNDARY_FALSE, limit)
    return _Boundary.INFINITE
