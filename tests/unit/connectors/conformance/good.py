# SPDX-License-Identifier: EUPL-1.2
"""Messages that break no rule, written by hand from the guidance: a case, a letter, money.

Role UUIDs that are not public are invented here. Everything stands in the schema's order.
"""

from __future__ import annotations

import base64
import os
import uuid
from pathlib import Path
from typing import Final

ROOT = Path(__file__).resolve().parents[4]
SHARED = Path(os.environ.get("GEARSKIFTE_SHARED") or ROOT.parent / "shared") / "standards"
LARGEST = 32 * 1024 * 1024

TEST_CPR: Final = "6101709990"
"""Born on day 61: a test number."""
MUNICIPALITY: Final = "29189889"
OTHER_MUNICIPALITY: Final = "55133018"
DAY: Final = "2024-03-04T09:00:00.000+01:00"

_SPACES: Final = {
    "sd": "urn:oio:sagdok:3.0.0",
    "gd": "urn:oio:sts:generelledefinitioner:6",
    "sag": "urn:oio:sts:sagdok:sag:6",
    "si": "urn:oio:sts:sagdok:sagindeks:6",
    "di": "urn:oio:sts:sagdok:dokumentindeks:6",
    "sdi": "urn:oio:sts:sagdok:sagdokumentindeks:6",
    "bi": "urn:oio:sts:ydelse:bevillingindeks:6",
    "oei": "urn:oio:sts:ydelse:oekonomiskeffektueringindeks:6",
    "yi": "urn:oio:sts:ydelse:ydelseindeks:6",
}
_PUBLIC_ROLES: Final = {
    "Ejer": "9e979b84-b846-4472-8622-58007dc63c7e",
    "Ansvarlig": "a1263342-d348-44ba-a566-233f37c4cb67",
    "PrimaerBehandler": "bf1f93ed-9441-4af4-835b-baeb201f3076",
    "PrimaerPart": "d839f26a-d4d1-4441-b2d6-3dbbb12a9404",
    "PrimaerKlasse": "a86c6581-ec85-412d-a655-31a1f1d5b14f",
    "Handlingsklasse": "05ef7011-11a7-4e4c-a46b-3de6aa457fc3",
    "Master": "251c24fd-57b0-4afc-9d73-b063d1957eb3",
    "Afsender": "1b3c6a6d-e977-4491-9bf8-b41ee6999f39",
    "Adgang": "4becdcec-c8bd-44a4-ac0b-5a0162986840",
    "Oversag": "d29c49f0-931e-4d42-8db4-a8fc67c8af58",
    "Tilakteret": "69a0a697-0a77-4916-bea3-226594fa6627",
    "Vedlagt": "b21faed9-c4a2-49d3-aa15-35f5181d7735",
    "Journalnotat": "1281739d-93ea-486c-8950-607a4263bef0",
    "Parter": "808a219f-fb0d-4a54-9519-929f7841bbb6",
    "Kopiparter": "ffe7ec2b-4928-47a8-9a73-d7a9931b5621",
}
_PUBLIC_TYPES: Final = {
    "Organisation": "bc6972cd-8f2b-4b9d-8d37-62916d6a71aa",
    "OrgEnhed": "c5fc3b3b-5197-49ee-92e6-ae6ba1957174",
    "Bruger": "85d65133-4b00-460d-992e-3984857b5768",
    "Person": "c189ba35-de4b-4363-a8b7-67f1456cf56f",
    "Klasse": "267235ea-526d-4a18-8001-f2a0e563eba1",
    "ItSystem": "29fe1da2-897a-46cd-b635-b9be8e0bffd6",
}


def made_up(name: str) -> str:
    """A UUID that stands for a name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"conformance:{name}"))


def role_id(name: str, section: str = "") -> str:
    """A role's UUID: the public one, else an invented one."""
    return _PUBLIC_ROLES.get(name) or made_up(f"role {section} {name}")


def type_id(name: str) -> str:
    """An object type's UUID: the public one, else an invented one."""
    return _PUBLIC_TYPES.get(name) or made_up(f"type {name}")


CASE: Final = made_up("case")
LETTER: Final = made_up("letter")
GRANT: Final = made_up("grant")
USER: Final = made_up("user")
UNIT: Final = made_up("unit")
OWNER: Final = made_up("municipality")
SYSTEM: Final = made_up("system")


def el(name: str, *content: str) -> str:
    """An element with ready content."""
    return f"<{name}>{''.join(content)}</{name}>"


def by_uuid(value: str) -> str:
    """The inside of a reference by UUID."""
    return el("sd:UUIDIdentifikator", value)


def by_urn(value: str) -> str:
    """The inside of a reference by URN."""
    return el("sd:URNIdentifikator", value)


def message(name: str, *content: str) -> bytes:
    """A whole message."""
    spaces = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items())
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f"{head}<{name}{spaces}>{''.join(content)}</{name}>".encode()


def validity(space: str = "gd", start: str = DAY, end: str = "") -> str:
    """A Virkning, until further notice unless an end is given."""
    until = el("sd:TidsstempelDatoTid", end) if end else el("sd:GraenseIndikator", "true")
    return el(
        f"{space}:Virkning",
        el("sd:FraTidspunkt", el("sd:TidsstempelDatoTid", start)),
        el("sd:TilTidspunkt", until),
        el("sd:AktoerRef", by_uuid(USER)),
        el("sd:AktoerTypeKode", "Bruger"),
        el("sd:NoteTekst", "Oplyst pr. telefon&#13;&#10;og bekræftet i brev"),
    )


def relation(
    element: str,
    role: str,
    kind: str,
    target: str,
    *,
    index: str = "",
    extension: str = "",
    own: str = "",
    valid: str = "",
) -> str:
    """A relation; `extension` stands in its LokalUdvidelseListe and `own` after it."""
    section = element.partition(":")[2]
    return el(
        element,
        valid or validity(),
        el("gd:Rolle", by_uuid(role_id(role, section))),
        el("gd:Type", by_uuid(type_id(kind))),
        el("gd:Indeks", index) if index else "",
        el("gd:ReferenceID", target),
        el("gd:LokalUdvidelseListe", extension) if extension else "",
        own,
    )


def exemption(around: str) -> str:
    """OffentlighedUndtaget with its secret title and legal basis."""
    return el(
        around,
        el("sd:TitelAlternativTekst", "Fortrolig prøve"),
        el("sd:OffentlighedUndtagetHjemmelTekst", "Offentlighedsloven § 30"),
    )


def header(moment: str = DAY) -> str:
    """The beginning of a Registrering."""
    return "".join(
        (
            el("sd:NoteTekst", "Oprettet"),
            el("sd:Tidspunkt", moment),
            el("sd:LivscyklusKode", "Importeret"),
            el("sd:BrugerRef", by_uuid(USER)),
        )
    )


def note(title: str = "Samtale") -> str:
    """JournalnotatEgenskaber."""
    text = base64.b64encode("Vi talte om ansøgningen.".encode()).decode()
    return el(
        "sag:JournalnotatEgenskaber",
        el("sag:Titel", title),
        el("sag:Notat", text),
        el("sag:Format", made_up("format text")),
    )
