# SPDX-License-Identifier: EUPL-1.2
"""Lists every rule that is checked, and every published row with the rules made of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from gearskifte.connectors.conformance import layout, tables
from gearskifte.connectors.conformance.finding import Place, rule_id, told
from gearskifte.connectors.conformance.ruleset import Ruleset, ruleset
from gearskifte.connectors.conformance.tables import Role, Row
from gearskifte.kernel.errors import Text
from gearskifte.registry.public import Severity

FIELDS: Final = "sf1470_rules"
"""The published table of 725 field rows."""
RELATIONS: Final = "sf1470_relations"
"""The published table of 52 relation roles."""
_GUIDE: Final = "reading-guide"

_TEXT: Final = ("markup", "cpr-in-text")
_TIME: Final = ("form", "zone", "fraction")
_ONE_LINE: Final = ("oneline", *_TEXT)
_URN: Final = ("form", "urn", "length")
_OF_FORM: Final[dict[str, tuple[str, ...]]] = {
    "uuid": ("form",),
    "datetime": _TIME,
    "day-or-time": _TIME,
    "date": ("form",),
    "from": (*_TIME, "infinite"),
    "to": (*_TIME, "far-end", "backwards", "no-time"),
    "boolean": ("form",),
    "integer": ("form",),
    "line": _ONE_LINE,
    "lines": ("formatting", "lineend", *_TEXT),
    "law": (*_ONE_LINE, "law"),
    "name": (*_ONE_LINE, "name"),
    "facet": (*_ONE_LINE, "kle-advised"),
    "kle-text": (*_ONE_LINE, "kle-advised"),
    "kle": ("form",),
    "cvr": ("form", "cvr-test"),
    "note": ("form",),
    "amount": ("form", "thousands", "finer"),
    "role": ("form", "uuid-only", "role-unknown", "role-unusual", "role-elsewhere"),
    "type": ("form", "uuid-only", "type", "type-unknown"),
    "code": ("code",),
    "code-or-uuid": ("code",),
    "ref:uuid": ("form", "uuid-only", "catalogue"),
    "ref:by": (*_URN, "catalogue"),
    "ref:authority": (*_URN, "catalogue", "cvr-test"),
    "ref:staff": (*_URN, "catalogue"),
    "ref:unit-or-organisation": (*_URN, "catalogue", "cvr-test"),
    "ref:class": (*_URN, "catalogue"),
    "ref:party": (*_URN, "urn-only", "party-kind", "cpr-date", "cpr-test", "cvr-test"),
    "ref:party-or-uuid": (*_URN, "uuid-unusual", "catalogue", "cpr-date", "cpr-test", "cvr-test"),
    "ref:subject": (*_URN, "urn-only"),
    "ref:nothing": (*_URN, "urn-only"),
}
_BETWEEN_OBJECTS: Final = ("dangling", "dangling-set", "unseen")
_OF_PLACE: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("Sag", "UUIDIdentifikator"): ("two-objects",),
    ("Dokument", "UUIDIdentifikator"): ("two-objects",),
    ("Bevilling", "UUIDIdentifikator"): ("two-objects",),
    ("OekonomiskEffektuering", "UUIDIdentifikator"): ("two-objects",),
    ("Egenskaber", "BrugervendtNoegle"): ("reused-key",),
    ("Registrering", "BrugerRef"): ("identity",),
    ("Journalpost", "ReferenceID"): (*_BETWEEN_OBJECTS, "exempt-twice"),
    ("Dokumentrelation", "ReferenceID"): (*_BETWEEN_OBJECTS, "itself"),
    ("Sagsrelation", "ReferenceID"): (*_BETWEEN_OBJECTS, "itself"),
    ("Bevillingssag", "ReferenceID"): _BETWEEN_OBJECTS,
    ("Sikkerhedsprofil", "ReferenceID"): ("profile-of-all",),
}
_OF_ROLE: Final = {
    ("Dokumentaktoer", "Ansvarlig"): "authority-as-unit",
    ("Sagsaktoer", "Bopaelskommune"): "own-municipality",
    ("Sagspart", "Ydelsesmodtager"): "recipient-is-primary",
}
_OF_STATES: Final = ("first", "order", "order-told")


class Rule(msgspec.Struct, frozen=True):
    """A rule that is checked.

    Attributes:
        rows: the numbers of the published field rows it is made of, none where there are none.
    """

    id: str
    severity: Severity
    what: Text
    rows: tuple[int, ...]


class Coverage(msgspec.Struct, frozen=True):
    """One row of a published table, and what is made of it.

    Attributes:
        table: `FIELDS` or `RELATIONS`; `number` is the row's place in it, from 1.
        rules: the ids of the rules that check it; none where it is out of scope.
        beyond: what of it no message can show; why it is out of scope, where it is.
    """

    table: str
    number: int
    place: Place
    rules: tuple[str, ...]
    beyond: Text

    @property
    def is_checked(self) -> bool:
        """Whether any rule checks the row."""
        return bool(self.rules)


def rules(on: date | None = None) -> list[Rule]:
    """Every rule on fields, relations and states that is checked under the rules of a day.

    What stands where by the schema is checked too, under `schema.<around>.<element>.<what>`; those
    ids are as many as there are elements and not listed.
    """
    found: dict[str, Rule] = {}
    for standard in ("SF1470", "SF1491"):
        in_force = ruleset(standard, on)
        for row in in_force.rows:
            for kind, suffix, place in _checks(in_force, row):
                told_of = told(in_force, kind, place, "", suffix=suffix, words=_EXAMPLE)
                before = found.get(told_of.rule)
                numbers = (*(before.rows if before else ()), *filter(None, (row.number,)))
                rule = Rule(told_of.rule, told_of.severity, told_of.what, numbers)
                found[told_of.rule] = rule
    return list(found.values())


def coverage(on: date | None = None) -> list[Coverage]:
    """Every row of the two published tables, in their order."""
    in_force = ruleset("SF1470", on)
    rows = {row.number: row for row in in_force.rows}
    listed = [
        _covered(in_force, rows[row.number]) if row.number in rows else _not_yet(row)
        for row in tables.all_field_rows("SF1470")
    ]
    for number, role in enumerate(tables.roles("SF1470"), start=1):
        listed.append(_covered_role(in_force, number, role))
    return sorted(listed, key=lambda each: (each.table != FIELDS, each.number))


_EXAMPLE: Final = {"other": "…", "most": "…", "codes": "…", "types": "…", "form": ""}


def _covered(in_force: Ruleset, row: Row) -> Coverage:
    ids = {rule_id(in_force, place, what) for _, what, place in _checks(in_force, row)}
    beyond = row.beyond or _not_public(in_force, row)
    return Coverage(FIELDS, row.number, _place(row), tuple(sorted(ids)), _beyond(beyond))


def _not_public(in_force: Ruleset, row: Row) -> str:
    """What cannot be told because the UUID of a role or an object type is not public."""
    roles = in_force.roles.get((row.object, row.section), ())
    for role in (each for each in roles if each.name == row.role):
        if row.form == "role" and not role.uuid:
            return "role-not-public"
        if row.form == "type" and not tables.public_types_of_cases().issuperset(role.types):
            return "type-not-public"
    return ""


def _not_yet(row: Row) -> Coverage:
    return Coverage(FIELDS, row.number, _place(row), (), _beyond("not-in-force"))


def _covered_role(in_force: Ruleset, number: int, role: Role) -> Coverage:
    place = Place(role.object, role.section, role.name)
    row = next(iter(in_force.fields.get(place[:3], ())), None)
    ids = [rule_id(in_force, place.at("Type"), "type")] if row is not None else []
    if row is not None:
        ids += [rule_id(in_force, where, what) for _, what, where in _of_relation(in_force, row)]
    return Coverage(
        RELATIONS, number, place, tuple(sorted(ids)), _beyond("" if ids else "not-in-force")
    )


def _place(row: Row) -> Place:
    return Place(row.object, row.section, row.role, row.field)


def _beyond(name: str) -> Text:
    da, en = tables.toml("words")["beyond"].get(name, ("", ""))
    return Text(da=da, en=en)


def _checks(in_force: Ruleset, row: Row) -> Iterator[tuple[str, str, Place]]:
    """The kinds of finding a row can give, the last part of their ids, and where."""
    place = _place(row)
    if row.beyond == _GUIDE:
        return
    if row.form == "relation":
        yield from _of_relation(in_force, row)
        return
    yield from _of_duty(row, place)
    if row.duty == "not":
        return
    if row.field == "Virkning/AktoerRef":
        yield "identity", "identity", place._replace(role="")
    for kind in (*_of_form(row), *_of_neighbours(in_force, row)):
        yield kind, kind, place


def _of_form(row: Row) -> Iterator[str]:
    """The kinds of fault in how a field is written."""
    name = row.form if row.form.startswith("ref:") else row.form.partition(":")[0]
    yield from _OF_FORM[name]
    if row.most and "length" not in _OF_FORM[name]:
        yield "length"
    if row.duty == "may" and name in ("boolean", "integer"):
        yield "empty"
    if row.form == "code:actor":
        yield from ("actor-kind", "actor-uuid")


def _of_neighbours(in_force: Ruleset, row: Row) -> Iterator[str]:
    """The kinds of fault in how a field fits with others."""
    yield from _OF_PLACE.get((row.section, row.field), ())
    if row.needs.startswith("same "):
        yield "same"
    if row.field == "ReferenceID":
        yield "identity"
        yield from filter(None, (_OF_ROLE.get((row.section, row.role)),))
    if row.field == "BrugervendtNoegle" and row.role and _is_extended(row):
        yield "reused-actor-key"
    if row.field == "FremdriftStatusKode" and row.object == "Sag":
        yield from _OF_STATES
    if row.field == "Indeks":
        yield "unique"
    if row.field == "Virkning/TilTidspunkt" and _is_lasting(in_force, row):
        yield from ("ends", "ends-unseen")


def _of_duty(row: Row, place: Place) -> Iterator[tuple[str, str, Place]]:
    duty = row.duty.rstrip("+")
    if duty == "OB5":
        yield "missing", duty, place.at("Virkning")
    if duty == "OB1" and not row.role and row.section not in ("Registrering", row.object):
        yield "section-missing", duty, place.at("")
    if duty == "not":
        yield "not", "not", place
    elif duty == "adv":
        yield "missing-advised", duty, place
    elif duty != "may" or row.needs:
        yield "missing", duty if duty != "may" else "OB4", place
    if row.needs.startswith("with "):
        yield "not-now", f"{duty}-not", place


def _of_relation(in_force: Ruleset, row: Row) -> Iterator[tuple[str, str, Place]]:
    place = _place(row)
    role = next(each for each in in_force.roles[row.object, row.section] if each.name == row.role)
    if role.least and row.duty == "OB1":
        yield "relation-missing", "OB1", place
    if role.least and row.duty == "adv":
        yield "relation-missing-advised", "adv", place
    if role.most == 1:
        yield "count", "count", place
    else:
        yield "unique", "unique", place.at("Indeks")


def _is_extended(row: Row) -> bool:
    sections = layout.SECTIONS[row.object]
    return any(each.extension for each in sections if each.name == row.section)


def _is_lasting(in_force: Ruleset, row: Row) -> bool:
    roles = in_force.roles.get((row.object, row.section), ())
    return any(role.lasting for role in roles if role.name == row.role)
