# SPDX-License-Identifier: EUPL-1.2
"""Breaks one rule of a good message at a time."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Final, NamedTuple

from lxml import etree

from benchmarks.conformance.rows import Relation, Row
from benchmarks.conformance.writing import GD, SD, Element, Writer, invented, role_id, type_id

Change = tuple[str, Callable[[Element], object]]
"""The name of a breach and what makes it; False is that it cannot be made."""


class Broken(NamedTuple):
    """A message with one broken rule: which row, what kind of breach, the message."""

    row: int
    kind: str
    where: str
    body: bytes


class Breaker:
    """Makes the breaches of a row."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._roles = {(each.object, each.section, each.role): each for each in writer.roles}

    def of_row(self, row: Row) -> Iterator[Broken]:
        """Every breach of one row that a single message can show."""
        for kind, change in self._changes(row):
            root, section = self._good(row)
            if change(section) is not False:
                yield Broken(row.number, kind, self._where(row), etree.tostring(root))

    def of_relation(self, of: Relation) -> Iterator[Broken]:
        """A relation too few, and one too many or with the same index twice."""
        where = f"{of.object}/{of.section}/{of.role}"
        root = self._writer.message(of.object, [of])
        own = self._relations(root, of)[0]
        if of.least:
            parent = own.getparent()
            assert parent is not None
            parent.remove(own)
            yield Broken(0, "relation missing", where, etree.tostring(root))
        root = self._writer.message(of.object, [of])
        own = self._relations(root, of)[0]
        twin = deepcopy(own)
        own.addnext(twin)
        if of.most is None:
            yield Broken(0, "index twice", where, etree.tostring(root))
        else:
            yield Broken(0, "relation too many", where, etree.tostring(root))

    def _good(self, row: Row) -> tuple[Element, Element]:
        of = self._roles.get(row.place)
        root = self._writer.message(row.object, [of] if of else [])
        if of:
            return root, self._relations(root, of)[0]
        if not row.section:
            return root, root[0]
        found = root[0].find(f".//{{*}}{row.section}")
        assert found is not None
        return root, found

    @staticmethod
    def _relations(root: Element, of: Relation) -> list[Element]:
        wanted = role_id(of.object, of.section, of.role)
        return [
            around
            for role in root.iter(f"{{{GD}}}Rolle")
            if role.findtext(f"{{{SD}}}UUIDIdentifikator") == wanted
            for around in (role.getparent(),)
            if around is not None and (of.section in str(around.tag) or of.section == "IT-system")
        ]

    @staticmethod
    def _where(row: Row) -> str:
        return "/".join(filter(None, (*row.place, *row.path)))

    def _changes(self, row: Row) -> Iterator[Change]:
        if row.duty == "not":
            yield "must not be filled", lambda section: self._fill(section, row)
            return
        if row.duty in ("OB1", "OB2", "OB3", "OB5"):
            yield f"{row.duty} left out", lambda section: self._remove(section, row)
        if row.duty == "OB4":
            yield from self._conditional(row)
        if row.most and row.name not in ("Notat", "CVR-Nummer", "ReferenceID"):
            yield "too long", lambda section: self._write(section, row, "x" * (row.most + 1))
        if "enkelt linje" in row.rule:
            yield "more than one line", lambda section: self._write(section, row, "Før\nefter")
        if "Windows-stil" in row.rule:
            yield "unix line end", lambda section: self._write(section, row, "Før\nefter")
        yield from self._by_type(row)

    def _by_type(self, row: Row) -> Iterator[Change]:
        bad = _BAD.get(row.name)
        if bad:
            yield self._written(row, "not of the list" if bad[0] else "wrong form", bad[1])
        if row.name == "Notat":
            large = base64.b64encode(b"x" * 103_000).decode()
            yield self._written(row, "no base64", "ø$ikke")
            yield self._written(row, "too long", large)
        if row.name == "Type" and row.role:
            wrong = "IT-system" if row.section != "IT-system" else "Person"
            yield self._written(row, "wrong object type", type_id(wrong))
        yield from self._of_references(row)
        yield from self._of_times(row)

    def _written(self, row: Row, kind: str, value: str, as_kind: str = "") -> Change:
        return kind, lambda section: self._write(section, row, value, as_kind)

    def _of_references(self, row: Row) -> Iterator[Change]:
        kind = row.datatype
        if kind.startswith("UUID") and row.name != "Kassationskode":
            yield self._written(row, "no UUID", "x-42", "UUID")
        is_reference = row.role and row.name in ("Rolle", "Type", "ReferenceID")
        if kind.startswith("UUID (string)") and is_reference:
            yield self._written(row, "URN not allowed", "urn:oio:by:sag:4", "URN")
        if kind.startswith("URN"):
            yield self._written(row, "bad URN", "oio:cpr:1", "URN")
            yield self._written(row, "UUID not allowed", invented("x"), "UUID")
        if "cpr-nr" in row.rule:
            yield self._written(row, "bad CPR", "urn:oio:cpr-nr:651280-9996", "URN")
        if row.name in ("AktoerRef", "BrugerRef"):
            yield self._written(row, "bad URN", "urn:42", "URN")

    def _of_times(self, row: Row) -> Iterator[Change]:
        if row.datatype.startswith(("Dato og tidspunkt", "Dato (Date")):
            yield "no date", lambda section: self._moment(section, row, "8. maj 2023")
            yield "Danish date", lambda section: self._moment(section, row, "08-05-2023")
        if row.name == "FraTidspunkt":
            yield "endless start", lambda section: self._endless(section, row)
        if row.name == "TilTidspunkt":
            early = "2019-01-01T00:00:00.000+01:00"
            yield "ends before it starts", lambda section: self._moment(section, row, early)

    def _conditional(self, row: Row) -> Iterator[Change]:
        if "udfyldt med en URN" in row.rule:
            yield "OB4 left out", lambda section: self._point_by_urn(section, row)
            if "må den ikke udfyldes" in row.rule:
                yield "OB4 without its condition", lambda section: self._fill(section, row)
            return
        yield "OB4 left out", lambda section: self._remove(section, row)
        other = re.search(
            r"attributten ’(?:JournalnotatEgenskaber/)?(\w+)’ (?:er )?udfyld", row.rule
        )
        if other and "må den ikke udfyldes" in row.rule:
            yield "OB4 without its condition", lambda section: self._alone(section, row, other[1])

    def _point_by_urn(self, section: Element, row: Row) -> bool:
        """Point by URN and fill all that this demands but the row's own field."""
        for each in self._writer.rows[row.place]:
            if each.name == "ReferenceID":
                urn = "urn:oio:prøve:sag:4" if "Klasse" in row.section else "urn:oio:by:LOSID:4"
                if "cvr" in each.rule and "idtype" not in each.rule:
                    urn = "urn:oio:cvr-nr:64942212"
                if "urn:oio:form" in each.rule:
                    urn = "urn:oio:form:54.17.20"
                self._write(section, each, urn.replace("ø", "oe"), "URN")
            elif (
                each.number != row.number
                and "udfyldt med en URN" in each.rule
                and self._writer.find(section, each) is None
            ):
                self._writer.put(section, each, self._writer.value(each))
        return True

    def _alone(self, section: Element, row: Row, condition: str) -> bool:
        """Leave the condition's field out and keep the row's."""
        condition = condition.replace("VersionIndikator", "VersionIdentifikator")
        for each in self._writer.rows[row.place]:
            if each.name == condition and each.path[:-1] == row.path[:-1]:
                self._remove(section, each)
                return True
        return False

    def _fill(self, section: Element, row: Row) -> None:
        value = {"StsTidspunkt": "2023-05-09T10:15:00.000+02:00", "CPR-nr": "6512809996"}
        steps = value.get(row.name) or ("64942212" if row.name.startswith("CVR") else "1234567")
        self._writer.put(section, row, steps)

    def _remove(self, section: Element, row: Row) -> bool:
        found = self._writer.find(section, row)
        if found is None and row.name == "UUIDIdentifikator":
            found = section.find(f"{{{SD}}}UUIDIdentifikator")
        if found is None:
            return False
        parent = found.getparent()
        assert parent is not None
        parent.remove(found)
        return True

    def _write(self, section: Element, row: Row, value: str, kind: str = "") -> bool:
        found = self._writer.find(section, row)
        if row.name == "UUIDIdentifikator":
            found = section.find(f"{{{SD}}}UUIDIdentifikator")
            kind = ""
        if found is None and ((row.duty == "OB4" and "URN" in row.rule) or row.name == "Indeks"):
            return False
        if found is None:
            found = self._writer.put(section, row, "x")
        inner = next((each for each in found), None)
        if inner is not None:
            name = f"{kind}Identifikator" if kind else str(inner.tag).rpartition("}")[2]
            found[:] = []
            etree.SubElement(found, f"{{{SD}}}{name}").text = value
        else:
            found.text = value
        return True

    def _moment(self, section: Element, row: Row, value: str) -> bool:
        if row.path[0] != "Virkning":
            return self._write(section, row, value)
        found = self._writer.find(section, row)
        assert found is not None
        found[:] = []
        etree.SubElement(found, f"{{{SD}}}TidsstempelDatoTid").text = value
        return True

    def _endless(self, section: Element, row: Row) -> None:
        found = self._writer.find(section, row)
        assert found is not None
        found[:] = []
        etree.SubElement(found, f"{{{SD}}}GraenseIndikator").text = "true"


_OTHER: Final = re.compile(r"attributten ’(?:JournalnotatEgenskaber/)?(\w+)’ (?:er )?udfyld")
_BAD: Final = {
    "LivscyklusKode": (True, "Opstaaet"),
    "Foelsomhed": (True, "HEMMELIG"),
    "FremdriftStatusKode": (True, "Lukket"),
    "AktoerTypeKode": (True, "Organisation"),
    "Kassationskode": (True, "Z"),
    "AfleveretIndikator": (False, "nej"),
    "PrincipielIndikator": (False, "måske"),
    "VersionIdentifikator": (False, "to"),
    "UnderversionIdentifikator": (False, "1,5"),
    "CVR-Nummer": (False, "DK64942212"),
}
