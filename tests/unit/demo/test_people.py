# SPDX-License-Identifier: EUPL-1.2
"""Who lives and works in the municipality: nobody real."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.demo import organisation as org
from gearskifte.demo.lives.everybody import told_by_hand
from gearskifte.demo.municipality import build
from gearskifte.demo.people import CITIZENS, STAFF, DemoPerson
from gearskifte.demo.population import Citizen, Population
from gearskifte.demo.story import Case
from gearskifte.demo.timeline import Timeline
from gearskifte.kernel.access import Role
from tests.unit.demo.sample import MOMENTS, NOW, about, drawn, opened, small, texts

pytestmark = pytest.mark.unit

# Ten digits that could be a CPR number: alone, not part of a UUID, a longer number or a word.
TEN_DIGITS = re.compile(rb"(?<![0-9A-Za-z-])(\d{6})-?(\d{4})(?![0-9A-Za-z-])")


# A robot and the operations' command line have no page; the coordinator works for no municipality.
_WORKING = set(Role) - {Role.CITIZEN, Role.ROBOT, Role.OPERATOR, Role.COORDINATOR}


def _could_be_real(digits: bytes) -> bool:
    return 1 <= int(digits[:2]) <= 31 and 1 <= int(digits[2:4]) <= 12


def test_the_login_offers_citizens_and_those_who_work_there() -> None:
    """Eight citizens and everybody's role among those who work there can be chosen."""
    parts = [person.part for person in build("s", 1, NOW).people]
    assert parts[:8] == ["citizen"] * 8
    assert set(parts[8:]) == {role.value for role in _WORKING}


@pytest.mark.parametrize("person", [*CITIZENS, *STAFF], ids=lambda person: person.key)
def test_every_person_has_a_story_in_both_languages(person: DemoPerson) -> None:
    """One sentence in Danish and one in English say who somebody is."""
    assert person.story.da.endswith(".")
    assert person.story.en.endswith(".")
    assert person.story.da != person.story.en


def test_staff_stand_in_the_organisation() -> None:
    """Each employee has the id, unit and title the messages know."""
    known = {each.actor.id: each for each in org.EMPLOYEES}
    for person in STAFF:
        assert person.id is not None
        assert known[person.id].unit.name == person.unit
        assert person.title.da
        assert not person.cpr


def test_a_persons_number_is_not_shown() -> None:
    """No repr of a person shows the CPR number."""
    assert not any(
        person.cpr in text for person in CITIZENS for text in (repr(person), repr(person.party))
    )


def test_no_message_has_a_number_that_could_be_a_persons() -> None:
    """Nowhere in the small municipality, base64 included, are there ten digits with a real date."""
    found = [digits for each in small() for digits, _ in TEN_DIGITS.findall(opened(each.body))]
    assert found
    assert not any(_could_be_real(digits) for digits in found)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**31))
def test_no_seed_draws_a_number_that_could_be_a_persons(seed: int) -> None:
    """Whatever the seed, every CPR number has sixty added to its day."""
    bodies = [opened(delivery.write()) for delivery in drawn(seed, 5)]
    found = [digits for body in bodies for digits, _ in TEN_DIGITS.findall(body)]
    assert not any(_could_be_real(digits) for digits in found)


def test_no_two_people_share_a_number() -> None:
    """All twenty thousand drawn citizens and those told by hand have CPR numbers of their own."""
    population = Population(3, 20_000)
    urns = [population.citizen(index).party.urn for index in range(population.count)]
    urns += [person.party.urn for person in CITIZENS]
    assert len(set(urns)) == len(urns)


@settings(max_examples=200)
@given(st.integers(0, 10_000), st.integers(0, 19_999))
def test_the_number_tells_the_birth_date(seed: int, index: int) -> None:
    """Century, date and sixty in a drawn CPR number agree with when the citizen was born."""
    citizen = Population(seed, 20_000).citizen(index)
    digits = citizen.party.urn[-10:]
    century = 1900 if digits[6] in "0123" else 2000
    born = date(century + int(digits[4:6]), int(digits[2:4]), int(digits[:2]) - 60)
    assert born == citizen.born
    assert 1931 <= born.year <= 2006


def test_age_counts_whole_years() -> None:
    """Somebody is a year older from the birthday on."""
    person = Citizen(0, date(2000, 5, 20), CITIZENS[0].party)
    assert person.age_at(date(2018, 5, 19)) == 17
    assert person.age_at(date(2018, 5, 20)) == 18


def test_one_citizen_is_known_by_an_event_alone() -> None:
    """Ida is in one message, which tells that she moved in."""
    ida = next(person for person in CITIZENS if person.key == "ida")
    heard = [each for each in small() if ida.cpr.encode() in each.body]
    assert [each.name.split("-", 1)[1] for each in heard] == ["folketal-ida-tilflytning.xml"]


def test_one_citizen_has_sixty_cases() -> None:
    """Viggo has enough cases to fill several pages."""
    viggo = next(person for person in CITIZENS if person.key == "viggo")
    cases = [each for life in told_by_hand(Timeline.until(NOW)) for each in life]
    own = [each for each in cases if isinstance(each, Case) and each.party == viggo.party]
    assert len(own) == 60


def test_one_citizen_had_another_number_first() -> None:
    """Samira's case begins with a person id, and the CPR number takes over at a moment."""
    bodies = [each.body for each in about("TV000488") if b"Sagspart" in each.body]
    urns = [texts(body, "Sagspart/ReferenceID/URNIdentifikator") for body in bodies]
    assert ["urn:oio:us:personid:9900417"] in urns
    samira = next(person for person in CITIZENS if person.key == "samira")
    assert ["urn:oio:us:personid:9900417", samira.party.urn] in urns


def test_one_citizen_has_a_case_not_shown_and_one_exempt() -> None:
    """Erik's one case has the display class, and another has a secret title with its basis."""
    hidden = about("K2025-00208")[0].body
    assert "Visning undtaget for borger" in texts(hidden, "SagsklasseLokalUdvidelse/Klassetitel")
    exempt = about("25-00327")[0].body
    assert texts(exempt, "OffentlighedUndtaget/TitelAlternativTekst")
    assert "§ 30" in texts(exempt, "OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst")[0]


@settings(max_examples=40)
@given(MOMENTS)
def test_steps_told_by_hand_follow_each_other(now: datetime) -> None:
    """Whenever the demo is made, a case's steps come in order, and staff work on weekdays."""
    lives = told_by_hand(Timeline.until(now))
    cases = [each for life in lives for each in life if isinstance(each, Case)]
    for case in cases:
        moments = [step.at for step in case.steps]
        assert moments == sorted(set(moments)), case.number
        assert all(moment.weekday() < 5 for moment in moments[1:]), case.number
