# SPDX-License-Identifier: EUPL-1.2
"""The notebook of one reading: what in a message breaks or strains its standard.

A finding's rule is `edition.parent.element.what`, for instance
`SF1470-2023-07.Sagspart.ReferenceID.cpr-date`: the edition of the guidance, where in the standard,
and which rule. It stays the same for as long as the rule does. No text of a finding holds anything
from the message; the path says where to look.
"""

from __future__ import annotations

from collections import Counter
from uuid import UUID

import msgspec

from gearskifte.connectors.node import Node
from gearskifte.kernel.errors import Text
from gearskifte.registry.public import Finding, Severity

_MOST_OF_A_RULE = {Severity.ERROR: 20, Severity.WARNING: 20, Severity.INFO: 1}


class Remark(msgspec.Struct, frozen=True):
    """A kind of finding: the rule's last part, how much it matters and what the vendor is told."""

    what: str
    severity: Severity
    text: Text


class Findings:
    """Gathers the findings of one message.

    Of one rule on one object the first 20 are kept, and of what is only for information the first:
    the next would tell the vendor nothing new.

    Attributes:
        edition: the standard and the date of its guidance, the first part of every rule.
        object_id: the object that findings are about at the moment.
    """

    def __init__(self, edition: str) -> None:
        self.edition = edition
        self.object_id: UUID | None = None
        self._found: list[Finding] = []
        self._count: Counter[tuple[str, UUID | None]] = Counter()

    def add(self, remark: Remark, node: Node, missing: str = "") -> None:
        """Note `remark` about `node`, or about its child `missing` that is not there."""
        place = (node.name, missing) if missing else (node.parent_name, node.name)
        rule = ".".join((self.edition, *place, remark.what))
        self._count[rule, self.object_id] += 1
        if self._count[rule, self.object_id] <= _MOST_OF_A_RULE[remark.severity]:
            path = f"{node.path}/{missing}" if missing else node.path
            self._found.append(Finding(rule, remark.severity, path, remark.text, self.object_id))

    def all(self) -> tuple[Finding, ...]:
        """What was found, in the order of the message."""
        return tuple(self._found)
