# SPDX-License-Identifier: EUPL-1.2
"""How each kind of dated element becomes one fact, and is written again.

A standard is then a table from element names to such forms, and nothing else.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from gearskifte.connectors.findings import Findings
from gearskifte.connectors.node import Node
from gearskifte.connectors.sagdok import remarks, unwritable
from gearskifte.connectors.sagdok.branch import Branch
from gearskifte.connectors.sagdok.columns import Columns, Entry, Values, read_values, write_values
from gearskifte.connectors.sagdok.elements import Format
from gearskifte.connectors.sagdok.links import link_columns
from gearskifte.connectors.sagdok.validity import Validity, read_validity, write_validity
from gearskifte.registry.public import Fact, Section, fields

Infer = Callable[[Mapping[str, Any]], str]
"""From a relation's values to the role its form shows, `fields.UNKNOWN` where it shows none."""


class FactForm(ABC):
    """How one kind of dated element is read and written."""

    @abstractmethod
    def read(self, node: Node, source_time: datetime, findings: Findings) -> Fact | None:
        """The fact, where there is one; `source_time` is the registration's."""

    @abstractmethod
    def claims(self, fact: Fact) -> bool:
        """Whether the fact is written by this form."""

    @abstractmethod
    def write(self, branch: Branch, fact: Fact) -> None:
        """Write the fact inside an element that is empty yet.

        Raises:
            Unwritable: if something in the fact has no place in the standard.
        """

    def arranged(self, facts: Sequence[Fact]) -> Sequence[Fact]:
        """The facts of one list in the order they are written in."""
        return facts


@dataclass(frozen=True, slots=True)
class DatedSet(FactForm):
    """An attribute set (Egenskaber) or a state (Fremdrift).

    Attributes:
        needs: elements that are noted when empty or missing.
        validity: the name of its Virkning.
    """

    section: Section
    key: str
    columns: Columns
    needs: tuple[str, ...] = ()
    validity: str = "Virkning"

    def read(self, node: Node, source_time: datetime, findings: Findings) -> Fact | None:
        """The fact of one set."""
        validity = read_validity(node, source_time, findings)
        if validity is None:
            return None
        for name in self.needs:
            if not node.value(name):
                findings.add(remarks.TEXT_EMPTY, node, name)
        return dated(self.section, self.key, read_values(node, self.columns, findings), validity)

    def claims(self, fact: Fact) -> bool:
        """Whether the fact is this set."""
        return (fact.section, fact.key) == (self.section, self.key)

    def write(self, branch: Branch, fact: Fact) -> None:
        """Write one set."""
        write_validity(branch.add(self.validity), fact)
        write_values(branch, self.columns, fact.values)


def attribute_set(
    key: str, columns: Columns, *, needs: tuple[str, ...] = (), validity: str = "Virkning"
) -> DatedSet:
    """An attribute set (Egenskaber)."""
    return DatedSet(Section.ATTRIBUTES, key, columns, needs, validity)


def progress(code: Format) -> DatedSet:
    """A state (Fremdrift)."""
    columns = Columns({"FremdriftStatusKode": (fields.STATE, code)})
    return DatedSet(Section.STATE, fields.PROGRESS, columns)


def only(role: str) -> Infer:
    """Infers `role` always: for relations that have no other, or whose form shows none."""
    return lambda _: role


UNSHOWN: Final = only(fields.UNKNOWN)
"""The form of such a relation shows no role."""


@dataclass(frozen=True, slots=True)
class Relation(FactForm):
    """A relation of one kind (gd:RelationType).

    Its key is kind, role and Indeks. Where the role's UUID is not in `roles`, the UUID stands in
    the key, so that two roles that were inferred to be alike do not become one relation.

    Attributes:
        kind: its type in the registry.
        roles: the catalogue, UUID → role.
    """

    kind: str
    roles: Mapping[str, str]
    columns: Columns
    infer: Infer

    def read(self, node: Node, source_time: datetime, findings: Findings) -> Fact | None:
        """The fact of one relation."""
        validity = read_validity(node, source_time, findings)
        if validity is None:
            return None
        values = {fields.TYPE: self.kind, **read_values(node, self.columns, findings)}
        if fields.TARGET not in values:
            findings.add(remarks.REFERENCE_MISSING, node, "ReferenceID")
        if values.get(fields.ROLE_ID) not in self.roles:
            findings.add(remarks.ROLE_UNKNOWN, node, "Rolle")
        index = values.pop(fields.POSITION, None) or ""
        key = f"{self.kind}:{self._role_in_key(values)}:{index}"
        values[fields.ROLE] = self.role_of(values)
        return dated(Section.RELATION, key, values, validity)

    def role_of(self, values: Values) -> str:
        """The role that a relation with these values has by itself."""
        return self.roles.get(values.get(fields.ROLE_ID, "")) or self.infer(values)

    def _role_in_key(self, values: Values) -> str:
        stated: str = values.get(fields.ROLE_ID, "")
        return self.roles.get(stated) or stated or self.infer(values)

    def claims(self, fact: Fact) -> bool:
        """Whether the fact is a relation of this kind."""
        return fact.section is Section.RELATION and fact.values.get(fields.TYPE) == self.kind

    def write(self, branch: Branch, fact: Fact) -> None:
        """Write one relation."""
        write_validity(branch.add("gd:Virkning"), fact)
        values = self._with_role_and_index(fact)
        write_values(branch, self.columns, values, besides=(fields.TYPE, fields.ROLE))

    def _with_role_and_index(self, fact: Fact) -> dict[str, Any]:
        """The values, with what the key says and with a role's UUID where only its name is told."""
        kind, _, rest = fact.key.partition(":")
        role_in_key, named = self._role_in_key(fact.values), fact.values.get(fields.ROLE, "")
        role = role_in_key if rest.startswith(f"{role_in_key}:") else named
        if kind != self.kind or not rest.startswith(f"{role}:"):
            raise unwritable.no_place(self.kind)
        values = dict(fact.values)
        if role != role_in_key and fields.ROLE_ID not in values:
            values[fields.ROLE_ID] = self._uuid_of(role)
        index = rest.removeprefix(f"{role}:")
        return {**values, fields.POSITION: index} if index else values

    def _uuid_of(self, role: str) -> str:
        for uuid, known in self.roles.items():
            if known == role:
                return uuid
        raise unwritable.no_role(role)


def relation(
    kind: str,
    roles: Mapping[str, str],
    infer: Infer,
    *,
    extension: dict[str, Entry] | None = None,
    own: dict[str, Entry] | None = None,
) -> Relation:
    """A relation: `extension` is in its LokalUdvidelseListe, `own` follows what all begin with."""
    columns = Columns({**link_columns("gd:", extension=extension), **(own or {})})
    return Relation(kind, roles, columns, infer)


def dated(section: Section, key: str, values: dict[str, Any], validity: Validity) -> Fact:
    """A fact with its valid time."""
    return Fact(
        section=section,
        key=key,
        start=validity.start,
        values=values,
        end=validity.end,
        actor=validity.actor,
        actor_type=validity.actor_type,
        note=validity.note,
    )
