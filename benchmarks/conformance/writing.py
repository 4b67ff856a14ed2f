# SPDX-License-Identifier: EUPL-1.2
"""Writes good messages from the published rows: what each row demands, and no more."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from lxml import etree
from lxml.etree import _Element

from benchmarks.conformance.rows import Relation, Row

Element = _Element
Place = tuple[str, str, str]

SD: Final = "urn:oio:sagdok:3.0.0"
GD: Final = "urn:oio:sts:generelledefinitioner:6"
SAG: Final = "urn:oio:sts:sagdok:sag:6"
SI: Final = "urn:oio:sts:sagdok:sagindeks:6"
DI: Final = "urn:oio:sts:sagdok:dokumentindeks:6"
SDI: Final = "urn:oio:sts:sagdok:sagdokumentindeks:6"
PREFIXES: Final = {"sd": SD, "gd": GD, "sag": SAG, "si": SI, "di": DI, "sdi": SDI}

BEGAN: Final = "2023-05-09T10:15:00.000+02:00"
CVR: Final = "64942212"
_ROLES: Final = {
    ("Sag", "Ejer"): "9e979b84-b846-4472-8622-58007dc63c7e",
    ("Sag", "Ansvarlig"): "a1263342-d348-44ba-a566-233f37c4cb67",
    ("Sag", "Primær behandler"): "bf1f93ed-9441-4af4-835b-baeb201f3076",
    ("Sag", "Primær part"): "d839f26a-d4d1-4441-b2d6-3dbbb12a9404",
    ("Sag", "Primær klasse"): "a86c6581-ec85-412d-a655-31a1f1d5b14f",
    ("Sag", "Handlingsklasse"): "05ef7011-11a7-4e4c-a46b-3de6aa457fc3",
    ("Sag", "Oversag"): "d29c49f0-931e-4d42-8db4-a8fc67c8af58",
    ("Sag", "Tilakteret"): "69a0a697-0a77-4916-bea3-226594fa6627",
    ("Sag", "Vedlagt"): "b21faed9-c4a2-49d3-aa15-35f5181d7735",
    ("Sag", "Journalnotat"): "1281739d-93ea-486c-8950-607a4263bef0",
    ("Dokument", "Parter"): "808a219f-fb0d-4a54-9519-929f7841bbb6",
    ("Dokument", "Kopiparter"): "ffe7ec2b-4928-47a8-9a73-d7a9931b5621",
    ("", "Master"): "251c24fd-57b0-4afc-9d73-b063d1957eb3",
    ("", "Afsender"): "1b3c6a6d-e977-4491-9bf8-b41ee6999f39",
}
TYPES: Final = {
    "Organisation": "bc6972cd-8f2b-4b9d-8d37-62916d6a71aa",
    "OrgEnhed": "c5fc3b3b-5197-49ee-92e6-ae6ba1957174",
    "Bruger": "85d65133-4b00-460d-992e-3984857b5768",
    "Person": "c189ba35-de4b-4363-a8b7-67f1456cf56f",
    "Klasse": "267235ea-526d-4a18-8001-f2a0e563eba1",
    "IT-system": "29fe1da2-897a-46cd-b635-b9be8e0bffd6",
}
_KIND: Final = {
    "Ejer": "Organisation",
    "Ansvarlig": "OrgEnhed",
    "Primær behandler": "Bruger",
    "Andre behandlere": "Bruger",
    "Udlånt til": "Bruger",
    "Fordelt til": "Bruger",
    "Bopælskommune": "Organisation",
    "Afgiftsobjekt": "Køretøj",
    "Ejendomsskat": "Ejendom",
    "Byggeri": "Bygning",
    "Fredning": "Sted",
    "Adgang": "OrgEnhed",
}
_KIND_OF_SECTION: Final = {
    "Sagspart": "Person",
    "Dokumentpart": "Person",
    "Sagsklasse": "Klasse",
    "Dokumentklasse": "Klasse",
    "Sagsrelation": "Sag",
    "Dokumentrelation": "Dokument",
    "Journalpost": "Dokument",
    "IT-system": "IT-system",
}
_ORDER: Final = (
    "TidsstempelDatoTid", "NoteTekst", "Tidspunkt", "LivscyklusKode", "BrugerRef", "StsTidspunkt",
    "Virkning", "Rolle", "Type", "Indeks", "ReferenceID", "LokalUdvidelseListe",
    "SystemNavn", "SystemURI", "JournalpostEgenskaber",
    "Dokumenttitel", "TitelAlternativTekst", "OffentlighedUndtagetHjemmelTekst",
    "OffentlighedUndtaget", "JournalnotatEgenskaber", "Titel", "Notat", "Format",
    "Facettitel", "Klassetitel", "BrugervendtNoegle", "FuldtNavn", "CVR-Nummer", "CVR-Nr",
    "Tekstfelt",
)  # fmt: skip
_SAG_ORDER: Final = (
    "Virkning", "BrugervendtNoegle", "AfleveretIndikator", "Beskrivelse", "HjemmelSpecifikation",
    "Kassationskode", "OffentlighedUndtaget", "PrincipielIndikator", "Sagsnummer", "Titel",
)  # fmt: skip
_DOK_ORDER: Final = (
    "Virkning", "BrugervendtNoegle", "Titel", "Beskrivelse", "BrevDato", "OffentlighedUndtaget",
    "VersionIdentifikator", "UnderversionIdentifikator", "Kassationskode", "Dokumentnummer",
    "Foelsomhed", "Type",
)  # fmt: skip
_INDEX_ORDER: Final = (
    "Virkning", "Sagsstatus", "Sagskategori", "Foelsomhed", "Lokation", "OprettetTidspunkt",
)  # fmt: skip
_VALIDITY_ORDER: Final = (
    "FraTidspunkt", "TilTidspunkt", "AktoerRef", "AktoerTypeKode", "NoteTekst",
)  # fmt: skip
_TEXTS: Final = {
    "LivscyklusKode": "Importeret",
    "Tidspunkt": BEGAN,
    "NoteTekst": "Set på stedet",
    "Titel": "Støtte til bolig",
    "Beskrivelse": "Om støtte",
    "HjemmelSpecifikation": "LBK nr 1 af 01/01/2020 om prøver § 7, Stk. 1",
    "OffentlighedUndtagetHjemmelTekst": "Offentlighedsloven § 30",
    "TitelAlternativTekst": "Lukket punkt",
    "Kassationskode": "B",
    "AfleveretIndikator": "false",
    "PrincipielIndikator": "false",
    "Sagsstatus": "Undervejs",
    "Sagskategori": "Enkeltsag",
    "Foelsomhed": "FORTROLIGE_PERSONOPLYSNINGER",
    "Lokation": "Kælder 3",
    "AktoerTypeKode": "Bruger",
    "FuldtNavn": "Karla Prøve Madsen",
    "CVR-Nummer": CVR,
    "Facettitel": "Plan - facet",
    "Klassetitel": "Klassens titel",
    "SystemNavn": "Fagsystem Et",
    "Tekstfelt": "Til opslag",
    "Dokumenttitel": "Svar til borgeren",
    "BrevDato": "2023-05-08",
    "VersionIdentifikator": "2",
    "UnderversionIdentifikator": "1",
    "Indeks": "1",
}


def invented(name: str) -> str:
    """A UUID for a name that has no public one."""
    return str(uuid5(NAMESPACE_OID, f"gearskifte conformance {name}"))


def role_id(object_: str, section: str, role: str) -> str:
    """The role's UUID, public or invented."""
    public = _ROLES.get((object_, role)) or _ROLES.get(("", role))
    return public or invented(f"{object_} {section} {role}")


def type_id(name: str) -> str:
    """The object type's UUID, public or invented."""
    return TYPES.get(name) or invented(f"type {name}")


class Writer:
    """Builds good messages; `rows` by place."""

    def __init__(self, rows: Mapping[Place, list[Row]], roles: Iterable[Relation]) -> None:
        self.rows = rows
        self.roles = list(roles)

    def message(
        self, object_: str, extra: Iterable[Relation] = (), leave_out: frozenset[int] = frozenset()
    ) -> Element:
        """An import of one object with what is obligatory and the relations in `extra`.

        `leave_out` are numbers of optional rows that are not filled.
        """
        root = etree.Element(f"{{{SDI}}}ImporterSagDokumentIndeksInput", nsmap=PREFIXES)
        own = etree.SubElement(root, f"{{{SDI}}}{object_}Indeks")
        self._text(own, SD, "UUIDIdentifikator", invented(object_))
        space = SAG if object_ == "Sag" else DI
        registration = etree.SubElement(own, f"{{{space}}}Registrering")
        for name in ("NoteTekst", "Tidspunkt", "LivscyklusKode"):
            self._text(registration, SD, name, _TEXTS[name])
        self._refer(etree.SubElement(registration, f"{{{SD}}}BrugerRef"), invented("user"))
        attributes = etree.SubElement(registration, f"{{{space}}}AttributListe")
        self._section(attributes, space, "Egenskaber", (object_, "Egenskaber", ""), leave_out)
        if object_ == "Sag":
            local = etree.SubElement(attributes, f"{{{GD}}}LokalUdvidelseListe")
            place = (object_, "SagIndeksEgenskaber", "")
            self._section(local, SI, "SagIndeksEgenskaber", place, leave_out)
        states = etree.SubElement(registration, f"{{{space}}}TilstandListe")
        self._section(states, space, "Fremdrift", (object_, "Fremdrift", ""), leave_out)
        relations = etree.SubElement(registration, f"{{{space}}}RelationListe")
        wanted = {each.role + each.section for each in extra}
        for each in self.roles:
            if each.object == object_ and (each.least or each.role + each.section in wanted):
                self.relation(relations, each, leave_out)
        _sort_relations(relations)
        return root

    def relation(self, around: Element, of: Relation, leave_out: frozenset[int]) -> Element:
        """Add one relation of a role, with the fields its rows ask for."""
        space = SAG if of.object == "Sag" else DI
        if of.section in ("IT-system", "Sikkerhedsprofil"):
            name = (
                f"{of.object}sitsystemRelation"
                if of.object == "Sag"
                else "DokumentitsystemRelation"
            )
            tag = name if of.section == "IT-system" else "Sikkerhedsprofil"
            local = around.find(f"{{{GD}}}LokalUdvidelseListe")
            around = (
                etree.SubElement(around, f"{{{GD}}}LokalUdvidelseListe") if local is None else local
            )
            element = etree.SubElement(around, f"{{{SI if of.object == 'Sag' else DI}}}{tag}")
        else:
            element = etree.SubElement(around, f"{{{space}}}{of.section}")
        self._validity(element, GD)
        for row in self.rows[of.object, of.section, of.role]:
            if row.path[0] == "Virkning" or row.number in leave_out:
                continue
            if row.duty == "not" or "udfyldt med en URN" in row.rule:
                continue
            self.put(element, row, self.value(row))
        return element

    def value(self, row: Row) -> str:
        """A good value of a row's field; references begin with `urn:` or are UUIDs."""
        if row.name == "Rolle":
            return role_id(*row.place)
        if row.name == "Type" and row.section != "Egenskaber":
            return type_id(_KIND.get(row.role) or _KIND_OF_SECTION[row.section])
        if row.name == "ReferenceID":
            return self._reference(row)
        if row.name in ("BrugervendtNoegle", "Sagsnummer", "Dokumentnummer"):
            return self._key(row)
        if row.name == "FremdriftStatusKode":
            return "Opstaaet" if row.object == "Sag" else "Modtaget"
        if row.name == "Type":
            return "Brev, indgaaende"
        if row.name == "Notat":
            return base64.b64encode(b"Ringet op, enige.").decode()
        if row.name == "Format":
            return invented("format")
        return _TEXTS[row.name]

    def _reference(self, row: Row) -> str:
        if "URN:Empty" in row.rule:
            return "URN:Empty"
        if row.section in ("Sagspart", "Dokumentpart"):
            return "urn:oio:cpr-nr:6512809996"
        if row.section == "Sagsgenstande":
            return {
                "Afgiftsobjekt": "urn:oio:motor:nummerplade:ZZ00001",
                "Fredning": "urn:oio:fredning:sted:9",
            }.get(row.role, "urn:oio:esr:ejendom:101-123456")
        return invented(f"target {row.section} {row.role}")

    @staticmethod
    def _key(row: Row) -> str:
        if row.section == "Egenskaber":
            return "23-000871"
        if row.role == "Primær klasse":
            return "32.24.04"
        return {"Handlingsklasse": "G01", "Opgaveklasse": "54.17.20"}.get(row.role, "N-44")

    def _section(
        self, around: Element, space: str, name: str, place: Place, leave_out: frozenset[int]
    ) -> None:
        element = etree.SubElement(around, f"{{{space}}}{name}")
        self._validity(element, GD if name == "SagIndeksEgenskaber" else space)
        for row in self.rows[place]:
            if row.path[0] != "Virkning" and row.duty != "not" and row.number not in leave_out:
                self.put(element, row, self.value(row))

    def _validity(self, around: Element, space: str) -> None:
        element = etree.SubElement(around, f"{{{space}}}Virkning")
        start = etree.SubElement(element, f"{{{SD}}}FraTidspunkt")
        self._text(start, SD, "TidsstempelDatoTid", BEGAN)
        end = etree.SubElement(element, f"{{{SD}}}TilTidspunkt")
        self._text(end, SD, "GraenseIndikator", "true")
        self._refer(etree.SubElement(element, f"{{{SD}}}AktoerRef"), invented("user"))
        self._text(element, SD, "AktoerTypeKode", "Bruger")

    def put(self, around: Element, row: Row, value: str) -> Element:
        """Put a row's field where the schema has it, with what must stand around it."""
        for step, space in self._steps(row)[:-1]:
            inner = around.find(f"{{{space}}}{step}")
            around = inner if inner is not None else _place(around, row, step, space)
        step, space = self._steps(row)[-1]
        field = _place(around, row, step, space)
        if row.name in ("Rolle", "ReferenceID", "BrugerRef", "AktoerRef") or (
            row.name == "Type" and row.role
        ):
            self._refer(field, value)
        else:
            field.text = value
        return field

    def _steps(self, row: Row) -> list[tuple[str, str]]:
        """The elements from the section's down to the field's, with their namespaces."""
        local = SI if row.object == "Sag" else DI
        first = row.path[0]
        if row.section == "Registrering":
            return [(first, GD if first == "StsTidspunkt" else SD)]
        if first == "Virkning":
            space = SAG if row.object == "Sag" else DI
            own = space if row.section in ("Egenskaber", "Fremdrift") else GD
            return [("Virkning", own), (row.name, SD)]
        if row.section in ("Egenskaber", "Fremdrift"):
            space = SAG if row.object == "Sag" else DI
            return [(first, space), *((step, SD) for step in row.path[1:])]
        if first in ("Rolle", "Type", "ReferenceID", "Indeks"):
            return [(first, GD)]
        if row.section in ("SagIndeksEgenskaber", "IT-system"):
            return [(first, local)]
        if row.section == "Journalpost":
            spaces = [
                SD if "Offentlighed" in step or "Alternativ" in step else SAG for step in row.path
            ]
            return list(zip(row.path, spaces, strict=True))
        name = row.name
        if name == "CVR-Nummer" and row.object == "Dokument":
            name = "CVR-Nr"
        return [("LokalUdvidelseListe", GD), (f"{row.section}LokalUdvidelse", local), (name, local)]

    def find(self, around: Element, row: Row) -> Element | None:
        """A row's field inside its section's element."""
        found: Element | None = around
        for step, space in self._steps(row):
            found = found.find(f"{{{space}}}{step}") if found is not None else None
        return found

    @staticmethod
    def _text(around: Element, space: str, name: str, text: str) -> None:
        etree.SubElement(around, f"{{{space}}}{name}").text = text

    @staticmethod
    def _refer(around: Element, value: str) -> None:
        kind = "URN" if value.lower().startswith("urn:") else "UUID"
        etree.SubElement(around, f"{{{SD}}}{kind}Identifikator").text = value


def _place(around: Element, row: Row, step: str, space: str) -> Element:
    element = etree.Element(f"{{{space}}}{step}")
    order = _order(row, str(around.tag).rpartition("}")[2])
    rank = order.index(step) if step in order else len(order)
    names = [str(each.tag).rpartition("}")[2] for each in around]
    before = sum(
        1 for name in names if (order.index(name) if name in order else len(order)) <= rank
    )
    around.insert(before, element)
    return element


def _order(row: Row, around: str) -> tuple[str, ...]:
    if around == "Virkning":
        return _VALIDITY_ORDER
    if around == "Egenskaber":
        return _SAG_ORDER if row.object == "Sag" else _DOK_ORDER
    if around == "SagIndeksEgenskaber":
        return _INDEX_ORDER
    if around in ("SagsaktoerLokalUdvidelse", "DokumentaktoerLokalUdvidelse"):
        return ("BrugervendtNoegle", "FuldtNavn", "CVR-Nummer", "CVR-Nr")
    return _ORDER


def _sort_relations(around: Element) -> None:
    order = (
        "Sagsaktoer", "Sagsklasse", "Sagspart", "Sagsrelation", "Sagsgenstande", "Journalpost",
        "Dokumentrelation", "Dokumentaktoer", "Dokumentpart", "Dokumentklasse",
        "LokalUdvidelseListe",
    )  # fmt: skip
    around[:] = sorted(around, key=lambda each: order.index(str(each.tag).rpartition("}")[2]))
