# SPDX-License-Identifier: EUPL-1.2
"""What citizens will see is seen before it is switched on; how much pages are used is counted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gearskifte.kernel.time import local_date, system_now
from gearskifte.overview.rules.guide_csv import COLUMNS, VIEW_COLUMNS
from tests.acceptance.conftest import Browser, Outcome, Run
from tests.acceptance.test_guide import _publish, _row
from tests.builders.facts import object_id
from tests.builders.people import ANNA

pytestmark = pytest.mark.acceptance

HEAD = ";".join((*COLUMNS, *VIEW_COLUMNS))


def test_a_page_is_seen_as_the_citizen_will_see_it_on_a_day(
    run: Run, imported: Outcome, tmp_path: Path
) -> None:
    """Open today, closed from next week: the case is there now, and gone on that day's page."""
    soon = local_date(system_now()) + timedelta(days=7)
    open_now = _row(slags="visning", gælder_fra="2020-01-01")
    later = _row(slags="visning", gælder_fra=soon.isoformat(), vises="nej")
    assert _publish(run, tmp_path, open_now, later).status == 0
    official = Browser()
    official.become("Mette")
    page = official.send("/opslag/", "/opslag/", cpr=ANNA.cpr, formaal="casework")
    today = official.visit(f"{page.address}som-borgeren/")
    assert "Sådan ser" in today.text
    assert "Annas parkeringskort" in today.text
    case = next(link for link in today.links if f"/sag/{object_id('anna')}/" in link)
    assert official.visit(case).status == 200
    then = official.visit(f"{page.address}som-borgeren/?dag={soon.isoformat()}")
    assert "parkeringskort" not in then.text
    shut = f"{page.address}som-borgeren/{soon.isoformat()}/sag/{object_id('anna')}/"
    assert official.visit(shut).status == 404
    assert official.visit(f"{page.address}som-borgeren/i-morgen/").status == 404


def test_a_table_is_tried_and_nothing_is_kept(run: Run, imported: Outcome) -> None:
    """A manager sees which subjects close; a table with a fault is refused with its line."""
    assert run("worker", "--once").status == 0
    manager = Browser()
    manager.become("Henrik")
    address = "/det-borgerne-ser/proev/"
    table = f"{HEAD}\n" + _row(slags="visning", gælder_fra="2020-01-01", vises="nej")
    tried = _send(manager, address, table)
    assert "lukkes" in tried
    refused = _send(manager, address, f"{HEAD}\n" + _row(slags="visning", gælder_fra="i går"))
    assert "Linje 2" in refused
    assert run("overview", "guide", "show").json["exposures"] == []


def _send(browser: Browser, address: str, table: str) -> str:
    file = SimpleUploadedFile("tabel.csv", table.encode(), content_type="text/csv")
    return browser.send(address, address, tabel=file).text  # type: ignore[arg-type]


def test_how_much_pages_are_used_is_counted_every_night(run: Run, imported: Outcome) -> None:
    """Page, role and number stand in a table and a CSV; citizens cannot get in."""
    browser = Browser()
    browser.become(ANNA.name)
    browser.visit("/mit-overblik/")
    assert run("worker", "--once").status == 0
    manager = Browser()
    manager.become("Henrik")
    assert "Overblikket" in manager.visit("/det-borgerne-ser/brug/").text
    told = manager.visit("/det-borgerne-ser/brug.csv")
    assert "overview;citizen;;2;<5" in told.html
    assert browser.visit("/det-borgerne-ser/brug/").status == 403
