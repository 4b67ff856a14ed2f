# SPDX-License-Identifier: EUPL-1.2
"""A document that breaks no rule, with as many of its optional parts as a test asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from tests.unit.connectors.conformance.good import (
    DAY,
    LETTER,
    MUNICIPALITY,
    OWNER,
    SYSTEM,
    TEST_CPR,
    UNIT,
    USER,
    by_urn,
    by_uuid,
    el,
    exemption,
    header,
    made_up,
    message,
    relation,
    validity,
)


def _actor(
    role: str, kind: str, target: str, name: str, *, key: str = "", cvr: str = "", index: str = ""
) -> str:
    extension = el(
        "di:DokumentaktoerLokalUdvidelse",
        el("di:BrugervendtNoegle", key) if key else "",
        el("di:FuldtNavn", name),
        el("di:CVR-Nr", cvr) if cvr else "",
    )
    return relation("di:Dokumentaktoer", role, kind, target, index=index, extension=extension)


def _class(role: str, key: str, title: str, target: str, *, index: str = "") -> str:
    extension = el(
        "di:DokumentklasseLokalUdvidelse",
        el("di:Klassetitel", title),
        el("di:BrugervendtNoegle", key),
    )
    return relation("di:Dokumentklasse", role, "Klasse", target, index=index, extension=extension)


def _party(role: str, urn: str, name: str, index: str) -> str:
    extension = el("di:DokumentpartLokalUdvidelse", el("di:FuldtNavn", name))
    return relation(
        "di:Dokumentpart", role, "Person", by_urn(urn), index=index, extension=extension
    )


def _link(role: str, *, index: str = "") -> str:
    target = by_uuid(made_up(f"document {role} {index}"))
    return relation("di:Dokumentrelation", role, "Dokument", target, index=index)


def _system(role: str) -> str:
    return relation(
        "di:DokumentitsystemRelation",
        role,
        "ItSystem",
        by_uuid(SYSTEM),
        own=el("di:SystemNavn", "Prøvesystem"),
    )


_STAFF_URN: Final = "urn:oio:proeve:dok:RACFID:CD-2"

OPTIONAL: Final[dict[str, Callable[[], str]]] = {
    "Dokumentrelation/Besvarelser": lambda: _link("Besvarelser", index="1"),
    "Dokumentrelation/Udgangspunkter": lambda: _link("Udgangspunkter", index="1"),
    "Dokumentrelation/NyRevision": lambda: _link("NyRevision"),
    "Dokumentrelation/Kommentarer": lambda: _link("Kommentarer", index="1"),
    "Dokumentrelation/Bilag": lambda: _link("Bilag", index="1") + _link("Bilag", index="2"),
    "Dokumentrelation/AndreDokumenter": lambda: _link("AndreDokumenter", index="1"),
    "Dokumentaktoer/PrimaerBehandler": lambda: _actor(
        "PrimaerBehandler", "Bruger", by_uuid(USER), "Anna Prøvesen"
    ),
    "Dokumentaktoer/AndreBehandlere": lambda: (
        _actor("AndreBehandlere", "OrgEnhed", by_uuid(UNIT), "Teamet", index="1")
        + _actor(
            "AndreBehandlere",
            "Bruger",
            by_urn(_STAFF_URN),
            "Bo Prøvesen",
            key="CD-2",
            cvr=MUNICIPALITY,
            index="2",
        )
    ),
    "Dokumentaktoer/FordeltTil": lambda: _actor("FordeltTil", "OrgEnhed", by_uuid(UNIT), "Teamet"),
    "Dokumentpart/Parter": lambda: _party(
        "Parter", f"urn:oio:cpr-nr:{TEST_CPR}", "Hans Prøvesen", "1"
    ),
    "Dokumentpart/Kopiparter": lambda: _party(
        "Kopiparter", "urn:oio:fuldtnavn:Pia Prøve", "Pia Prøve", "1"
    ),
    "Dokumentklasse/AndreKlasser": lambda: _class(
        "AndreKlasser", "54.17", "Byggetilladelse", by_urn("urn:oio:form:54.17"), index="1"
    ),
    "Dokumentklasse/Visningsklasse": lambda: _class(
        "Visningsklasse", "V1", "Undtaget for borger", by_uuid(made_up("display")), index="1"
    ),
    "Sikkerhedsprofil/Adgang": lambda: relation(
        "di:Sikkerhedsprofil", "Adgang", "Bruger", by_uuid(USER), index="1"
    ),
}
"""The relations a document may have, by section and role, in the schema's order."""


def document(optional: Iterable[str] = (), *, exempt: bool = True, uuid: str = LETTER) -> bytes:
    """An importer message with one document."""
    return message("sdi:ImporterSagDokumentIndeksInput", document_object(optional, exempt, uuid))


def document_object(
    optional: Iterable[str] = (), exempt: bool = True, uuid: str = LETTER, key: str = "2024-17-1"
) -> str:
    """One DokumentIndeks with the mandatory parts and some of the optional relations."""
    state = el("di:Fremdrift", validity("di"), el("di:FremdriftStatusKode", "Modtaget"))
    return el(
        "sdi:DokumentIndeks",
        by_uuid(uuid),
        el(
            "di:Registrering",
            header(),
            el("di:AttributListe", properties(exempt, key)),
            el("di:TilstandListe", state),
            _relations(optional),
        ),
    )


def document_update(*changes: str, uuid: str = LETTER) -> bytes:
    """An opdater message with what changed in one document."""
    update = el("sdi:OpdaterDokumentIndeks", by_uuid(uuid), *changes, el("sdi:Tidspunkt", DAY))
    return message("sdi:OpdaterSagDokumentIndeksInput", update)


def properties(exempt: bool = True, key: str = "2024-17-1") -> str:
    """A document's Egenskaber."""
    return el(
        "di:Egenskaber",
        validity("di"),
        el("di:BrugervendtNoegle", key),
        el("di:Titel", "Ansøgning"),
        el("di:Beskrivelse", "Side 1&#13;&#10;Side 2"),
        el("di:BrevDato", "2024-03-01"),
        exemption("di:OffentlighedUndtaget") if exempt else "",
        el("di:VersionIdentifikator", "2"),
        el("di:UnderversionIdentifikator", "11"),
        el("di:Kassationskode", "B"),
        el("di:Dokumentnummer", "D-1"),
        el("di:Foelsomhed", "IKKE_FORTROLIGE_DATA"),
        el("di:Type", "Brev, indgaaende"),
    )


def _relations(optional: Iterable[str]) -> str:
    wanted = set(optional)
    parts: dict[str, list[str]] = {
        "Dokumentrelation": [],
        "Dokumentaktoer": [
            _actor("Ejer", "Organisation", by_uuid(OWNER), "Prøve Kommune", cvr=MUNICIPALITY),
            _actor("Ansvarlig", "OrgEnhed", by_uuid(UNIT), "Teamet"),
        ],
        "Dokumentpart": [],
        "Dokumentklasse": [
            _class("PrimaerKlasse", "27.35.04", "Forebyggelse", by_uuid(made_up("kle")))
        ],
    }
    for name, make in OPTIONAL.items():
        if name in wanted:
            parts.setdefault(name.partition("/")[0], []).append(make())
    profiles = parts.pop("Sikkerhedsprofil", [])
    listed = "".join(part for group in parts.values() for part in group)
    extension = "".join((*profiles, _system("Master"), _system("Afsender")))
    return el("di:RelationListe", listed, el("gd:LokalUdvidelseListe", extension))
