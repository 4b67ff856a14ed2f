# SPDX-License-Identifier: EUPL-1.2
"""The municipality publishes what it has promised, and decides what of its cases is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from gearskifte.overview.publishing import forget_kept
from gearskifte.overview.rules.guide_csv import COLUMNS, VIEW_COLUMNS
from tests.acceptance.conftest import Browser, Outcome, Run
from tests.builders.people import ANNA

pytestmark = pytest.mark.acceptance

HEAD = ";".join((*COLUMNS, *VIEW_COLUMNS))


def _row(**values: str) -> str:
    return ";".join(values.get(name, "") for name in (*COLUMNS, *VIEW_COLUMNS))


def _publish(run: Run, folder: Path, *rows: str) -> Outcome:
    file = folder / "vejledning.csv"
    file.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    done = run("overview", "guide", "publish", str(file))
    forget_kept()
    return done


def test_a_published_contact_stands_on_the_case(
    run: Run, browser: Browser, imported: Outcome, tmp_path: Path
) -> None:
    """What the table says of a unit is what the citizen reads on its cases."""
    done = _publish(
        run,
        tmp_path,
        _row(slags="enhed", nøgle="Team Hjælpemidler", telefon="00 00 00 41", åbningstid="9-12"),
    )
    assert done.status == 0, done.errors
    assert "1 units" in done.printed
    browser.become(ANNA.name)
    address = next(a for a in browser.visit("/mit-overblik/").links if "/sag/" in a)
    assert "00 00 00 41" in browser.visit(address).text
    assert run("overview", "guide", "show").json["units"][0]["hours"] == "9-12"


def test_what_is_closed_is_on_no_page(
    run: Run, browser: Browser, imported: Outcome, tmp_path: Path
) -> None:
    """A closed subject is gone from the list, its address, the JSON and the download."""
    browser.become(ANNA.name)
    before = browser.visit("/mit-overblik/")
    address = next(a for a in before.links if "/sag/" in a)
    assert (
        _publish(run, tmp_path, _row(slags="visning", nøgle="99", gælder_fra="2020-01-01")).status
        == 0
    )
    for page in ("/mit-overblik/", "/mit-overblik.json", "/hent/mit-overblik.json", "/nyt/"):
        assert "parkeringskort" not in browser.visit(page).html
    assert browser.visit(address).status == 404


def test_a_table_with_a_fault_changes_nothing(run: Run, tmp_path: Path) -> None:
    """The line and the fault are told, and what held before still holds."""
    _publish(run, tmp_path, _row(slags="kilde", nøgle="Nexus", svarfrist_dage="2"))
    with pytest.raises(Exception, match=r"GS-OVW-010.*Line 2"):
        _publish(run, tmp_path, _row(slags="visning", nøgle="99", gælder_fra="i går"))
    assert run("overview", "guide", "show").json["sources"][0]["source"] == "Nexus"
