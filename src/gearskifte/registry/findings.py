# SPDX-License-Identifier: EUPL-1.2
"""Findings as they are stored: what is said once, and for each time it was found the place."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import msgspec

from gearskifte.kernel.database.rows import Rows, Target, rows_of
from gearskifte.registry.rules.intake import Finding
from gearskifte.registry.rules.places import divided

FINDINGS: Final = Target(
    "registry_found",
    {"message_id": "int8", "object_id": "uuid", "fault_id": "int8", "place": "text"},
    {"message_id": "(%(messages)s::bigint[])[message_id + 1]"},
)
"""Rows have the number of the message among those that are written together, not its id."""


class Fault(msgspec.Struct, frozen=True):
    """What a finding says, wherever it was; `id` is made from the rest."""

    id: int
    rule: str
    severity: str
    path: str
    text_da: str
    text_en: str


class Found(msgspec.Struct, frozen=True):
    """Findings as they will be written.

    Attributes:
        rows: of `FINDINGS`.
        faults: what they say, by id.
    """

    rows: Rows
    faults: dict[int, Fault]


def fault_of(finding: Finding) -> tuple[Fault, str]:
    """What a finding says, and the place by which its path is told from those of others."""
    form, place = divided(finding.path)
    text = finding.text
    return _fault(finding.rule, finding.severity.value, form, text.da, text.en), place


def found(findings: list[tuple[int, Finding]]) -> Found:
    """Findings with the numbers of the messages that they were found in."""
    faults: dict[int, Fault] = {}
    rows = []
    for message, finding in findings:
        fault, place = fault_of(finding)
        faults[fault.id] = fault
        rows.append(FINDINGS.encode((message, finding.object_id, fault.id, place)))
    return Found(rows_of(rows), faults)


def together(every: Sequence[Found]) -> Found:
    """All of these in a row."""
    faults: dict[int, Fault] = {}
    for each in every:
        faults |= each.faults
    data = b"".join([each.rows.data for each in every])
    return Found(Rows(data, sum(each.rows.number for each in every)), faults)


@lru_cache(maxsize=4096)
def _fault(*told: str) -> Fault:
    digest = hashlib.sha256("\0".join(told).encode()).digest()
    return Fault(int.from_bytes(digest[:8], signed=True), *told)
