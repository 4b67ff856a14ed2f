# SPDX-License-Identifier: EUPL-1.2
"""A grant and a payment that break no rule."""

from __future__ import annotations

from typing import Final

from tests.unit.connectors.conformance.good import (
    CASE,
    DAY,
    GRANT,
    MUNICIPALITY,
    OWNER,
    SYSTEM,
    TEST_CPR,
    UNIT,
    by_urn,
    by_uuid,
    el,
    header,
    made_up,
    message,
    validity,
)

_ROLES: Final = {
    "grant owner": "abdf4d3e-f113-4282-b13e-6cd32a82621c",
    "grant responsible": "fbe1016a-170a-4dea-8652-2813c1a566c0",
    "grant recipient": "3102fa7e-f56e-4510-b0d4-1650c590dc3b",
    "benefit recipient": "93af57a7-7658-4fac-98da-9e5ac7a7d9a5",
    "benefit": "6ebd938f-0bbf-4142-a65c-fefe15e9f192",
    "class": "ea909030-c5fa-4544-9b22-a0010d08ebe1",
    "case": "31237487-787a-424f-8819-56aaedf00643",
    "master": "251c24fd-57b0-4afc-9d73-b063d1957eb3",
    "sender": "1b3c6a6d-e977-4491-9bf8-b41ee6999f39",
    "access": "4becdcec-c8bd-44a4-ac0b-5a0162986840",
    "line": "ccc9d91b-9a4c-4ada-9be4-795ca068e89d",
    "payment owner": "a91824c4-da1d-47f9-bce2-5d6597879415",
    "paying unit": "a1ff36be-b3fb-4e1f-aac0-9d3313070ecb",
    "payee": "68d4b903-acae-4f2f-aafc-45bd999ed81f",
}
_TYPES: Final = {
    "grant owner": "45b7dafb-d90e-41da-b30e-ba007e577a8a",
    "grant responsible": "4546cca2-838e-4e0d-a5bd-83757d603362",
    "grant recipient": "c59f1523-1786-48c7-baff-466de1db3320",
    "benefit recipient": "c59f1523-1786-48c7-baff-466de1db3320",
    "benefit": "3aa45cbd-94c3-4601-84a6-66ce0f157dda",
    "class": "7c51b9a8-d388-4e83-8c8b-ee3a90458d0b",
    "case": "f08a4a13-2567-41d0-bf8d-3af754b03464",
    "master": "29fe1da2-897a-46cd-b635-b9be8e0bffd6",
    "sender": "29fe1da2-897a-46cd-b635-b9be8e0bffd6",
    "access": "2b808769-8d09-4aa3-ac28-f8ac3526010f",
    "line": "4fd9d6c1-2939-4bfe-b803-ab0b3904bd2f",
    "payment owner": "c622654c-d87f-4ac7-9a42-d0580253b979",
    "paying unit": "c622654c-d87f-4ac7-9a42-d0580253b979",
    "payee": "480769fd-9744-4859-950f-95cbb5633d36",
}
_PERSON: Final = by_urn(f"urn:oio:cpr-nr:{TEST_CPR}")
FIRST: Final = "2024-03-01T00:00:00.000+01:00"
LAST: Final = "2024-04-01T00:00:00.000+02:00"
PAYMENT: Final = made_up("payment")


def _relation(
    element: str, role: str, target: str, *own: str, space: str = "gd", index: str = ""
) -> str:
    return el(
        element,
        validity() if space == "gd" else "",
        el(f"{space}:Rolle", by_uuid(_ROLES[role])),
        el(f"{space}:Type", by_uuid(_TYPES[role])),
        el(f"{space}:Indeks", index) if index else "",
        el(f"{space}:ReferenceID", target),
        *own,
    )


def grant() -> bytes:
    """An importer message with one grant."""
    return message("yi:ImporterYdelseIndeksInput", grant_object())


def payment() -> bytes:
    """An importer message with one payment."""
    return message("yi:ImporterYdelseIndeksInput", payment_object())


def grant_and_payment() -> bytes:
    """An importer message with both."""
    return message("yi:ImporterYdelseIndeksInput", grant_object(), payment_object())


def grant_update() -> bytes:
    """An opdater message with a new amount."""
    changes = el("bi:AttributListe", _benefit())
    return message(
        "yi:OpdaterYdelseIndeksInput",
        el("yi:OpdaterBevillingIndeks", by_uuid(GRANT), changes, el("yi:Tidspunkt", DAY)),
    )


def grant_object() -> str:
    """One grant with a benefit, its plan and all its relations."""
    return el(
        "yi:BevillingIndeks",
        el(
            "bi:BevillingIndeks",
            by_uuid(GRANT),
            el(
                "bi:Registrering",
                header(),
                el("bi:AttributListe", _grant_properties(), _benefit()),
                el("bi:TilstandListe"),
                el("bi:RelationListe", _grant_relations()),
            ),
        ),
    )


def _grant_properties() -> str:
    return el(
        "bi:Egenskaber",
        validity("bi"),
        el("bi:BrugervendtNoegle", "B-17"),
        el("bi:Bevillingstartdato", "2024-03-01"),
        el("bi:Bevillingslutdato", "2025-03-01"),
        el("bi:Begrundelse", "Opfylder kravene"),
        el("bi:Foelsomhed", "FORTROLIGE_PERSONOPLYSNINGER"),
    )


def _benefit() -> str:
    target = by_uuid(made_up("kle 32"))
    classified = _relation(
        "bi:Klassifikation",
        "class",
        target,
        el("bi:BrugervendtNoegle", "32.03.04"),
        el("bi:Klassetitel", "Folkepension"),
        space="bi",
    )
    return el(
        "bi:BevilgetYdelse",
        validity("bi"),
        el("bi:Id", "1"),
        el("bi:Navn", "Folkepension"),
        el("bi:BevilgetYdelseStartdato", FIRST),
        el("bi:BevilgetYdelseSlutdato", LAST),
        el("bi:Begrundelse", "Har alderen"),
        el("bi:Tilbagebetalingspligtig", "false"),
        el("bi:Meddelelse", "Udbetales månedligt"),
        _benefit_system("master"),
        _benefit_system("sender"),
        _relation(
            "bi:Ydelse",
            "benefit",
            target,
            el("bi:Ydelsesnavn", "Grundbeløb"),
            classified,
            space="bi",
        ),
        _plan(),
    )


def _benefit_system(role: str) -> str:
    own = el("bi:SystemNavn", "Prøvesystem")
    return _relation("bi:ItSystem", role, by_uuid(SYSTEM), own, space="bi")


def _plan() -> str:
    return el(
        "bi:OekonomiskEffektueringsplan",
        el("bi:Id", "1"),
        el("bi:EffektueringsplanStartdato", FIRST),
        el("bi:EffektueringsplanSlutdato", LAST),
        el("bi:Beregningsfrekvens", "Månedlig"),
        el("bi:ForudBagud", "Forud"),
        el("bi:Dispositionsdag", "Sidste bankdag i måneden"),
        el("bi:Ydelsesbeloeb", "5942.00"),
        el("bi:ManueltGodkendes", "false"),
    )


def _grant_relations() -> str:
    name = el("bi:FuldtNavn", "Hans Prøvesen")
    return "".join(
        (
            _relation("bi:Bevillingssag", "case", by_uuid(CASE)),
            _relation("bi:Bevillingspart", "grant recipient", _PERSON, name),
            _relation("bi:Bevillingspart", "benefit recipient", _PERSON, name, index="1"),
            _relation(
                "bi:Bevillingsaktoer",
                "grant owner",
                by_uuid(OWNER),
                el("bi:FuldtNavn", "Prøve Kommune"),
                el("bi:CVR-nr", MUNICIPALITY),
            ),
            _relation(
                "bi:Bevillingsaktoer",
                "grant responsible",
                by_uuid(UNIT),
                el("bi:FuldtNavn", "Teamet"),
                el("bi:CVR-nr", MUNICIPALITY),
            ),
            _relation("bi:Sikkerhedsprofil", "access", by_uuid(UNIT), index="1"),
        )
    )


def payment_object() -> str:
    """One payment with a line and all its relations."""
    return el(
        "yi:OekonomiskEffektueringIndeks",
        el(
            "oei:OekonomiskEffektueringIndeks",
            by_uuid(PAYMENT),
            el(
                "oei:Registrering",
                header(),
                el("oei:AttributListe", _payment_properties()),
                el("oei:TilstandListe"),
                el("oei:RelationListe", _payment_relations()),
            ),
        ),
    )


def _payment_properties() -> str:
    return el(
        "oei:Egenskaber",
        validity("oei"),
        el("oei:BrugervendtNoegle", "U-17"),
        el("oei:Startdato", FIRST),
        el("oei:Slutdato", LAST),
        el("oei:SamletBruttobeloeb", "5942.00"),
        el("oei:Dispositionsdato", DAY),
        el("oei:BeloebEfterSkatATP", "3744"),
        el("oei:BeloebSendtTilUdbetaling", "3744.5"),
        el("oei:BeloebUdbetalt", "-12.50"),
        el("oei:Udbetalingsafdeling", "Ydelsescentret"),
        el("oei:SendtTilUdbetalingTekst", "Sendt"),
        el("oei:UdbetaltTekst", "Udbetalt"),
    )


def _payment_relations() -> str:
    reference = el("oei:BevilgetYdelseRef", by_uuid(GRANT), el("oei:BevilgetYdelseId", "1"))
    system = el("oei:SystemNavn", "Prøvesystem")
    return "".join(
        (
            _relation(
                "oei:OekonomiskYdelseEffektueringRelation",
                "line",
                by_uuid(made_up("kle 32")),
                el("oei:YdelsesperiodeStartdato", FIRST),
                el("oei:YdelsesperiodeSlutdato", LAST),
                el("oei:Ydelsesbeloeb", "5942.00"),
                el("oei:Klassifikationsbeskrivelse", "32.03.04"),
                reference,
                index="1",
            ),
            _relation(
                "oei:Aktoer", "payment owner", by_uuid(OWNER), el("oei:CVR-nr", MUNICIPALITY)
            ),
            _relation("oei:Aktoer", "paying unit", by_uuid(UNIT)),
            _relation("oei:ItSystem", "master", by_uuid(SYSTEM), system),
            _relation("oei:ItSystem", "sender", by_uuid(SYSTEM), system),
            _relation("oei:OekonomiskEffektueringPart", "payee", _PERSON),
        )
    )
