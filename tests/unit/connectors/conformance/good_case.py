# SPDX-License-Identifier: EUPL-1.2
"""A case that breaks no rule, with as many of its optional parts as a test asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from tests.unit.connectors.conformance.good import (
    CASE,
    DAY,
    LETTER,
    MUNICIPALITY,
    OTHER_MUNICIPALITY,
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
    note,
    relation,
    validity,
)

_KLE: Final = "KLE - Emneplan"


def _actor(role: str, kind: str, target: str, name: str, *, key: str = "", index: str = "") -> str:
    number = "" if role == "Bopaelskommune" else el("si:CVR-Nummer", MUNICIPALITY)
    extension = el(
        "si:SagsaktoerLokalUdvidelse",
        el("si:BrugervendtNoegle", key) if key else "",
        el("si:FuldtNavn", name),
        number,
    )
    return relation("sag:Sagsaktoer", role, kind, target, index=index, extension=extension)


def _class(role: str, target: str, key: str, *, facet: str, index: str = "") -> str:
    extension = el(
        "si:SagsklasseLokalUdvidelse",
        el("si:Facettitel", facet),
        el("si:Klassetitel", "En klasse"),
        el("si:BrugervendtNoegle", key),
    )
    return relation("sag:Sagsklasse", role, "Klasse", target, index=index, extension=extension)


def _party(role: str, kind: str, urn: str, name: str, *, index: str = "") -> str:
    extension = el("si:SagspartLokalUdvidelse", el("si:FuldtNavn", name))
    return relation("sag:Sagspart", role, kind, by_urn(urn), index=index, extension=extension)


def _subject(role: str, kind: str, urn: str, *, index: str = "") -> str:
    extension = el("si:SagsgenstandeLokalUdvidelse", el("si:Tekstfelt", "Til eftersyn"))
    return relation("sag:Sagsgenstande", role, kind, by_urn(urn), index=index, extension=extension)


def _journal(role: str, target: str, *, index: str, properties: str) -> str:
    own = el("sag:JournalpostEgenskaber", properties) if properties else ""
    return relation("sag:Journalpost", role, "Dokument", target, index=index, own=own)


def _system(role: str) -> str:
    return relation(
        "si:SagsitsystemRelation",
        role,
        "ItSystem",
        by_uuid(SYSTEM),
        own=el("si:SystemNavn", "Prøvesystem"),
    )


def _other_class(role: str, facet: str, *, index: str = "") -> str:
    return _class(role, by_uuid(made_up(role)), f"{role}-1", facet=facet, index=index)


_FILED: Final = el("sag:Dokumenttitel", "Ansøgning") + exemption("sd:OffentlighedUndtaget") + note()

OPTIONAL: Final[dict[str, Callable[[], str]]] = {
    "Sagsaktoer/PrimaerBehandler": lambda: _actor(
        "PrimaerBehandler", "Bruger", by_uuid(USER), "Anna Prøvesen"
    ),
    "Sagsaktoer/AndreBehandlere": lambda: (
        _actor(
            "AndreBehandlere",
            "Bruger",
            by_urn("urn:oio:proeve:sag:RACFID:AB-1"),
            "Bo Prøvesen",
            key="AB-1",
            index="1",
        )
        + _actor("AndreBehandlere", "OrgEnhed", by_uuid(UNIT), "Teamet", index="2")
    ),
    "Sagsaktoer/UdlaantTil": lambda: _actor("UdlaantTil", "Bruger", by_uuid(USER), "Anna Prøvesen"),
    "Sagsaktoer/Bopaelskommune": lambda: _actor(
        "Bopaelskommune",
        "Organisation",
        by_urn(f"urn:oio:cvr-nr:{OTHER_MUNICIPALITY}"),
        "Nabo Kommune",
        key="999",
    ),
    "Sagsklasse/Opgaveklasse": lambda: _class(
        "Opgaveklasse",
        by_urn("urn:oio:form:54.17.20"),
        "54.17.20",
        facet="FORM - Opgavenøglen",
    ),
    "Sagsklasse/Kontoklasse": lambda: _other_class("Kontoklasse", "IM - kontoplan"),
    "Sagsklasse/Sikkerhedsklasse": lambda: _other_class("Sikkerhedsklasse", "Sikkerhedsklasser"),
    "Sagsklasse/Foelsomhedsklasse": lambda: _other_class("Foelsomhedsklasse", "Følsomhedsklasser"),
    "Sagsklasse/Indsatsklasse": lambda: _other_class("Indsatsklasse", "Indsatskatalog"),
    "Sagsklasse/Ydelsesklasse": lambda: _other_class("Ydelsesklasse", "Kontantydelser"),
    "Sagsklasse/Kontroltemaklasse": lambda: _other_class(
        "Kontroltemaklasse", "Kontroltema", index="1"
    ),
    "Sagsklasse/Visningsklasse": lambda: _other_class(
        "Visningsklasse", "Visningsklasser", index="1"
    ),
    "Sagsklasse/Afgoerelsesklasse": lambda: _other_class(
        "Afgoerelsesklasse", "Indekser/Sagsafgørelser", index="1"
    ),
    "Sagspart/PrimaerPart": lambda: _party(
        "PrimaerPart", "Person", f"urn:oio:cpr-nr:{TEST_CPR}", "Hans Prøvesen"
    ),
    "Sagspart/SekundaerPart": lambda: (
        _party("SekundaerPart", "Person", "urn:oio:us:personid:1234567", "Pia Prøve", index="1")
        + _party("SekundaerPart", "Virksomhed", "urn:oio:pnr:9903404231", "Firma A/S", index="2")
    ),
    "Sagspart/Ydelsesmodtager": lambda: _party(
        "Ydelsesmodtager", "Person", "urn:oio:udk:borgerid:770000000012", "Ib Prøve"
    ),
    "Sagsrelation/Oversag": lambda: relation(
        "sag:Sagsrelation", "Oversag", "Sag", by_uuid(made_up("parent case"))
    ),
    "Sagsrelation/Praecedens": lambda: relation(
        "sag:Sagsrelation", "Praecedens", "Sag", by_uuid(made_up("precedent"))
    ),
    "Sagsrelation/AndreSager": lambda: (
        relation("sag:Sagsrelation", "AndreSager", "Sag", by_uuid(made_up("one")), index="1")
        + relation("sag:Sagsrelation", "AndreSager", "Sag", by_uuid(made_up("two")), index="2")
    ),
    "Sagsgenstande/Afgiftsobjekt": lambda: _subject(
        "Afgiftsobjekt", "Koeretoej", "urn:oio:motor:nummerplade:XX00000"
    ),
    "Sagsgenstande/Ejendomsskat": lambda: _subject(
        "Ejendomsskat", "Ejendom", "urn:oio:esr:ejendom:999-123456"
    ),
    "Sagsgenstande/Byggeri": lambda: (
        _subject("Byggeri", "Bygning", "urn:oio:ejendom:bfe-nr:1234567890", index="1")
        + _subject("Byggeri", "Ejendom", "urn:oio:esr:ejendom:999-12345", index="2")
    ),
    "Sagsgenstande/Fredning": lambda: _subject(
        "Fredning", "Sted", "urn:oio:fredning:sted:42", index="1"
    ),
    "Journalpost/Tilakteret": lambda: (
        _journal("Tilakteret", by_uuid(LETTER), index="1", properties=_FILED)
        + _journal("Tilakteret", by_uuid(made_up("reply")), index="2", properties="")
    ),
    "Journalpost/Vedlagt": lambda: _journal(
        "Vedlagt", by_uuid(LETTER), index="1", properties=_FILED
    ),
    "Journalpost/Journalnotat": lambda: (
        _journal("Journalnotat", by_urn("URN:Empty"), index="1", properties=note())
        + _journal("Journalnotat", by_urn("URN:Empty"), index="2", properties=note("Møde"))
    ),
    "Sikkerhedsprofil/Adgang": lambda: relation(
        "si:Sikkerhedsprofil", "Adgang", "OrgEnhed", by_uuid(UNIT), index="1"
    ),
}
"""The relations a case may have, by section and role, in the schema's order."""


def case(optional: Iterable[str] = (), *, exempt: bool = True, uuid: str = CASE) -> bytes:
    """An importer message with one case."""
    return message("sdi:ImporterSagDokumentIndeksInput", case_object(optional, exempt, uuid))


def case_object(
    optional: Iterable[str] = (), exempt: bool = True, uuid: str = CASE, key: str = "2024-17"
) -> str:
    """One SagIndeks with the mandatory parts and some of the optional relations."""
    return el(
        "sdi:SagIndeks",
        by_uuid(uuid),
        el("sag:Registrering", header(), _lists(optional, exempt, key)),
    )


def case_update(*changes: str, uuid: str = CASE) -> bytes:
    """An opdater message with what changed in one case."""
    update = el("sdi:OpdaterSagIndeks", by_uuid(uuid), *changes, el("sdi:Tidspunkt", DAY))
    return message("sdi:OpdaterSagDokumentIndeksInput", update)


def _lists(optional: Iterable[str], exempt: bool, key: str) -> str:
    return "".join(
        (
            el(
                "sag:AttributListe", properties(exempt, key), el("gd:LokalUdvidelseListe", _index())
            ),
            el("sag:TilstandListe", states()),
            relations(optional),
        )
    )


def properties(exempt: bool = True, key: str = "2024-17") -> str:
    """A case's Egenskaber."""
    return el(
        "sag:Egenskaber",
        validity("sag"),
        el("sag:BrugervendtNoegle", key),
        el("sag:AfleveretIndikator", "false"),
        el("sag:Beskrivelse", "Ansøgning om hjælp&#13;&#10;i to dele"),
        el("sag:HjemmelSpecifikation", "Lov om prøver (Prøveloven) § 4, Stk. 2"),
        el("sag:Kassationskode", "K"),
        exemption("sag:OffentlighedUndtaget") if exempt else "",
        el("sag:PrincipielIndikator", "true"),
        el("sag:Sagsnummer", key),
        el("sag:Titel", "Hjælp i hverdagen"),
    )


def _index() -> str:
    return el(
        "si:SagIndeksEgenskaber",
        validity(),
        el("si:Sagsstatus", "Oplysninger indhentet"),
        el("si:Sagskategori", "Almindelig"),
        el("si:Foelsomhed", "FOELSOMME_PERSONOPLYSNINGER"),
        el("si:Lokation", "Arkiv 2"),
        el("si:OprettetTidspunkt", DAY),
    )


COURSE: Final = (
    ("Opstaaet", "2024-01-02T08:00:00.000+01:00"),
    ("Oplyst", "2024-02-02T08:00:00.000+01:00"),
    ("Afgjort", "2024-03-02T08:00:00.000+01:00"),
    ("Afsluttet", "2024-04-02T08:00:00.000+02:00"),
)


def states(course: Iterable[tuple[str, str]] = COURSE) -> str:
    """States, each until the next begins."""
    steps = list(course)
    ends = [start for _, start in steps[1:]] + [""]
    return "".join(
        el("sag:Fremdrift", validity("sag", start, end), el("sag:FremdriftStatusKode", code))
        for (code, start), end in zip(steps, ends, strict=True)
    )


def relations(optional: Iterable[str]) -> str:
    """A case's RelationListe."""
    wanted = set(optional)
    parts: dict[str, list[str]] = {
        "Sagsaktoer": [
            _actor("Ejer", "Organisation", by_uuid(OWNER), "Prøve Kommune"),
            _actor("Ansvarlig", "OrgEnhed", by_uuid(UNIT), "Teamet"),
        ],
        "Sagsklasse": [
            _class("PrimaerKlasse", by_uuid(made_up("kle")), "27.35.04", facet=_KLE),
            _class("Handlingsklasse", by_uuid(made_up("g01")), "G01", facet="KLE - Handlingsfacet"),
        ],
    }
    for name, make in OPTIONAL.items():
        if name in wanted:
            parts.setdefault(name.partition("/")[0], []).append(make())
    profiles = parts.pop("Sikkerhedsprofil", [])
    listed = "".join(part for group in parts.values() for part in group)
    extension = "".join((*profiles, _system("Master"), _system("Afsender")))
    return el("sag:RelationListe", listed, el("gd:LokalUdvidelseListe", extension))
