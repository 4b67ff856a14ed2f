# SPDX-License-Identifier: EUPL-1.2
"""Times: from inclusive, to exclusive, and what is done where they are missing or wrong."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gearskifte.registry.public import Fact, Reading
from tests.unit.connectors.messages import (
    FOREVER,
    at,
    case,
    importing,
    properties,
    reading,
    registration,
    rules,
    validity,
)

pytestmark = pytest.mark.unit

START = datetime(2023, 3, 1, 8, tzinfo=UTC)
REGISTERED = datetime(2023, 3, 1, 9, tzinfo=UTC)


def _holding(holds: str) -> tuple[Fact | None, Reading]:
    result = reading(importing(case(registration(properties(holds=holds)))))
    (found,) = result.registrations
    return (found.facts[0] if found.facts else None), result


@pytest.mark.parametrize(
    "end",
    [
        FOREVER,
        "<d:GraenseIndikator>1</d:GraenseIndikator>",
        "<d:GraenseIndikator/>",
        "<d:TidsstempelDatoTid/>",
        "",
        at("9999-12-31T23:59:59"),
        at("9999-12-31T23:59:59-02:00"),
    ],
)
def test_an_end_without_bounds_is_open(end: str) -> None:
    """GraenseIndikator, an empty end and the year 9999 all mean until further notice."""
    fact, _ = _holding(validity(end=end))
    assert fact is not None
    assert (fact.start, fact.end) == (START, None)


def test_an_end_that_is_left_out_is_open() -> None:
    """No TilTidspunkt at all means until further notice."""
    fact, _ = _holding(validity().replace(f"<d:TilTidspunkt>{FOREVER}</d:TilTidspunkt>", ""))
    assert fact is not None
    assert fact.end is None


def test_a_boundary_that_is_false_is_noted() -> None:
    """GraenseIndikator false is read as true, with a warning."""
    fact, result = _holding(validity(end="<d:GraenseIndikator>false</d:GraenseIndikator>"))
    assert fact is not None
    assert fact.end is None
    assert rules(result)["boundary"].severity == "warning"


@pytest.mark.parametrize(
    ("start", "rule"),
    [
        ("", "missing"),
        ("<d:TidsstempelDatoTid/>", "missing"),
        (FOREVER, "infinite"),
        (at("0001-01-01T00:00:00"), "infinite"),
        (at("1. marts"), "time"),
        (at("2023-02-30T00:00:00Z"), "time"),
    ],
)
def test_a_beginning_that_cannot_be_told_is_when_it_was_registered(start: str, rule: str) -> None:
    """The registration's Tidspunkt stands in for FraTidspunkt, and the error says so."""
    fact, result = _holding(validity(start=start))
    assert fact is not None
    assert fact.start == REGISTERED
    name = f"SF1470-2023-07.Virkning.FraTidspunkt.{rule}"
    (finding,) = (finding for finding in result.findings if finding.rule == name)
    assert finding.severity == "error"
    assert "Tidspunkt er brugt i stedet" in finding.text.da


def test_a_validity_that_is_left_out_begins_when_it_was_registered() -> None:
    """Without Virkning the fact holds from the registration on."""
    fact, result = _holding("<!-- none -->")
    assert fact is not None
    assert (fact.start, fact.end) == (REGISTERED, None)
    assert "SF1470-2023-07.Egenskaber.Virkning.missing" in {f.rule for f in result.findings}


@pytest.mark.parametrize(
    ("end", "rule"),
    [(at("2023-02-01T00:00:00Z"), "before-start"), (at("snart"), "time")],
)
def test_a_fact_whose_end_cannot_be_is_left_out(end: str, rule: str) -> None:
    """An end before the beginning, or one that is no time, takes its fact away, with an error."""
    fact, result = _holding(validity(end=end))
    assert fact is None
    assert rules(result)[rule].severity == "error"


def test_the_rest_of_the_object_is_read_where_one_fact_is_left_out() -> None:
    """A bad fact costs only itself."""
    bad = properties(holds=validity(end=at("2020-01-01T00:00:00Z")))
    result = reading(importing(case(registration(bad + properties()))))
    assert [len(found.facts) for found in result.registrations] == [1]


def test_a_fact_may_end_as_it_begins() -> None:
    """An empty stretch is how a source takes back what it said."""
    fact, _ = _holding(validity(end=at("2023-03-01T08:00:00Z")))
    assert fact is not None
    assert fact.start == fact.end


def test_a_time_without_a_zone_is_danish_and_mentioned_once() -> None:
    """It is read as Europe/Copenhagen; one finding for information says so for the object."""
    local = validity(start=at("2023-03-01T09:00:00"))
    result = reading(importing(case(registration(properties(holds=local) * 3))))
    assert {fact.start for fact in result.registrations[0].facts} == {START}
    (finding,) = (f for f in result.findings if f.rule.endswith(".zone"))
    assert finding.severity == "info"


@pytest.mark.parametrize(
    "time", ["9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00+14:00", "i går"]
)
def test_a_registration_at_no_possible_time_is_refused(time: str) -> None:
    """Tidspunkt orders the registrations, so one that is no time cannot be used."""
    (refusal,) = reading(importing(case(registration(time=time)))).refusals
    assert refusal.code == "GS-CON-022"
