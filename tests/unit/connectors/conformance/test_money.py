# SPDX-License-Identifier: EUPL-1.2
"""Grants and payments against their schema and the general guidance, one broken rule at a time."""

from __future__ import annotations

import pytest

from gearskifte.connectors.public import check
from gearskifte.registry.public import Severity
from tests.unit.connectors.conformance import good, good_money

pytestmark = pytest.mark.unit

GRANT = good_money.grant().decode()
PAYMENT = good_money.payment().decode()
_SYSTEM = GRANT[GRANT.index("<bi:ItSystem>") : GRANT.index("</bi:ItSystem>") + 14]
_LINE = "OekonomiskYdelseEffektueringRelation.Ydelseseffektuering"


def _cut(text: str, name: str, count: int = 1) -> str:
    """The text without the first elements of a name."""
    for _ in range(count):
        start = text.index(f"<{name}>")
        end = text.index(f"</{name}>", start) + len(name) + 3
        text = text[:start] + text[end:]
    return text


FAULTS = {
    "Bevilling.Egenskaber.Foelsomhed.OB1": _cut(GRANT, "bi:Foelsomhed"),
    "Bevilling.Egenskaber.Foelsomhed.code": GRANT.replace(
        "FORTROLIGE_PERSONOPLYSNINGER", "HEMMELIG"
    ),
    "Bevilling.Egenskaber.OB1": _cut(GRANT, "bi:Egenskaber"),
    "Bevilling.Egenskaber.Bevillingstartdato.form": GRANT.replace(
        ">2024-03-01</bi:Bevillingstartdato", ">1. marts 2024</bi:Bevillingstartdato"
    ),
    "Bevilling.Egenskaber.Bevillingslutdato.backwards": GRANT.replace(
        ">2025-03-01</bi:Bevillingslutdato", ">2023-03-01</bi:Bevillingslutdato"
    ),
    "Bevilling.BevilgetYdelse.Id.OB3": _cut(GRANT, "bi:Id"),
    "Bevilling.BevilgetYdelse.Tilbagebetalingspligtig.form": GRANT.replace(
        ">false</bi:Tilbage", ">nej</bi:Tilbage"
    ),
    "Bevilling.BevilgetYdelse.Virkning.OB5": GRANT.replace(
        good.validity("bi") + "<bi:Id>", "<bi:Id>"
    ),
    "schema.BevilgetYdelse.ItSystem.repeated": GRANT.replace(_SYSTEM, _SYSTEM * 2, 1),
    "Bevilling.Ydelse.Ydelse.OB1": _cut(GRANT, "bi:Ydelse"),
    "Bevilling.Klassifikation.PrimaerKlasse.BrugervendtNoegle.form": GRANT.replace(
        ">32.03.04<", ">32.3<"
    ),
    "Bevilling.OekonomiskEffektueringsplan.ForudBagud.code": GRANT.replace(">Forud<", ">Straks<"),
    "Bevilling.OekonomiskEffektueringsplan.Ydelsesbeloeb.thousands": GRANT.replace(
        ">5942.00<", ">5.942<"
    ),
    "Bevilling.OekonomiskEffektueringsplan.Ydelsesbeloeb.form": GRANT.replace(
        ">5942.00<", ">5942,00<"
    ),
    "Bevilling.OekonomiskEffektueringsplan.Ydelsesbeloeb.finer": GRANT.replace(
        ">5942.00<", ">5942.0012<"
    ),
    "Bevilling.OekonomiskEffektueringsplan.Dispositionsdag.length": GRANT.replace(
        "Sidste bankdag", "x" * 60
    ),
    "Bevilling.Bevillingspart.Bevillingsmodtager.OB1": _cut(GRANT, "bi:Bevillingspart"),
    "Bevilling.Bevillingspart.Ydelsesmodtager.ReferenceID.urn": good.TEST_CPR.join(
        (*GRANT.split(good.TEST_CPR)[:2], "61017" + GRANT.split(good.TEST_CPR)[2])
    ).replace(f"{good.TEST_CPR}61017", "61017"),
    "Bevilling.Bevillingsaktoer.Ejer.OB1": _cut(GRANT, "bi:Bevillingsaktoer"),
    "Bevilling.Bevillingsaktoer.Ejer.CVR-nr.OB1": _cut(GRANT, "bi:CVR-nr"),
    "OekonomiskEffektuering.Egenskaber.Slutdato.OB1": _cut(PAYMENT, "oei:Slutdato"),
    "OekonomiskEffektuering.Egenskaber.Slutdato.backwards": PAYMENT.replace(
        f"<oei:Slutdato>{good_money.LAST}", "<oei:Slutdato>2024-01-01T00:00:00.000+01:00"
    ),
    "OekonomiskEffektuering.Egenskaber.SamletBruttobeloeb.thousands": PAYMENT.replace(
        "<oei:SamletBruttobeloeb>5942.00", "<oei:SamletBruttobeloeb>5.942"
    ),
    f"OekonomiskEffektuering.{_LINE}.OB1": _cut(
        PAYMENT, "oei:OekonomiskYdelseEffektueringRelation"
    ),
    f"OekonomiskEffektuering.{_LINE}.Klassifikationsbeskrivelse.OB1": _cut(
        PAYMENT, "oei:Klassifikationsbeskrivelse"
    ),
    f"OekonomiskEffektuering.{_LINE}.BevilgetYdelseRef.BevilgetYdelseId.OB1": _cut(
        PAYMENT, "oei:BevilgetYdelseId"
    ),
    "OekonomiskEffektuering.Aktoer.Ejer.OB1": _cut(PAYMENT, "oei:Aktoer"),
    "OekonomiskEffektuering.OekonomiskEffektueringPart.Modtager.OB1": _cut(
        PAYMENT, "oei:OekonomiskEffektueringPart"
    ),
}
"""Each rule and a message that breaks it alone."""

ADVICE = {
    "Bevilling.ItSystem.Master.Type.type": GRANT.replace(
        good_money._TYPES["master"], "c5fc3b3b-5197-49ee-92e6-ae6ba1957174", 1
    ),
    "Bevilling.Ydelse.Ydelse.Rolle.role-elsewhere": GRANT.replace(
        good_money._ROLES["benefit"], good_money._ROLES["class"]
    ),
    "Bevilling.Egenskaber.Bevillingstartdato.adv": _cut(GRANT, "bi:Bevillingstartdato"),
    "OekonomiskEffektuering.Egenskaber.Startdato.zone": PAYMENT.replace(
        f"<oei:Startdato>{good_money.FIRST}", f"<oei:Startdato>{good_money.FIRST[:-6]}"
    ),
}
"""What no public guidance on this index forbids, though it is most likely wrong."""


def _found(text: str) -> dict[str, Severity]:
    found = check(text.encode(), max_bytes=good.LARGEST)
    return {each.rule.partition(".")[2]: each.severity for each in found}


@pytest.mark.parametrize("rule", FAULTS)
def test_a_broken_rule_is_the_only_error(rule: str) -> None:
    """One broken rule, one error."""
    found = _found(FAULTS[rule])
    assert [each for each, severity in found.items() if severity is Severity.ERROR] == [rule]


@pytest.mark.parametrize("rule", ADVICE)
def test_what_is_only_likely_wrong_is_a_warning(rule: str) -> None:
    """Where the field rules are not public, the public samples make a warning at most."""
    found = _found(ADVICE[rule])
    assert found[rule] is Severity.WARNING
    assert Severity.ERROR not in found.values()
