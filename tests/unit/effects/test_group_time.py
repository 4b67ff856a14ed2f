# SPDX-License-Identifier: EUPL-1.2
"""ATT(g,t) is what the reference implementation (R's did 2.5) says it is, to the last digits."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from gearskifte.effects.public import (
    Base,
    Controls,
    GroupTimeDesign,
    GroupTimes,
    Method,
    NothingToCompare,
    Summary,
    group_times,
    joint_test,
    read_panel,
    summed,
)
from tests.unit.effects.made_panels import made_panel

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[3]
DID = Path(os.environ.get("GEARSKIFTE_SHARED") or ROOT.parent / "shared") / "eventlogs" / "did"
SCENARIOS = {
    "mpdta_nev_dr": (GroupTimeDesign(), ()),
    "mpdta_nyt_dr": (GroupTimeDesign(controls=Controls.NOT_YET), ()),
    "mpdta_nev_reg_cov": (GroupTimeDesign(method=Method.REGRESSION), ("lpop",)),
    "mpdta_nev_ipw": (GroupTimeDesign(method=Method.WEIGHTING), ()),
}
# Published with the package: county teen employment, doubly robust with log population.
WITH_POPULATION = {
    (2004, 2004): (-0.0145, 0.0221),
    (2004, 2006): (-0.1404, 0.0354),
    (2006, 2007): (-0.0413, 0.0197),
    (2007, 2007): (-0.0288, 0.0162),
}


def rows(name: str, scenario: str) -> Iterator[dict[str, str]]:
    """The reference's rows of one scenario."""
    with (DID / name).open(encoding="utf-8") as table:
        yield from (row for row in csv.DictReader(table) if row["scenario"] == scenario)


def employment(design: GroupTimeDesign, covariates: tuple[str, ...] = ()) -> GroupTimes:
    """The effects on county teen employment."""
    if not DID.is_dir():
        pytest.skip(f"the reference is not at {DID}")
    text = (DID / "mpdta.csv").read_text(encoding="utf-8")
    table = read_panel(text, covariates=covariates)
    panel, holed = table.panel("lemp").balanced(table.stacked_covariates())
    assert holed == 0
    return group_times(panel, design)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_effects_and_errors_are_the_references(scenario: str) -> None:
    """Every ATT(g,t) is within 1e-12 of R's and its standard error within 1e-10."""
    found = employment(*SCENARIOS[scenario])
    told = [(float(row["att"]), float(row["se"])) for row in rows("ref_attgt.csv", scenario)]
    assert len(told) == len(found.effect)
    np.testing.assert_allclose(found.effect, [att for att, _ in told], rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.error, [se for _, se in told], rtol=0, atol=1e-10)


@pytest.mark.parametrize("by", Summary)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_summaries_are_the_references(scenario: str, by: Summary) -> None:
    """Every summary and its parts are R's."""
    found = summed(employment(*SCENARIOS[scenario]), by)
    told = [row for row in rows("ref_aggte.csv", scenario) if row["type"] == by.value]
    assert found.overall == pytest.approx(float(told[0]["overall_att"]), abs=1e-12)
    assert found.overall_error == pytest.approx(float(told[0]["overall_se"]), abs=1e-10)
    parts = [row for row in told if row["egt"] != "NA"]
    assert found.at.tolist() == [float(row["egt"]) for row in parts]
    np.testing.assert_allclose(
        found.effect, [float(row["att_egt"]) for row in parts], rtol=0, atol=1e-12
    )
    np.testing.assert_allclose(
        found.error, [float(row["se_egt"]) for row in parts], rtol=0, atol=1e-10
    )


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_joint_test_before_adoption_is_the_references(scenario: str) -> None:
    """Wald's W over all effects before adoption is R's, and so is its p-value."""
    found = joint_test(employment(*SCENARIOS[scenario]))
    told = next(rows("ref_pretest.csv", scenario))
    assert found.statistic == pytest.approx(float(told["W"]), abs=1e-9)
    assert found.p == pytest.approx(float(told["Wpval"]), abs=1e-5)


def test_doubly_robust_with_a_covariate_is_as_published() -> None:
    """With log population as covariate the doubly robust effects are the published ones."""
    found = employment(GroupTimeDesign(), ("lpop",))
    cells = zip(found.group, found.time, found.effect, found.error, strict=True)
    told = {(int(g), int(t)): (round(att, 4), round(se, 4)) for g, t, att, se in cells}
    assert {cell: told[cell] for cell in WITH_POPULATION} == WITH_POPULATION


def test_a_universal_base_is_zero_by_definition_just_before_adoption() -> None:
    """The base itself has effect 0 and no error, and effects after adoption are the same."""
    varying = employment(GroupTimeDesign())
    fixed = employment(GroupTimeDesign(base=Base.UNIVERSAL))
    base = fixed.time == fixed.group - 1
    assert np.isnan(fixed.error[base]).all()
    assert (fixed.effect[base] == 0).all()
    after = fixed.effect[fixed.time >= fixed.group]
    np.testing.assert_allclose(after, varying.effect[varying.time >= varying.group], atol=1e-15)


def test_anticipation_moves_the_base() -> None:
    """With a year of anticipation effects are measured from the year before that."""
    plain = employment(GroupTimeDesign())
    ahead = employment(GroupTimeDesign(anticipation=1))
    of = {(g, t): e for g, t, e in zip(plain.group, plain.time, plain.effect, strict=True)}
    seen = {(g, t): e for g, t, e in zip(ahead.group, ahead.time, ahead.effect, strict=True)}
    assert (2004, 2004) not in seen
    assert seen[2007, 2007] == pytest.approx(of[2007, 2006] + of[2007, 2007])


def test_methods_agree_without_covariates() -> None:
    """Regression, weighting and both are one where there is nothing to adjust for."""
    panel, _ = made_panel(effect=-0.2).balanced()
    found = [group_times(panel, GroupTimeDesign(method=method)) for method in Method]
    for other in found[1:]:
        np.testing.assert_allclose(other.effect, found[0].effect, atol=1e-12)
        np.testing.assert_allclose(other.error, found[0].error, atol=1e-12)


def test_a_panel_without_anybody_to_compare_with_is_refused() -> None:
    """When all adopt at once there is no ATT(g,t), whoever is asked for as controls."""
    panel, _ = made_panel(8, 8, date=18).balanced()
    for controls in Controls:
        with pytest.raises(NothingToCompare):
            group_times(panel, GroupTimeDesign(controls=controls))
