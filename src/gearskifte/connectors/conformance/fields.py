# SPDX-License-Identifier: EUPL-1.2
"""Checks the fields of one element of a section against the rows that the guidance has on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from gearskifte.connectors.conformance import references
from gearskifte.connectors.conformance.finding import Issue, Place, is_error, severity_of
from gearskifte.connectors.conformance.forms import form_faults, is_oddly_written_name
from gearskifte.connectors.conformance.layout import Section, forbidden_number
from gearskifte.connectors.conformance.part import Part
from gearskifte.connectors.conformance.ruleset import Ruleset
from gearskifte.connectors.conformance.source import Source
from gearskifte.connectors.conformance.tables import Row
from gearskifte.connectors.conformance.times import ends
from gearskifte.registry.public import Severity

_VALIDITY: Final = "Virkning"
_KEY_OF_A_RELATION: Final = ("Rolle", "ReferenceID")
_INCOMING: Final = "Brev, indgaaende"
_TYPED: Final = ("datetime", "date", "boolean", "integer", "uuid", "amount", "day-or-time")
_MAY_STAND_EMPTY: Final = ("boolean", "uuid", "day-or-time")
"""Forms of which the schema or common use knows the empty text; so may an end, if it is endless."""
_PERSONS: Final = {"Person", "Bruger", "Part"}
_INSTEAD_OF_UNITS: Final = "Bruger"
"""The type of actor that AktoerTypeKode names since January 2020, when it named units before."""
_LONGEST_REFERENCE: Final = 255


class Element(msgspec.Struct, frozen=True):
    """An element of a section with the rows on it.

    Attributes:
        whole: whether it is part of an object that is sent whole (import).
    """

    part: Part
    place: Place
    section: Section
    rows: Sequence[Row]
    whole: bool

    def find(self, field: str) -> Part | None:
        """A field of it that has something in it."""
        part = self.section.find(self.part, field)
        return part if part is not None and not part.is_empty else None


def field_issues(element: Element, rules: Ruleset, source: Source) -> Iterator[Issue]:
    """What is wrong with the fields of an element."""
    filled = {row.field: _found(element, row) for row in element.rows if row.field}
    missing = list(_missing(element, filled))
    yield from missing
    lacking = {issue.place.field for issue in missing}
    unusable: set[str] = set()
    for row in element.rows:
        part = filled.get(row.field)
        if part is not None:
            yield from _unwanted(element, row, part, filled, lacking)
            issues = list(_badly_written(element, row, part, rules, source))
            yield from issues
            unusable.update(issue.place.field for issue in issues if is_error(issue))
        elif row.form in _TYPED or row.form.startswith(("code:", "ref:by")):
            yield from _empty(element, row)
    yield from _disagreeing(element, filled, unusable)


def _found(element: Element, row: Row) -> Part | None:
    if row.form == "number":
        part = forbidden_number(element.part, row.field)
        return part if part is not None and part.text else None
    return element.find(row.field)


def _missing(element: Element, filled: dict[str, Part | None]) -> Iterator[Issue]:
    without_validity = element.section.dated and element.find(_VALIDITY) is None
    if without_validity and any(row.duty == "OB5" for row in element.rows):
        yield _absent(element, _VALIDITY, "missing", "OB5")
    for row in element.rows:
        if not row.field or filled[row.field] is not None:
            continue
        if row.duty == "OB5" and without_validity:
            continue
        kind = _demand(element, row, filled)
        if kind:
            what = "OB4" if row.duty == "may" else row.duty.rstrip("+")
            yield _absent(element, row.field, kind, what, row.form)


def _absent(element: Element, field: str, kind: str, what: str, form: str = "") -> Issue:
    path = "/".join(element.section.steps(field))
    place = element.place.at(field)
    return Issue(kind, place, element.part, path, what, {"form": form})


def _demand(element: Element, row: Row, filled: dict[str, Part | None]) -> str:
    """The kind of finding that a field's absence is, "" where it may be absent."""
    if row.needs and row.duty in ("OB4", "may"):
        return "missing" if _holds(element, row.needs, filled) else ""
    if row.duty in ("OB2", "OB3", "OB5", "OB1+"):
        return "missing"
    if row.duty == "OB1":
        if element.whole or (element.place.role and row.field in _KEY_OF_A_RELATION):
            return "missing"
        if not element.place.role:
            return ""
        # A relation that goes on is told anew by an update, so what it leaves out is taken away,
        # which the rows forbid. One that is closed is told only to be closed.
        closes = ends(element.part)
        return "missing-advised" if closes else "missing"
    return "missing-advised" if row.duty == "adv" and element.whole else ""


def _holds(element: Element, needs: str, filled: dict[str, Part | None]) -> bool:
    """Whether the condition of a row is met: `if X` or `with X`."""
    condition = needs.partition(" ")[2]
    if condition == "incoming-letter":
        kind = filled.get("Type")
        return kind is not None and kind.text == _INCOMING
    if condition == "urn":
        return references.urn_of(element.find("ReferenceID")) != ""
    if condition == "urn-of-unit":
        return references.is_unit_by_urn(element.part)
    return any(
        part is not None and field.rpartition("/")[2] == condition for field, part in filled.items()
    )


def _unwanted(
    element: Element, row: Row, part: Part, filled: dict[str, Part | None], lacking: set[str]
) -> Iterator[Issue]:
    if row.duty == "not":
        yield Issue("not", element.place.at(row.field), part)
    elif row.needs.startswith("with ") and not _holds(element, row.needs, filled):
        condition = row.needs.removeprefix("with ")
        # Where the other field is what is missing, that is told already.
        if all(field.rpartition("/")[2] != condition for field in lacking):
            other = "ReferenceID" if condition.startswith("urn") else condition
            place, what = element.place.at(row.field), f"{row.duty}-not"
            yield Issue("not-now", place, part, suffix=what, words={"other": other})


def _badly_written(
    element: Element, row: Row, part: Part, rules: Ruleset, source: Source
) -> Iterator[Issue]:
    if row.duty == "not":
        return
    faults = form_faults(row.form, row.most, part, rules, source)
    if row.field == "ReferenceID" and not any(map(_breaks, faults)):
        faults.append(references.contradicts_type(element.part, row.form.removeprefix("ref:")))
    if row.form == "code:actor" and _INSTEAD_OF_UNITS in rules.codes["actor"]:
        faults.append(references.actor_fault(element.part.one(_VALIDITY) or element.part))
    if row.form == "name" and references.type_of(element.part) & _PERSONS:
        faults.append("name" if is_oddly_written_name(part.text) else "")
    for fault in filter(None, faults):
        words = {
            "form": row.form,
            "most": row.most or _LONGEST_REFERENCE,
            "codes": rules.codes.get(row.form.partition(":")[2], ()),
        }
        yield Issue(fault, element.place.at(row.field), part, words=words)


def _breaks(fault: str) -> bool:
    return severity_of(fault) is Severity.ERROR


def _empty(element: Element, row: Row) -> Iterator[Issue]:
    part = element.section.find(element.part, row.field)
    if part is None or row.duty not in ("may", "adv"):
        return
    if row.form in _MAY_STAND_EMPTY or row.field.lower().endswith("slutdato"):
        if row.duty == "may":
            yield Issue("empty", element.place.at(row.field), part)
    else:
        yield Issue("form", element.place.at(row.field), part, words={"form": row.form})


def _disagreeing(
    element: Element, filled: dict[str, Part | None], unusable: set[str]
) -> Iterator[Issue]:
    """Fields that must hold the same and do not, though both are written rightly."""
    for row in element.rows:
        part = filled.get(row.field)
        other = row.needs.removeprefix("same ")
        if part is None or other == row.needs or not unusable.isdisjoint((row.field, other)):
            continue
        same = filled.get(other)
        if same is not None and same.text != part.text:
            yield Issue("same", element.place.at(row.field), part, words={"other": other})
