# SPDX-License-Identifier: EUPL-1.2
"""The demo's second municipality takes a robot in, works with it, and the first one sees it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from gearskifte.app import boot, demo_neighbour
from gearskifte.kernel.database import roles
from gearskifte.kernel.database.provider import Database
from tests.e2e.conftest import environment
from tests.e2e.visiting import Visitors, assert_sound, goes_to

pytestmark = pytest.mark.e2e

SHARED = """
    SELECT id FROM commons_entry WHERE robot = %s AND municipality = 'Korsbæk Kommune'
    ORDER BY created_at LIMIT 1
"""
TOLD = (
    "GEARSKIFTE_CVR",
    "GEARSKIFTE_COMMONS_HUB",
    "GEARSKIFTE_COMMONS_HUB_KEY",
    "GEARSKIFTE_COMMONS_FEED_FOLDER",
)


def test_a_second_municipality_reuses_a_robot(
    korsbaek: Database, visitors: Visitors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Havneby takes Korsbæk's robot in and works cases off; Korsbæk's page says so, once only."""
    for name, value in {**environment(korsbaek), "GEARSKIFTE_DATA_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    for name in TOLD:
        monkeypatch.setenv(name, "")
        os.environ.pop(name)  # it is put back when the test ends, whatever it is by then
    installed = boot.installation()
    demo_neighbour.join(installed)
    home = demo_neighbour.Town(os.environ)
    home.run("worker", "--once")
    demo_neighbour.meet(installed)
    demo_neighbour.meet(installed)  # as at the demo's next start
    with roles.connected(korsbaek.admin_url) as connection:
        ((entry,),) = connection.execute(SHARED, [demo_neighbour.ROBOT]).fetchall()
    with visitors.visit("henrik") as page:
        page.goto(f"/faelles/{entry}/")
        reused = page.get_by_role("listitem").filter(has_text=f"{demo_neighbour.NAME}, siden")
        expect(reused).to_have_count(1)
        expect(reused).to_contain_text(f"{demo_neighbour.CASES} kørsler")
        rated = f"klaret uden et menneske, i 1 kommune, {demo_neighbour.CASES} sager"
        expect(page.get_by_text(rated)).to_be_visible()
    assert_sound(visitors, "henrik", goes_to(f"/faelles/{entry}/"), "da")
