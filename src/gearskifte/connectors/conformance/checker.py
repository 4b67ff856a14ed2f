# SPDX-License-Identifier: EUPL-1.2
"""Checks messages, one or many together, against the rules of their standard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import msgspec
from lxml.etree import _Element

from gearskifte.connectors import safe_xml
from gearskifte.connectors.beskedfordeler import reader as events
from gearskifte.connectors.conformance.finding import (
    ConformanceFinding,
    Issue,
    Place,
    found,
    told,
)
from gearskifte.connectors.conformance.links import Setting, object_id, shared_issues
from gearskifte.connectors.conformance.objects import Subject, object_issues, sections_of
from gearskifte.connectors.conformance.part import Part
from gearskifte.connectors.conformance.role_names import RoleName
from gearskifte.connectors.conformance.ruleset import Ruleset, with_roles
from gearskifte.connectors.conformance.ruleset import ruleset as ruleset_on
from gearskifte.connectors.conformance.shape import shape_issues
from gearskifte.connectors.conformance.source import Source
from gearskifte.connectors.conformance.together import Memory
from gearskifte.connectors.node import split_tag
from gearskifte.connectors.recognise import EVENTS, Message, recognise
from gearskifte.kernel.errors import Text
from gearskifte.registry.public import Refusal, Severity

_SF1470: Final = "SF1470"
_STANDARDS: Final = (_SF1470, "SF1491")
_MOST_OF_A_RULE: Final = {Severity.ERROR: 20, Severity.WARNING: 20, Severity.INFO: 1}
_WITHOUT_DATA: Final = ("GS-CON-013", "GS-CON-014", "GS-CON-015", "GS-CON-016")
"""Questions, replies, commands and value lists, which are none the worse for holding no data."""
_OBJECTS: Final = {
    "SagIndeks": "Sag",
    "DokumentIndeks": "Dokument",
    "OpdaterSagIndeks": "Sag",
    "OpdaterDokumentIndeks": "Dokument",
    "BevillingIndeks": "Bevilling",
    "OekonomiskEffektueringIndeks": "OekonomiskEffektuering",
    "OpdaterBevillingIndeks": "Bevilling",
    "OpdaterOekonomiskEffektueringIndeks": "OekonomiskEffektuering",
}

Numbered = tuple[int, ConformanceFinding]
"""A finding with the number of its message among those checked together, from 0."""


def check(
    body: bytes,
    *,
    max_bytes: int,
    ruleset: date | None = None,
    roles: Sequence[RoleName] = (),
) -> list[ConformanceFinding]:
    """What in one message breaks or strains the rules of its standard.

    Never raises for what is in `body`: what cannot be read is a finding too.

    Args:
        body: the message as it was received.
        max_bytes: messages larger than this are not parsed.
        ruleset: the day whose rules count; None for the newest.
        roles: roles that are known beyond the public ones.

    Raises:
        InputRefused: if there is no rule set for that day.
    """
    found = check_together([body], max_bytes=max_bytes, ruleset=ruleset, roles=roles)
    return [finding for _, finding in found]


def check_together(
    bodies: Iterable[bytes],
    *,
    max_bytes: int,
    ruleset: date | None = None,
    roles: Sequence[RoleName] = (),
) -> Iterator[Numbered]:
    """What in messages breaks the rules, also of how they fit together.

    Findings of one message come while it is read; what shows only between messages comes last.
    See `check` for the arguments and what is raised.
    """
    books = {name: with_roles(ruleset_on(name, ruleset), roles) for name in _STANDARDS}
    memory = Memory()
    for file, body in enumerate(bodies):
        found = _message_findings(file, body, max_bytes, books, memory)
        yield from _capped((file, finding) for finding in found)
    yield from _capped(memory.loose_ends())


def _capped(findings: Iterable[Numbered]) -> Iterator[Numbered]:
    """The findings but for the many of one rule on one object, which tell nothing new."""
    count: Counter[object] = Counter()
    for file, finding in findings:
        key = (file, finding.rule, finding.object_id)
        count[key] += 1
        if count[key] <= _MOST_OF_A_RULE[finding.severity]:
            yield file, finding


def _message_findings(
    file: int, body: bytes, max_bytes: int, books: Mapping[str, Ruleset], memory: Memory
) -> Iterator[ConformanceFinding]:
    root = safe_xml.parse(body, max_bytes=max_bytes)
    if isinstance(root, Refusal):
        yield _unreadable(root, books[_SF1470])
        return
    message = recognise(root)
    if isinstance(message, Refusal):
        yield _unreadable(message, books[_SF1470])
        return
    standard = message.standard.interface
    rules = books.get(standard, books[_SF1470])
    name = message.node.name
    repeated = memory.message_fault(_message_id(message), body)
    if repeated:
        yield told(rules, repeated, Place("Besked"), f"/{name}")
    if standard not in books:
        yield told(rules, "without-rules", Place("Besked"), f"/{name}")
        return
    if not _is_utf8(body):
        yield told(rules, "encoding", Place("Besked"), f"/{name}")
    node = Part(_element(root, message), message.standard.namespaces)
    yield from _node_findings(file, node, rules, Source(lambda: _text(body)), memory)


def _node_findings(
    file: int, node: Part, rules: Ruleset, source: Source, memory: Memory
) -> Iterator[ConformanceFinding]:
    subjects = list(_subjects(node))
    if not subjects:
        yield told(rules, "unreadable", Place("Besked"), node.path, suffix="GS-CON-018")
    others = Counter(each.name for each in subjects if each.whole)
    for issue in shape_issues(node, node.name, rules, source):
        yield found(rules, issue, None)
    for subject in subjects:
        own_id = object_id(subject)
        relations = sections_of(subject, rules, source)
        issues: list[Issue] = [
            *object_issues(subject, relations, rules, source),
            *shared_issues(subject, relations, Setting(file, others, rules), memory),
        ]
        for issue in issues:
            yield found(rules, issue, own_id)


def _subjects(node: Part) -> Iterator[Subject]:
    for each in node.children():
        name = _OBJECTS.get(each.name)
        if name is None:
            continue
        if each.name.startswith("Opdater"):
            yield Subject(name, each, whole=False)
        elif node.name == "ImporterYdelseIndeksInput":
            # Imported grants and payments stand inside an import input of the same name.
            yield from (Subject(name, inner, whole=True) for inner in each.children(each.name))
        else:
            yield Subject(name, each, whole=True)


def _element(root: _Element, message: Message) -> _Element:
    """The message's own element, which may stand inside a SOAP envelope."""
    wanted = (message.standard.roots, message.node.name)
    return next(
        each
        for each in root.iter("{*}*")
        if split_tag(str(each.tag))[1] == wanted[1] and split_tag(str(each.tag))[0] in wanted[0]
    )


def _message_id(message: Message) -> str:
    """The id the sender gave a message: of its envelope, or of the event in it."""
    if message.standard is EVENTS:
        return events.read(message).message_id
    return message.message_id


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\x00" not in body[:4]


def _text(body: bytes) -> str:
    text = safe_xml.decode(body)
    return "" if isinstance(text, Refusal) else text


def _unreadable(refusal: Refusal, rules: Ruleset) -> ConformanceFinding:
    kind = "without-rules" if refusal.code in _WITHOUT_DATA else "unreadable"
    finding = told(rules, kind, Place("Besked"), refusal.path or "/")
    nothing = Text(da="", en="")
    return msgspec.structs.replace(
        finding,
        rule=f"{finding.rule.rpartition('.')[0]}.{refusal.code}",
        what=refusal.reason,
        do=nothing,
    )
