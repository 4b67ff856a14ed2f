# SPDX-License-Identifier: EUPL-1.2
"""Reads KLE's emneplan and handlingsfacetter, XML schema 2.0 and the REST form 1.2 with UUIDs.

Every level becomes a class: main group, group and subject; category and facet. Numbers never change
meaning, so an expired one stays, with the day it expired and the numbers that took over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from gearskifte.connectors import refusals
from gearskifte.connectors.findings import Findings, Remark
from gearskifte.connectors.node import Node
from gearskifte.connectors.recognise import Message
from gearskifte.kernel.errors import Text
from gearskifte.registry.public import (
    NOBODY,
    Reading,
    Refusal,
    Severity,
    SubjectClass,
    parse_uuid,
)

EDITION: Final = "KLE-2011-02"
"""KLE-XML schema 2.0, 15 February 2011."""

_DURATION = re.compile(r"P(?=.)([0-9]+Y)?([0-9]+M)?([0-9]+D)?")
_RETENTION: Final = ("B", "K", "K5", "K10", "")
_NO_CODE: Final = "tom"

_NUMBER: Final = Remark(
    "number",
    Severity.ERROR,
    Text(
        da="Nummeret mangler eller har ikke den rette form. Klassen er udeladt.",
        en="The number is missing or does not have the right form. The class was left out.",
    ),
)
_TITLE: Final = Remark(
    "missing",
    Severity.WARNING,
    Text(da="Klassen har ingen titel.", en="The class has no title."),
)
_DATE: Final = Remark(
    "date",
    Severity.WARNING,
    Text(
        da="Datoen kan ikke læses og er udeladt. Skriv den som ÅÅÅÅ-MM-DD.",
        en="The date cannot be read and was left out. Write it as YYYY-MM-DD.",
    ),
)
_CODE: Final = Remark(
    "code",
    Severity.WARNING,
    Text(
        da="Værdien har ikke standardens form. Den er beholdt, som den står.",
        en="The value does not have the standard's form. It was kept as it stands.",
    ),
)


class _Level(msgspec.Struct, frozen=True):
    """A level of a plan: its element, the form of its numbers and the level inside it."""

    element: str
    number: re.Pattern[str]
    inner: _Level | None = None


_SUBJECTS: Final = _Level(
    "Hovedgruppe",
    re.compile(r"[0-9][0-9]"),
    _Level(
        "Gruppe",
        re.compile(r"[0-9][0-9]\.[0-9][0-9]"),
        _Level("Emne", re.compile(r"[0-9][0-9]\.[0-9][0-9]\.[0-9][0-9]")),
    ),
)
_FACETS: Final = _Level(
    "HandlingsfacetKategori",
    re.compile(r"[A-ZÆØÅ]"),
    _Level("Handlingsfacet", re.compile(r"[A-ZÆØÅ][0-9][0-9]")),
)
_PLANS: Final = {
    "KLE-Emneplan": ("KLE", _SUBJECTS),
    "KLE-Handlingsfacetter": ("KLE-facet", _FACETS),
}
_NUMBERS: Final = ("HovedgruppeNr", "GruppeNr", "EmneNr", "HandlingsfacetNr")


def read(message: Message) -> Reading:
    """The classes of a plan."""
    root, interface = message.node, message.standard.interface
    findings = Findings(EDITION)
    edition = _date(root.child("UdgivelsesDato"), findings)
    if edition is None:
        return Reading(interface, message.message_id, refusals=(_without_edition(root),))
    scheme, level = _PLANS[root.name]
    classes = tuple(_classes(root, level, scheme, edition, findings))
    return Reading(
        interface=interface,
        message_id=message.message_id,
        classes=classes,
        findings=findings.all(),
        refusals=() if classes else (_without_classes(root),),
    )


def _classes(
    parent: Node, level: _Level, scheme: str, edition: date, findings: Findings
) -> Iterator[SubjectClass]:
    for node in parent.children(level.element):
        number = node.value(f"{level.element}Nr") or ""
        if level.number.fullmatch(number):
            yield _class(node, level, scheme, edition, findings)
        else:
            findings.add(_NUMBER, node, f"{level.element}Nr")
        if level.inner is not None:
            yield from _classes(node, level.inner, scheme, edition, findings)


def _class(
    node: Node, level: _Level, scheme: str, edition: date, findings: Findings
) -> SubjectClass:
    name = level.element
    title = node.value(f"{name}Titel") or ""
    if not title:
        findings.add(_TITLE, node, f"{name}Titel")
    about = node.child(f"{name}AdministrativInfo")
    past = about.child("Historisk") if about is not None else None
    return SubjectClass(
        scheme=scheme,
        number=node.value(f"{name}Nr") or "",
        title=title,
        edition=edition,
        uuid=parse_uuid(node.value("UUID") or ""),
        valid_from=_date(about.child("OprettetDato"), findings) if about is not None else None,
        expired=_expired(past, findings),
        successors=tuple(_successors(past)),
        retention=_retention(node.child("BevaringJaevnfoerArkivloven"), findings),
        deletion_period=_duration(node.child("SletningJaevnfoerPersondataloven"), findings),
    )


def _expired(past: Node | None, findings: Findings) -> date | None:
    if past is None:
        return None
    ended = past.child("UdgaaetDato") or past.child("Flyttet", "FlyttetDato")
    return _date(ended, findings)


def _successors(past: Node | None) -> Iterator[str]:
    moved = past.child("Flyttet") if past is not None else None
    for successor in moved.children("AfloestAf") if moved is not None else ():
        yield from (number.text for number in successor.children(*_NUMBERS) if number.text)


def _retention(node: Node | None, findings: Findings) -> str:
    if node is None or node.text == _NO_CODE:
        return ""
    if node.text not in _RETENTION:
        findings.add(_CODE, node)
    return node.text


def _duration(node: Node | None, findings: Findings) -> str:
    if node is None or not node.text:
        return ""
    if not _DURATION.fullmatch(node.text):
        findings.add(_CODE, node)
    return node.text


def _date(node: Node | None, findings: Findings) -> date | None:
    if node is None or not node.text:
        return None
    try:
        return date.fromisoformat(node.text)
    except ValueError:
        findings.add(_DATE, node)
        return None


def _without_classes(root: Node) -> Refusal:
    return msgspec.structs.replace(refusals.no_objects(root.path), names=NOBODY)


def _without_edition(root: Node) -> Refusal:
    return Refusal(
        "GS-CON-040",
        f"{root.path}/UdgivelsesDato",
        Text(
            da="Planen har ingen læsbar UdgivelsesDato, så udgaven kendes ikke. "
            "Hent den igen fra KL.",
            en="The plan has no readable UdgivelsesDato, so its edition cannot be told. "
            "Get it from KL again.",
        ),
        names=NOBODY,
    )
