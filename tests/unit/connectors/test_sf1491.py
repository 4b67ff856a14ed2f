# SPDX-License-Identifier: EUPL-1.2
"""SF1491: grants, benefits with plans, payments with lines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gearskifte.registry.public import Kind, Operation, Reference, ReferenceKind, fields
from tests.unit.connectors.messages import by_key, load, paying, reading, rules

pytestmark = pytest.mark.unit

SYSTEM = Reference(ReferenceKind.UUID, "eeeeeeee-0000-4000-8000-0000000000e2")
MASTER = "251c24fd-57b0-4afc-9d73-b063d1957eb3"
SENDER = "1b3c6a6d-e977-4491-9bf8-b41ee6999f39"
GRANT = "99999999-0000-4000-8000-0000000000a1"
MARCH = "2023-02-28T23:00:00+00:00"
APRIL = "2023-03-31T22:00:00+00:00"


def test_a_grant_and_a_payment_are_read() -> None:
    """Both objects of the message, with the sender that the payment names."""
    result = reading(load("grant_import.xml"))
    kinds = [(found.kind, found.operation) for found in result.registrations]
    assert kinds == [(Kind.GRANT, Operation.IMPORT), (Kind.PAYMENT, Operation.IMPORT)]
    assert (result.system, result.refusals) == (SYSTEM, ())


def test_a_grants_properties_keep_days_as_days() -> None:
    """A day stays a day, and the year 9999 is stated as no end."""
    grant = by_key(reading(load("grant_import.xml")).registrations[0])
    assert grant[fields.PROPERTIES].values == {
        fields.USER_KEY: "B-17",
        fields.START: "2023-03-01",
        fields.END: None,
        fields.REASON: "Opfylder betingelserne",
        fields.SENSITIVITY: "FORTROLIGE_PERSONOPLYSNINGER",
    }


def test_a_benefit_is_an_attribute_set_with_its_systems_and_plans() -> None:
    """Everything that stands inside BevilgetYdelse is one fact, keyed by its Id."""
    benefit = by_key(reading(load("grant_import.xml")).registrations[0])["benefit:Y-1"]
    system = {
        fields.OBJECT_TYPE_ID: "29fe1da2-897a-46cd-b635-b9be8e0bffd6",
        fields.TARGET: SYSTEM,
        fields.NAME: "Prøveydelse",
    }
    assert benefit.values == {
        fields.BENEFIT_ID: "Y-1",
        fields.NAME: "Prøveydelse",
        fields.START: MARCH,
        fields.REPAYABLE: False,
        fields.MESSAGE: "Udbetales hver måned",
        fields.BENEFIT_NAME: "Prøveydelse, grundbeløb",
        fields.CLASS_KEY: "98.01.01",
        fields.CLASS_TITLE: "Prøveemne",
        fields.SYSTEMS: [
            {fields.ROLE: fields.MASTER, fields.ROLE_ID: MASTER, **system},
            {fields.ROLE: fields.SENDER, fields.ROLE_ID: SENDER, **system},
        ],
        fields.PLANS: [
            {
                fields.PLAN_ID: "1",
                fields.START: MARCH,
                fields.FREQUENCY: "Måned",
                fields.IN_ADVANCE: False,
                fields.DISPOSAL_DAY: "Sidste bankdag i måneden",
                fields.AMOUNT: "1234.50",
                fields.MANUAL_APPROVAL: True,
            }
        ],
    }


def test_a_grants_relations_are_read() -> None:
    """The case it belongs to, who it is granted to and who granted it."""
    grant = by_key(reading(load("grant_import.xml")).registrations[0])
    assert grant["case:grant_case:"].values[fields.USER_KEY] == "2023-17"
    assert grant["party:grant_recipient:"].values[fields.NAME] == "Prøve Persson"
    assert grant["actor:owner:"].values[fields.CVR] == "11111111"


def test_a_payment_is_read_with_amounts_as_sent() -> None:
    """Amounts are text; an amount that is stated as empty is None."""
    payment = by_key(reading(load("grant_import.xml")).registrations[1])
    assert payment[fields.PROPERTIES].values == {
        fields.USER_KEY: "U-17",
        fields.START: MARCH,
        fields.END: APRIL,
        fields.GROSS: "1234.50",
        fields.DISPOSAL_DATE: "2023-03-30T22:00:00+00:00",
        fields.NET: "800",
        fields.SENT: "800",
        fields.PAID: None,
        fields.DEPARTMENT: "Ydelsesteamet",
    }
    assert payment["actor:paying_unit:"].values[fields.NAME] == "Prøveby Kommune"
    assert payment["party:payment_recipient:"].values[fields.ROLE] == fields.PAYMENT_RECIPIENT


def test_a_payments_line_names_the_grant_and_the_benefit() -> None:
    """The line carries its period, amount and class, and the grant in lower case."""
    line = by_key(reading(load("grant_import.xml")).registrations[1])["line:line:1"].values
    assert (line[fields.START], line[fields.END]) == (MARCH, APRIL)
    assert (line[fields.AMOUNT], line[fields.CLASS_KEY]) == ("1234.50", "98.01.01")
    assert (line[fields.GRANT_ID], line[fields.BENEFIT_ID]) == (GRANT, "Y-1")


def test_a_class_that_is_described_in_words_is_no_key() -> None:
    """Klassifikationsbeskrivelse is a key only where it is a number, else a name."""
    body = load("grant_import.xml").replace(b"beskrivelse>98.01.01<", "beskrivelse>Prøve<".encode())
    line = by_key(reading(body).registrations[1])["line:line:1"].values
    assert line[fields.NAME] == "Prøve"
    assert fields.CLASS_KEY not in line


def test_updates_are_read() -> None:
    """An update of a grant and of a payment carry what changed, and earn no findings."""
    result = reading(load("grant_update.xml"))
    grant, payment = result.registrations
    assert (grant.operation, payment.operation) == (Operation.UPDATE, Operation.UPDATE)
    assert grant.source_time == datetime(2023, 5, 1, 7, tzinfo=UTC)
    assert by_key(grant)["benefit:Y-1"].values[fields.END] == "2023-06-30T22:00:00+00:00"
    assert by_key(payment)[fields.PROPERTIES].values == {fields.PAID: "800"}
    assert result.findings == ()


@pytest.mark.parametrize(
    ("amount", "rule"),
    [
        ("1234.50", None),
        ("-12", None),
        ("1234.500", None),
        ("5.942", "thousands"),
        ("5.940", "thousands"),
        ("-123.456", "thousands"),
        ("12.3456", "finer-than-oere"),
        ("1234.567", "finer-than-oere"),
        ("1.234,50", "amount"),
        ("1234,50", "amount"),
        ("kr. 12", "amount"),
        ("1e3", "amount"),
        ("9" * 2000, "amount"),
    ],
)
def test_a_suspicious_amount_is_kept_and_noted(amount: str, rule: str | None) -> None:
    """What is no amount, is finer than an øre or looks like thousands is an error."""
    result = reading(paying(f"<e:BeloebUdbetalt>{amount}</e:BeloebUdbetalt>"))
    assert result.registrations[0].facts[0].values == {fields.PAID: amount}
    assert [finding.rule.rpartition(".")[2] for finding in result.findings] == (
        [rule] if rule else []
    )
    assert all(finding.severity == "error" for finding in result.findings)


@pytest.mark.parametrize("day", ["01-03-2023", "marts", "2023-02-30", "2023-13-01T00:00:00Z"])
def test_a_date_that_is_none_is_left_out(day: str) -> None:
    """A date that cannot be read is an error and not a value."""
    result = reading(paying(f"<e:Startdato>{day}</e:Startdato>"))
    assert result.registrations[0].facts[0].values == {}
    assert rules(result)["time"].severity == "error"


def test_a_benefit_without_an_id_is_told_by_its_order() -> None:
    """Without Id the benefit is kept, and an error says that updates cannot find it."""
    body = load("grant_import.xml").replace(b"<b:Id>Y-1</b:Id>", b"")
    result = reading(body)
    assert "benefit:#1" in by_key(result.registrations[0])
    assert "SF1491-2019-11.BevilgetYdelse.Id.missing" in {f.rule for f in result.findings}


def test_a_benefit_without_a_name_is_noted() -> None:
    """An imported benefit with neither name has nothing to be called on the page."""
    body = load("grant_import.xml")
    for name in ("Navn>Prøveydelse<", "Ydelsesnavn>Prøveydelse, grundbeløb<"):
        body = body.replace(f"<b:{name}".encode(), f"<b:{name.partition('>')[0]}><".encode())
    rules_found = {finding.rule for finding in reading(body).findings}
    assert "SF1491-2019-11.BevillingIndeks.BevilgetYdelse.missing" in rules_found


def test_an_unknown_time_of_payment_is_left_out() -> None:
    """ForudBagud that is neither states nothing."""
    result = reading(load("grant_import.xml").replace(b">Bagud<", b">Midt i<"))
    plans = by_key(result.registrations[0])["benefit:Y-1"].values[fields.PLANS]
    assert fields.IN_ADVANCE not in plans[0]
    assert rules(result)["code"].severity == "error"
