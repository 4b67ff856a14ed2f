# SPDX-License-Identifier: EUPL-1.2
"""Official projections of earlier years are held against what came, for ever and by themselves."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from gearskifte.connectors.statfiles.public import read_table
from gearskifte.kernel.errors import InputRefused
from gearskifte.workforce.public import Population, base_year, grade, population_of
from gearskifte.workforce.rules.hands.files import claim_lines
from gearskifte.workforce.rules.population.cohort_ratios import forecast
from gearskifte.workforce.rules.population.counts import in_bands
from gearskifte.workforce.rules.promised import verdict
from tests.builders.statistics import as_statbank, invented

pytestmark = pytest.mark.unit


def vintage(counted: Population, base: int, years: int, factor: float = 1.0) -> Population:
    """A projection in single ages that says the counts of `base`, times `factor`, for all years."""
    now = counted.at(base)
    fifth = np.repeat(now[:, :, :-1] / 5, 5, axis=2)
    singles = np.concatenate([fifth, now[:, :, -1:]], axis=2)
    ahead = np.stack([singles, *[singles * factor] * years], axis=-1)
    told = tuple(range(base, base + years + 1))
    return dataclasses.replace(counted, ages=tuple(range(101)), years=told, counts=ahead)


def test_a_vintage_is_graded_on_every_year_that_came() -> None:
    """Each year after its base that is counted has a grade, the newest first; others have none."""
    counted = invented(years=8)  # 2010-2017
    found = grade(vintage(counted, 2014, 20), 2014, counted, counted.areas[1])
    assert [(each.vintage, each.year) for each in found] == [
        (2014, year) for year in (2017, 2016, 2015)
    ]
    assert grade(vintage(counted, 2017, 20), 2017, counted, counted.areas[0]) == ()


def test_it_stands_beside_our_own_forecast_of_that_year_and_no_change() -> None:
    """Ours is what would have been forecast with the counts of the base year, and no later ones."""
    counted = invented(years=8)
    newest = grade(vintage(counted, 2014, 5, 1.1), 2014, counted, counted.areas[1])[0]
    ours = in_bands(forecast(counted.until(2014), 3)[..., -1], counted.ages)
    then, came = in_bands(counted.at(2014), counted.ages), in_bands(counted.at(2017), counted.ages)
    for n, group in enumerate(newest.groups.values()):
        assert group.own is not None
        assert group.no_change is not None
        assert group.came == round(came[1, n])
        assert group.own.persons == round(ours[1, n])
        assert group.official.persons == pytest.approx(then[1, n] * 1.1, abs=1)
        missed = np.abs(then[:, n] - came[:, n]).sum() / came[:, n].sum()
        assert group.no_change.wape == pytest.approx(100 * missed, abs=0.01)


def test_without_counts_before_the_base_there_is_no_forecast_of_ours() -> None:
    """A vintage older than the counts is graded, and nothing is invented beside it."""
    counted = invented(years=3)  # 2010-2012
    older = dataclasses.replace(vintage(counted, 2010, 3), years=(2009, 2010, 2011, 2012))
    newest = grade(older, 2009, counted, counted.areas[0])[0]
    assert all(group.own is None and group.no_change is None for group in newest.groups.values())


@pytest.mark.parametrize(
    ("name", "year"), [("FRKM118-ab.csv", 2018), ("frkm125", 2025), ("x", 2014)]
)
def test_a_vintage_is_dated_by_its_table(name: str, year: int) -> None:
    """FRKM118 was made in 2018; a table of another name in its first year."""
    assert base_year(name, vintage(invented(years=8), 2014, 5)) == year


def test_the_form_that_statbank_gives_is_read() -> None:
    """Semicolons, BOM, codes, single ages, totals and the country: FRKM1xx as BULK gives it."""
    counted = invented(areas=98, years=6)
    told = vintage(counted, 2012, 4, 1.013)
    again = population_of(read_table(as_statbank(told), "FRKM112.csv"), rounded=True)
    assert again.areas == counted.areas
    assert (again.years[0], len(again.ages)) == (2012, 101)
    np.testing.assert_allclose(again.counts, told.counts, atol=0.5)
    assert grade(again, 2012, counted, "101")[0].areas == 98


def test_a_sum_that_is_wrong_by_more_than_rounding_is_refused() -> None:
    """Cells rounded one by one may miss their total by half a person each, and no more."""
    told = vintage(invented(areas=98, years=6), 2012, 2, 1.013)
    with pytest.raises(InputRefused, match="GS-WRK-006"):
        population_of(read_table(as_statbank(told, wrong=80), "FRKM112.csv"), rounded=True)


def test_other_areas_are_refused() -> None:
    """A projection of areas that are not counted is refused with their names."""
    counted = invented(years=6)
    told = dataclasses.replace(vintage(counted, 2012, 3), areas=("x", "y", "z"))
    with pytest.raises(InputRefused, match=r"GS-WRK-004.*x, y, z"):
        grade(told, 2012, counted, "101")


CLAIMS = (
    "udsagn;sted;fra alder;til alder;flere;fra år;til år;kilde\n"
    "Flere gamle;Frederiksberg;80;;100;2012;2014;Avis\n"
    "Flere gamle;147;80;;100;2012;2030;Avis\n"
    "Færre børn;hele landet;0;4;-50;2012;2014;Avis\n"
    "Skæve aldre;147;82;87;5;2012;2014;Avis\n"
)


def test_a_claim_is_held_against_what_came_when_its_year_has_come() -> None:
    """Due claims have what came; later ones how far it is; what cannot be measured says so."""
    counted = invented(years=6)  # 2010-2015
    due, later, country, odd = (verdict(line, counted) for line in claim_lines(CLAIMS.encode()))
    old = counted.counts[1, :, 16:].sum(axis=(0, 1))
    assert (due.due, due.change) == (True, round(old[4] - old[2]))
    assert due.share == pytest.approx((old[4] - old[2]) / 100, abs=0.01)
    assert (later.due, later.until, later.change) == (False, 2015, round(old[5] - old[2]))
    assert country.change is None  # only three municipalities are counted
    assert odd.change is None
    everywhere = invented(areas=98, years=6)
    children = everywhere.counts[:, :, 0].sum(axis=(0, 1))
    assert verdict(country.claim, everywhere).change == round(children[4] - children[2])


def test_a_claim_without_a_place_is_refused() -> None:
    """A line that says nothing of where is refused with its number."""
    with pytest.raises(InputRefused, match=r"GS-WRK-021.*[Ll]ine 2"):
        claim_lines(CLAIMS.replace("Frederiksberg", "").encode())
