# SPDX-License-Identifier: EUPL-1.2
"""What a robot did in a case, as the event message that every system sends (Hændelsesbesked).

The registry takes it in like any vendor's, keeps it byte for byte, and can read it again.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5
from xml.sax.saxutils import escape

from gearskifte.registry.public import ROBOT_ACTED, parse_uuid

ROBOTS: Final = uuid5(NAMESPACE_URL, "https://gearskifte.dk/system/robots")
CASE: Final = UUID("ce7fcf97-a8a2-447a-8690-d38aa0f6e23d")
OPEN: Final = UUID("9d7b3a5c-34a8-4f1e-a94a-2fb1f8d0a5c1")

_NAMESPACES: Final = 'xmlns="urn:oio:sagdok:3.0.0" xmlns:b="urn:oio:besked:kuvert:1.0"'


def notice(case: str, what: str, at: datetime) -> bytes:
    """The message that something was done in a case.

    Args:
        case: the case's UUID, or its number in its own system.
        what: what was done, in words; it must say nothing of the person.
        at: when.
    """
    known = parse_uuid(case)
    named = (
        f"<UUIDIdentifikator>{known}</UUIDIdentifikator>"
        if known
        else f"<URNIdentifikator>urn:sagsnummer:{escape(case)}</URNIdentifikator>"
    )
    done = uuid5(ROBOT_ACTED, what)
    stamp = f"<TidsstempelDatoTid>{_utc(at)}</TidsstempelDatoTid>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><b:Haendelsesbesked {_NAMESPACES}>'
        f"<b:BeskedId>{_id(uuid4())}</b:BeskedId><b:BeskedVersion>1.0</b:BeskedVersion>"
        f"<b:Beskedkuvert><b:Filtreringsdata><b:Beskedtype>{_id(ROBOT_ACTED)}</b:Beskedtype>"
        f"<b:BeskedAnsvarligAktoer>{_id(ROBOTS)}</b:BeskedAnsvarligAktoer>"
        f"<b:ObjektRegistrering><b:ObjektRegistreringId>{_id(uuid4())}</b:ObjektRegistreringId>"
        f"<b:Registreringstidspunkt>{stamp}</b:Registreringstidspunkt>"
        f"<b:ObjektId>{named}</b:ObjektId><b:ObjektType>{_id(CASE)}</b:ObjektType>"
        f"<b:ObjektHandling>{_id(done)}</b:ObjektHandling></b:ObjektRegistrering>"
        "</b:Filtreringsdata><b:Leveranceinformation>"
        f"<b:Dannelsestidspunkt>{stamp}</b:Dannelsestidspunkt>"
        f"<b:Kildesystem>{_id(ROBOTS)}</b:Kildesystem>"
        f"<b:Sikkerhedsklassificering>{_id(OPEN)}</b:Sikkerhedsklassificering>"
        f"</b:Leveranceinformation></b:Beskedkuvert><b:Beskeddata><Tekst>{escape(what)}</Tekst>"
        "</b:Beskeddata></b:Haendelsesbesked>"
    ).encode()


def _id(value: UUID) -> str:
    return f"<UUIDIdentifikator>{value}</UUIDIdentifikator>"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
