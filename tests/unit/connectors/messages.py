# SPDX-License-Identifier: EUPL-1.2
"""Messages to try the connectors with: whole ones from files, and small ones made in place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from gearskifte.connectors.public import read
from gearskifte.registry.public import Fact, Finding, Reading, Registration

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("GEARSKIFTE_SHARED") or ROOT.parent / "shared") / "standards"
MESSAGES = ROOT / "tests" / "fixtures" / "messages"

LARGEST = 32 * 1024 * 1024
TEST_CPR = "6101709990"
"""Born on day 61: a test number."""

OWNER = "9e979b84-b846-4472-8622-58007dc63c7e"
PRIMARY_PARTY = "d839f26a-d4d1-4441-b2d6-3dbbb12a9404"
PRIMARY_CLASS = "a86c6581-ec85-412d-a655-31a1f1d5b14f"
ORGANISATION = "bc6972cd-8f2b-4b9d-8d37-62916d6a71aa"
UNIT = "c5fc3b3b-5197-49ee-92e6-ae6ba1957174"
USER = "85d65133-4b00-460d-992e-3984857b5768"
UNKNOWN_ROLE = "12121212-0000-4000-8000-0000000000aa"
OTHER_ROLE = "12121212-0000-4000-8000-0000000000ab"
CASE_ID = "aaaaaaaa-0000-4000-8000-00000000ca5e"
TARGET_ID = "bbbbbbbb-0000-4000-8000-0000000000b1"

_NAMESPACES = (
    'xmlns:x="urn:oio:sts:sagdok:sagdokumentindeks:6" xmlns:d="urn:oio:sagdok:3.0.0" '
    'xmlns:g="urn:oio:sts:generelledefinitioner:6" xmlns:s="urn:oio:sts:sagdok:sag:6" '
    'xmlns:i="urn:oio:sts:sagdok:sagindeks:6" xmlns:y="urn:oio:sts:ydelse:ydelseindeks:6" '
    'xmlns:e="urn:oio:sts:ydelse:oekonomiskeffektueringindeks:6"'
)


def load(name: str) -> bytes:
    """A message of the project's own."""
    return (MESSAGES / name).read_bytes()


def reading(body: bytes | str) -> Reading:
    """What the connectors make of a message."""
    return read(body if isinstance(body, bytes) else body.encode(), max_bytes=LARGEST)


def at(moment: str) -> str:
    """A Tidspunkt by its stamp."""
    return f"<d:TidsstempelDatoTid>{moment}</d:TidsstempelDatoTid>"


FOREVER = "<d:GraenseIndikator>true</d:GraenseIndikator>"


def validity(start: str = at("2023-03-01T09:00:00+01:00"), end: str = FOREVER) -> str:
    """A Virkning; the prefix of its own element is whichever is declared for case."""
    return (
        f"<g:Virkning><d:FraTidspunkt>{start}</d:FraTidspunkt>"
        f"<d:TilTidspunkt>{end}</d:TilTidspunkt></g:Virkning>"
    )


def properties(content: str = "<s:Titel>Prøve</s:Titel>", holds: str = "") -> str:
    """A case's Egenskaber."""
    return f"<s:Egenskaber>{holds or validity()}{content}</s:Egenskaber>"


def state(code: str, holds: str = "") -> str:
    """A Fremdrift."""
    code = f"<s:FremdriftStatusKode>{code}</s:FremdriftStatusKode>"
    return f"<s:Fremdrift>{holds or validity()}{code}</s:Fremdrift>"


def relation(
    element: str,
    role: str = UNKNOWN_ROLE,
    target: str = f"<d:UUIDIdentifikator>{TARGET_ID}</d:UUIDIdentifikator>",
    object_type: str = ORGANISATION,
    index: str = "",
    content: str = "",
) -> str:
    """A relation of a case."""
    return (
        f"<s:{element}>{validity()}"
        f"<g:Rolle><d:UUIDIdentifikator>{role}</d:UUIDIdentifikator></g:Rolle>"
        f"<g:Type><d:UUIDIdentifikator>{object_type}</d:UUIDIdentifikator></g:Type>"
        f"<g:Indeks>{index}</g:Indeks><g:ReferenceID>{target}</g:ReferenceID>"
        f"{content}</s:{element}>"
    )


def urn(text: str) -> str:
    """A reference by URN."""
    return f"<d:URNIdentifikator>{text}</d:URNIdentifikator>"


def extension(element: str, content: str) -> str:
    """A relation's own extension."""
    return f"<g:LokalUdvidelseListe><i:{element}>{content}</i:{element}></g:LokalUdvidelseListe>"


def registration(
    attributes: str = "", states: str = "", relations: str = "", time: str = "2023-03-01T09:00:00Z"
) -> str:
    """A Registrering of a case."""
    return (
        f"<s:Registrering><d:Tidspunkt>{time}</d:Tidspunkt>"
        f"<s:AttributListe>{attributes}</s:AttributListe>"
        f"<s:TilstandListe>{states}</s:TilstandListe>"
        f"<s:RelationListe>{relations}</s:RelationListe></s:Registrering>"
    )


def case(*registrations: str, object_id: str = CASE_ID) -> str:
    """An imported SagIndeks."""
    return (
        f"<x:SagIndeks><d:UUIDIdentifikator>{object_id}</d:UUIDIdentifikator>"
        f"{''.join(registrations)}</x:SagIndeks>"
    )


def importing(*objects: str) -> str:
    """An `importer` message of SF1470."""
    root = "x:ImporterSagDokumentIndeksInput"
    return f"<{root} {_NAMESPACES}>{''.join(objects)}</{root}>"


def updating(relations: str) -> str:
    """An `opdater` message of SF1470 with one case in it."""
    root = "x:OpdaterSagDokumentIndeksInput"
    return (
        f"<{root} {_NAMESPACES}><x:OpdaterSagIndeks>"
        f"<d:UUIDIdentifikator>{CASE_ID}</d:UUIDIdentifikator>"
        f"<s:RelationListe>{relations}</s:RelationListe>"
        f"<x:Tidspunkt>2023-03-01T09:00:00Z</x:Tidspunkt></x:OpdaterSagIndeks></{root}>"
    )


def paying(content: str) -> str:
    """An `importer` message of SF1491 with one payment whose Egenskaber hold `content`."""
    root = "y:ImporterYdelseIndeksInput"
    return (
        f"<{root} {_NAMESPACES}><y:OekonomiskEffektueringIndeks><e:OekonomiskEffektueringIndeks>"
        f"<d:UUIDIdentifikator>{CASE_ID}</d:UUIDIdentifikator><e:Registrering>"
        f"<d:Tidspunkt>2023-03-01T09:00:00Z</d:Tidspunkt><e:AttributListe><e:Egenskaber>"
        f"{validity()}{content}</e:Egenskaber></e:AttributListe></e:Registrering>"
        f"</e:OekonomiskEffektueringIndeks></y:OekonomiskEffektueringIndeks></{root}>"
    )


def only_registration(body: bytes | str) -> Registration:
    """The one registration of a message that is read without a refusal."""
    result = reading(body)
    assert result.refusals == ()
    (found,) = result.registrations
    return found


def by_key(found: Registration) -> dict[str, Fact]:
    """A registration's facts by their key; of several with one key, the last."""
    return {fact.key: fact for fact in found.facts}


def only_relation(body: str) -> dict[str, Any]:
    """The values of the one relation of a message."""
    (fact,) = only_registration(body).facts
    return fact.values


def rules(result: Reading) -> dict[str, Finding]:
    """Findings by the last part of their rule."""
    return {finding.rule.rpartition(".")[2]: finding for finding in result.findings}
