# SPDX-License-Identifier: EUPL-1.2
"""KLE: every level of the plan and of the facets becomes a class."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from tests.unit.connectors.messages import load, reading, rules

pytestmark = pytest.mark.unit

EDITION = date(2024, 2, 1)


def test_every_level_of_the_plan_is_a_class() -> None:
    """Main group, group and subjects in order, after a byte order mark and blanks."""
    result = reading(load("kle_plan.xml"))
    assert [(each.number, each.title) for each in result.classes] == [
        ("98", "Prøve"),
        ("98.01", "Prøvegruppe"),
        ("98.01.01", "Prøveemne"),
        ("98.01.02", "Flyttet prøveemne"),
        ("98.01.03", "Udgået prøveemne"),
    ]
    assert {(each.scheme, each.edition) for each in result.classes} == {("KLE", EDITION)}
    assert result.findings == ()


def test_a_subject_carries_its_retention_and_uuid() -> None:
    """Retention, deletion period and the UUID of the REST form, in any letter case."""
    classes = {each.number: each for each in reading(load("kle_plan.xml")).classes}
    assert classes["98"].uuid == UUID("cccccccc-0000-4000-8000-000000000098")
    subject = classes["98.01.01"]
    assert (subject.retention, subject.deletion_period) == ("K5", "P1825D")
    assert (subject.valid_from, subject.expired) == (date(2020, 1, 1), None)


def test_an_expired_subject_names_its_successors() -> None:
    """Moved and expired subjects keep the day; "tom" is no retention code."""
    classes = {each.number: each for each in reading(load("kle_plan.xml")).classes}
    moved, expired = classes["98.01.02"], classes["98.01.03"]
    assert (moved.expired, moved.successors) == (date(2023, 5, 1), ("98.01.01", "98.02"))
    assert moved.retention == ""
    assert (expired.expired, expired.successors) == (date(2022, 2, 1), ())


def test_facets_and_their_categories_are_classes() -> None:
    """The facets have a scheme of their own, and letters with Ø."""
    result = reading(load("kle_facets.xml"))
    assert [(each.scheme, each.number) for each in result.classes] == [
        ("KLE-facet", "Ø"),
        ("KLE-facet", "Ø99"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "rule", "left"),
    [
        ("<EmneNr>98.01.01</EmneNr>\n", "<EmneNr>98.1</EmneNr>\n", "number", 4),
        ("<HovedgruppeNr>98</HovedgruppeNr>", "", "number", 4),
        ("<EmneTitel>Prøveemne</EmneTitel>", "<EmneTitel/>", "missing", 5),
        ("2022-02-01", "01.02.2022", "date", 5),
        (">K5<", ">X<", "code", 5),
        ("P1825D", "5 år", "code", 5),
    ],
)
def test_what_is_wrong_in_a_plan_is_noted(old: str, new: str, rule: str, left: int) -> None:
    """A class without a usable number is left out, with what is in it kept; the rest is noted."""
    body = load("kle_plan.xml").decode()
    assert old in body
    result = reading(body.replace(old, new))
    assert rule in rules(result)
    assert len(result.classes) == left


def test_a_plan_of_no_edition_is_refused() -> None:
    """Without UdgivelsesDato nobody can say which edition the numbers are of."""
    body = load("kle_plan.xml").decode().replace("<UdgivelsesDato>2024-02-01", "<UdgivelsesDato>")
    assert [refusal.code for refusal in reading(body).refusals] == ["GS-CON-040"]
