# SPDX-License-Identifier: EUPL-1.2
"""The outlook: bars that add up, levers that do what they say, and uncertainty passed through."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.connectors.statfiles.public import read_table
from gearskifte.demo.public import statistics_files
from gearskifte.kernel.errors import InputRefused
from gearskifte.workforce.public import Kind, Service, file_kind, population_of
from gearskifte.workforce.rules.hands import files
from gearskifte.workforce.rules.hands.assembling import assemble, people_ahead
from gearskifte.workforce.rules.hands.inputs import FreedHours, Name
from gearskifte.workforce.rules.hands.need import need, profile
from gearskifte.workforce.rules.hands.outlook import Choice, Inputs, Part, outlook
from gearskifte.workforce.rules.hands.supply import Changes, graduates_of, heads_ahead, posts_of
from gearskifte.workforce.rules.promised import CHILDREN, COUNTED, OVER_80, graded, nearest

pytestmark = pytest.mark.unit

FILES = {file_kind(body): body for _, body in statistics_files(2026)}
PLAIN = Choice(robots=False, moves=False)


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    """The demo municipality, five years ahead, in forty draws."""
    people = people_ahead(population_of(read_table(FILES[Kind.POPULATION], "f")), 5, 40, 1)
    return assemble(
        people,
        files.need_lines(FILES[Kind.NEED]),
        files.staff_lines(FILES[Kind.STAFF]),
        files.assumed(FILES[Kind.ASSUMPTIONS]),
        files.willing_lines(FILES[Kind.WILLING]),
        seed=1,
    )


@pytest.mark.parametrize(
    "choice", [PLAIN, Choice(), Choice(absence=0.03, weekly_hours=34.0, wanting=0.5)]
)
def test_the_bars_lead_from_today_to_what_is_left(inputs: Inputs, choice: Choice) -> None:
    """Today's lack and all the bars add up to the lack in the last year."""
    made = outlook(inputs, choice)
    total = made.today.mean + sum(bar.mean for bar in made.bars)
    assert total == pytest.approx(made.left.mean, abs=1e-6)


def test_without_robots_and_moves_it_is_the_plain_demographic_model(inputs: Inputs) -> None:
    """Switched off, or not there at all, robots and moves leave exactly need less supply."""
    nothing = replace(inputs, freed=(), willing=())
    for made in (outlook(inputs, PLAIN), outlook(nothing, Choice())):
        assert made.plan is None
        assert {bar.part for bar in made.bars}.isdisjoint({Part.ROBOTS, Part.MOVES})
        needed, there = made.need_hours, made.supply_hours
        assert made.left.mean >= np.maximum(needed - there, 0)[-1].sum() / made.full_time - 1e-6
    assert outlook(inputs, PLAIN).left == outlook(nothing, Choice()).left


def test_every_lever_helps_and_the_largest_comes_first(inputs: Inputs) -> None:
    """Levers are ordered by what they do alone, and lower absence or more hours never harm."""
    made = outlook(inputs, Choice(absence=0.02, weekly_hours=37.0, wanting=1.0))
    levers = [bar for bar in made.bars if bar.part in {Part.ABSENCE, Part.MORE_HOURS}]
    assert all(bar.mean <= 0 for bar in levers)
    assert [bar.part for bar in made.bars][-1] is Part.MOVES


def test_a_wide_robot_effect_widens_what_is_left(inputs: Inputs) -> None:
    """The uncertainty of measured hours is carried into the shortage, draw by draw."""
    hungry = replace(
        inputs, need=tuple(replace(line, hours=line.hours * 1.5) for line in inputs.need)
    )

    def robot(spread: float) -> FreedHours:
        hours = 60_000 + spread * np.linspace(-1, 1, 40)
        return FreedHours("robot", Service.ELDER_CARE, hours, np.array([1.0]), "")

    def width(spread: float) -> float:
        steady = replace(
            hungry, freed=(robot(spread),), people=hungry.people[:1].repeat(40, axis=0)
        )
        fixed = tuple(replace(each, low=each.value, high=each.value) for each in steady.assumptions)
        left = outlook(replace(steady, assumptions=fixed), replace(PLAIN, robots=True)).left
        return left.high - left.low

    assert width(0) == pytest.approx(0, abs=1e-6)
    assert width(50_000) > width(10_000) > 1


def test_legal_floors_hold_however_little_is_asked_for(inputs: Inputs) -> None:
    """Need is never below what the law demands for the people there are."""
    lean = tuple(replace(line, hours=0.0) for line in inputs.need)
    hours = need(inputs.people, lean, np.ones(len(inputs.people)))
    lawful = np.einsum("dya,ka->dyk", inputs.people, profile(lean, floor=True))
    assert (hours >= lawful - 1e-6).all()
    assert lawful.sum() > 0


def test_healthy_ageing_lessens_need(inputs: Inputs) -> None:
    """The healthier the longer life, the fewer hours the old need; the present is untouched."""
    ill, well = (
        need(inputs.people, inputs.need, np.full(len(inputs.people), weight)) for weight in (0, 1)
    )
    np.testing.assert_allclose(ill[:, 0], well[:, 0])
    assert (well[:, -1, 0] < ill[:, -1, 0]).all()


@settings(max_examples=20)
@given(leaving=st.floats(0, 0.3), retired=st.floats(0, 1))
def test_staff_without_hires_only_grow_fewer(leaving: float, retired: float) -> None:
    """Nobody appears in a post without being hired."""
    _, heads = posts_of(files.staff_lines(FILES[Kind.STAFF]))
    assumed = {name: np.zeros(1) for name in Name}
    assumed |= {Name.LEAVING: np.array([leaving]), Name.RETIRED_67: np.array([retired])}
    ahead = heads_ahead(heads, assumed, 6, Changes())
    assert (np.diff(ahead, axis=1) <= 1e-9).all()
    assert (ahead >= 0).all()


def test_the_two_numbers_of_the_interview_are_rebuilt() -> None:
    """85,000 more over 80 came within 3 % from 2018; 50,000 more children did not come at all."""
    old = nearest(graded(OVER_80, COUNTED["80"]))
    assert (old.base, old.change) == (2018, 82_643)
    assert 0.97 <= old.share <= 1.03
    assert max(each.share for each in graded(CHILDREN, COUNTED["0"])) < 0.05
    assert graded(OVER_80, {2018: 1}) == ()


@pytest.mark.parametrize(
    ("kind", "old", "new", "code"),
    [
        (Kind.STAFF, b"aeldre;nej;20-24", b"aeldre;nej;12-14", "GS-WRK-021.*Line 2"),
        (Kind.STAFF, b"aeldre;nej", b"park;nej", "GS-WRK-021.*Line 2"),
        (Kind.STAFF, b"SOSU-hj", b"SOSU 6101011234", "GS-WRK-022"),
        (Kind.NEED, b";48;", b";1.248;", "GS-WRK-021.*thousands"),
        (Kind.ASSUMPTIONS, b"0,5;0,1;0,9", b"0,5;0,6;0,9", "GS-WRK-021"),
        (Kind.CASES, b"99.10", b"9910", "GS-WRK-021.*Line 2"),
    ],
)
def test_a_bad_line_is_refused_with_its_number(
    kind: Kind, old: bytes, new: bytes, code: str
) -> None:
    """A value that cannot be is refused with line and reason; a CPR number is never taken in."""
    body = FILES[kind].replace(old, new, 1)
    assert body != FILES[kind]
    readers = {
        Kind.STAFF: files.staff_lines,
        Kind.NEED: files.need_lines,
        Kind.ASSUMPTIONS: files.assumed,
        Kind.CASES: files.case_lines,
    }
    with pytest.raises(InputRefused, match=code):
        readers[kind](body)


def test_graduates_come_to_their_post_every_year() -> None:
    """Those who come straight from their training are added to what is hired, at their age."""
    heading = "faggruppe;område;uddannet;alder;antal;timer pr. uge;nyuddannede\n"
    staff = files.staff_lines((heading + "SOSU;aeldre;ja;25-29;100;37;5\n").encode())
    posts, heads = posts_of(staff)
    came = graduates_of(staff, posts)
    assert came.sum() == pytest.approx(5)
    nothing = {name: np.zeros(1) for name in Name}
    ahead = heads_ahead(heads, nothing, 3, Changes(), came)
    np.testing.assert_allclose(ahead[0, :, 0], [100, 105, 110, 115])
    stays = heads_ahead(heads, nothing, 3, Changes(leave_and_hire=False), came)
    np.testing.assert_allclose(stays[0, :, 0], 100)
