# SPDX-License-Identifier: EUPL-1.2
"""Messages with exactly one broken rule, made from good ones row by row of the guidance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from typing import Final, NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from gearskifte.connectors.conformance.finding import Place, rule_id
from gearskifte.connectors.conformance.layout import SECTIONS, Section
from gearskifte.connectors.conformance.ruleset import Ruleset, ruleset
from gearskifte.connectors.conformance.tables import Row
from tests.unit.connectors.conformance import good, good_case, good_document
from tests.unit.connectors.conformance.bad_values import (
    BAD_REFERENCES,
    BAD_TEXT,
    BAD_TIMES,
    URNS,
    WRONG_TYPE,
)

RULES: Final[Ruleset] = ruleset("SF1470", None)
_SPACE: Final = {name: f"{{{space}}}" for name, space in good._SPACES.items()}
_HEADER: Final = Section("", (), dated=False)


class Mutant(NamedTuple):
    """A message with one broken rule.

    Attributes:
        row: the number of the row it breaks.
        rule: the rule that is to be found.
        role_is_public: whether the role of the relation it is in can be told by its UUID.
    """

    row: int
    rule: str
    body: bytes
    role_is_public: bool

    @property
    def name(self) -> str:
        """What to call it where a test fails."""
        return f"row {self.row}: {self.rule}"


class Seat(NamedTuple):
    """Where a row's field is in a copy of a good message."""

    root: Element
    element: Element
    row: Row
    section: Section
    prefix: str

    def part(self, field: str) -> Element | None:
        """The element of a field, if it is there."""
        steps = "/".join(f"{{*}}{step}" for step in self.section.steps(field))
        return self.element.find(steps)

    @property
    def field(self) -> Element | None:
        """The element of the row's own field."""
        return self.part(self.row.field)


@cache
def mutants_of(name: str, section: str, role: str) -> tuple[Mutant, ...]:
    """One message or more for each row on a section and role of an object."""
    rows = RULES.fields[name, section, role]
    return tuple(mutant for row in rows for mutant in _of_row(row))


def _of_row(row: Row) -> Iterator[Mutant]:
    if row.form == "relation":
        yield from _of_relation(row)
    elif row.field:
        yield from _of_field(row)


def base(row: Row) -> bytes:
    """A good message with the section and role that a row is about."""
    wanted = f"{row.section}/{row.role}"
    if row.object == "Sag":
        return good_case.case([wanted] if wanted in good_case.OPTIONAL else [])
    return good_document.document([wanted] if wanted in good_document.OPTIONAL else [])


def _seat(row: Row, which: int = 0) -> Seat:
    root = _parsed(base(row))
    prefix = "sag" if row.object == "Sag" else "di"
    if row.section in (row.object, "Registrering"):
        found = root.findall("{*}*/" if row.section == row.object else "{*}*/{*}Registrering")
        element = root[0] if row.section == row.object else found[0]
        return Seat(root, element, row, _HEADER, prefix)
    section = next(each for each in SECTIONS[row.object] if each.name == row.section)
    steps = "/".join(f"{{*}}{step}" for step in section.path)
    elements = root.findall(f"{{*}}*/{{*}}Registrering/{steps}")
    mine = [each for each in elements if not row.role or _role(each) == _own_role(row)]
    return Seat(root, mine[which], row, section, prefix)


@cache
def _tree(body: bytes) -> Element:
    return etree.fromstring(body)


def _parsed(body: bytes) -> Element:
    return deepcopy(_tree(body))


def _role(relation: Element) -> str:
    return relation.findtext("{*}Rolle/{*}UUIDIdentifikator") or ""


def _own_role(row: Row) -> str:
    return good.role_id(row.role, row.section)


def _mutant(seat: Seat, what: str, field: str | None = None) -> Mutant:
    row = seat.row
    place = Place(row.object, row.section, row.role, row.field if field is None else field)
    rule = rule_id(RULES, place, what)
    is_public = not row.role or row.role in good._PUBLIC_ROLES
    return Mutant(row.number, rule, etree.tostring(seat.root), is_public)


def _of_relation(row: Row) -> Iterator[Mutant]:
    role = next(r for r in RULES.roles[row.object, row.section] if r.name == row.role)
    if row.duty == "OB1":
        seat = _seat(row)
        _remove(seat.element)
        yield _mutant(seat, "OB1")
    seat = _seat(row)
    seat.element.addnext(deepcopy(seat.element))
    if role.most == 1:
        yield _mutant(seat, "count")
    else:
        yield _mutant(seat, "unique", "Indeks")


def _of_field(row: Row) -> Iterator[Mutant]:
    yield from _OF_DUTY.get(row.duty.rstrip("+"), _nothing)(row)
    if row.needs:
        yield from _of_condition(row)
    if row.duty == "not":
        return
    if _seat(row).field is None:
        yield from _of_unsent(row)
        return
    yield from _of_form(row)
    if row.most and row.form not in ("note", "kle"):
        seat = _seat(row)
        _write(seat.field, "§" + "x" * row.most)
        yield _mutant(seat, "length")


def _of_unsent(row: Row) -> Iterator[Mutant]:
    """A field that the good message does without, sent and badly written."""
    if row.duty == "may" and row.form == "line":
        seat = _seat(row)
        _insert(seat, row.field, "Før\nefter")
        yield _mutant(seat, "oneline")


def _left_out(row: Row) -> Iterator[Mutant]:
    seat = _seat(row)
    if seat.field is not None:
        _remove(seat.field)
        yield _mutant(seat, row.duty.rstrip("+"))


def _put_in(row: Row) -> Iterator[Mutant]:
    seat = _seat(row)
    _insert(seat, row.field, {"StsTidspunkt": good.DAY}.get(row.field, "12345678"))
    yield _mutant(seat, "not")


def _nothing(_: Row) -> Iterator[Mutant]:
    return iter(())


_OF_DUTY: Final[dict[str, Callable[[Row], Iterator[Mutant]]]] = {
    "OB1": _left_out,
    "OB2": _left_out,
    "OB3": _left_out,
    "OB5": _left_out,
    "not": _put_in,
}


def _of_condition(row: Row) -> Iterator[Mutant]:
    condition = row.needs.partition(" ")[2]
    if condition in ("urn", "urn-of-unit"):
        yield from _of_urn(row)
    elif row.needs.startswith("same"):
        seat = _seat(row)
        _write(seat.field, "Et andet nummer")
        yield _mutant(seat, "same")
    else:
        seat = _seat(row)
        if seat.field is not None:
            _remove(seat.field)
            yield _mutant(seat, "OB4")


def _of_urn(row: Row) -> Iterator[Mutant]:
    """Pointing by URN demands a field; where it says so, pointing by UUID forbids it."""
    grammar = _grammar(row)
    if grammar not in URNS:
        return
    seat = _seat(row)
    _point(seat.part("ReferenceID"), "URN", URNS[grammar])
    for each in _conditional(row):
        if each.field != row.field and seat.part(each.field) is None:
            _insert(seat, each.field, "12345678")
    if seat.field is not None:
        _remove(seat.field)
    yield _mutant(seat, "OB4")
    if row.needs.startswith("with"):
        seat = _seat(row)
        _insert(seat, row.field, "29189889")
        yield _mutant(seat, "OB4-not")


def _grammar(row: Row) -> str:
    rows = RULES.fields[row.object, row.section, row.role]
    return next(each.form for each in rows if each.field == "ReferenceID")


def _conditional(row: Row) -> list[Row]:
    rows = RULES.fields[row.object, row.section, row.role]
    return [each for each in rows if each.needs.partition(" ")[2] in ("urn", "urn-of-unit")]


def _of_form(row: Row) -> Iterator[Mutant]:
    name = row.form if row.form.startswith("ref:") else row.form.partition(":")[0]
    for what, value in BAD_TEXT.get(name, {}).items():
        seat = _seat(row)
        _write(seat.field, value)
        yield _mutant(seat, what)
    for what, (kind, target) in BAD_REFERENCES.get(name, {}).items():
        seat = _seat(row)
        _point(seat.field, kind, target)
        if kind == "URN" and row.field == "ReferenceID":
            _complete(seat)
        yield _mutant(seat, what)
    if name == "type":
        seat = _seat(row)
        _point(seat.field, "UUID", WRONG_TYPE)
        yield _mutant(seat, "type")
    if name in ("from", "to"):
        seat = _seat(row)
        _limit(seat.field, "TidsstempelDatoTid", BAD_TIMES["form"])
        yield _mutant(seat, "form")
        seat = _seat(row)
        _limit(seat.field, "TidsstempelDatoTid", _without_zone(seat.field))
        if name == "from" or not _is_lasting(row):
            yield _mutant(seat, "zone")
    if name == "from":
        seat = _seat(row)
        _limit(seat.field, "GraenseIndikator", "true")
        yield _mutant(seat, "infinite")
    if name == "to":
        seat = _seat(row)
        _limit(seat.field, "TidsstempelDatoTid", "2001-01-01T00:00:00.000+01:00")
        yield _mutant(seat, "backwards")


def _is_lasting(row: Row) -> bool:
    """Whether the relation must not end, so that writing any end breaks another rule."""
    roles = RULES.roles.get((row.object, row.section), ())
    return any(role.lasting for role in roles if role.name == row.role)


def _complete(seat: Seat) -> None:
    """What pointing by URN demands, so that the URN alone is wrong."""
    for each in _conditional(seat.row):
        if seat.part(each.field) is None:
            _insert(seat, each.field, "12345678")


def _without_zone(limit: Element | None) -> str:
    """The time in a limit, without its zone; one in the future where it is infinite."""
    stamp = "" if limit is None else limit.findtext("{*}TidsstempelDatoTid")
    return (stamp or "2099-01-01T00:00:00.000+01:00")[:23]


def _write(part: Element | None, text: str) -> None:
    assert part is not None
    part.text = text


def _remove(part: Element | None) -> None:
    assert part is not None
    around = part.getparent()
    assert around is not None
    around.remove(part)


def _limit(part: Element | None, name: str, value: str) -> None:
    assert part is not None
    part[:] = []
    etree.SubElement(part, f"{_SPACE['sd']}{name}").text = value


def _point(part: Element | None, kind: str, target: str) -> None:
    assert part is not None
    part[:] = []
    etree.SubElement(part, f"{_SPACE['sd']}{kind}Identifikator").text = target


def _insert(seat: Seat, field: str, text: str) -> None:
    """Put a field where the schema has it, with what must stand around it."""
    around = seat.element
    *wrappers, name = seat.section.steps(field)
    if seat.row.form == "number":
        wrappers = ["LokalUdvidelseListe", f"{seat.section.name}LokalUdvidelse"]
    for wrapper in wrappers:
        inner = around.find(f"{{*}}{wrapper}")
        if inner is None:
            inner = etree.Element(_namespace(seat, wrapper) + wrapper)
            around.insert(0, inner)
        around = inner
    space = _namespace(seat, name)
    part = etree.Element(space + name)
    part.text = text
    before = [each for each in around if _rank(str(each.tag)) <= _rank(space + name)]
    around.insert(len(before), part)


def _namespace(seat: Seat, name: str) -> str:
    if name in ("Indeks", "StsTidspunkt"):
        return _SPACE["gd"]
    if name in ("OffentlighedUndtaget", "TitelAlternativTekst", "OffentlighedUndtagetHjemmelTekst"):
        return _SPACE["sd"]
    if name == "Dokumenttitel":
        return _SPACE["sag"]
    return _SPACE["si" if seat.row.object == "Sag" else "di"]


_ORDER: Final = (
    "NoteTekst", "Tidspunkt", "LivscyklusKode", "BrugerRef", "StsTidspunkt", "AttributListe",
    "Virkning", "Rolle", "Type", "Indeks", "ReferenceID", "LokalUdvidelseListe",
    "Dokumenttitel", "TitelAlternativTekst", "OffentlighedUndtagetHjemmelTekst",
    "OffentlighedUndtaget", "JournalnotatEgenskaber",
    "Facettitel", "Klassetitel", "BrugervendtNoegle", "FuldtNavn", "CVR-Nummer", "CVR-Nr",
    "SystemNavn", "SystemURI",
)  # fmt: skip


def _rank(tag: str) -> int:
    name = tag.rpartition("}")[2]
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)
