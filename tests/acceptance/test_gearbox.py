# SPDX-License-Identifier: EUPL-1.2
"""The director sees the loop; every figure leads to its rows, and each role to its own home."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

import pytest

from gearskifte.demo.public import STAFF
from gearskifte.kernel.access import MANAGERS, Role
from tests.acceptance.conftest import Browser, Outcome, Run

pytestmark = pytest.mark.acceptance

NAMES: Final = {Role(person.part): person.name for person in reversed(STAFF)}
HOMES: Final = {
    Role.CASE_WORKER: "/opslag/",
    Role.DEPARTMENT_HEAD: "/robotter/",
    Role.DIGITALISATION_CHIEF: "/gearkassen/",
    Role.DIRECTOR: "/gearkassen/",
    Role.HR: "/haenderne/",
    Role.INTEGRATOR: "/kilder/",
}
MAY: Final = {
    "/gearkassen/": set(MANAGERS),
    "/gearkassen/tal.csv": set(MANAGERS),
    "/robotter/": set(MANAGERS),
    "/service/": set(MANAGERS),
    "/loefter/": set(MANAGERS),
    "/haenderne/": {*MANAGERS, Role.HR},
    "/haenderne/frigjorte/": {*MANAGERS, Role.HR},
    "/kilder/": {*MANAGERS, Role.INTEGRATOR},
    "/faelles/": {Role.CASE_WORKER, *MANAGERS, Role.HR, Role.INTEGRATOR},
    "/opslag/": {Role.CASE_WORKER},
}


@pytest.fixture
def filled(imported: Outcome, run: Run) -> Outcome:
    """Everything imported, counted and shown."""
    return run("worker", "--once")


def _as(role: Role) -> Browser:
    browser = Browser()
    browser.become(NAMES[role].split()[0])
    return browser


@pytest.mark.parametrize("role", HOMES)
def test_each_role_begins_at_its_own_home(filled: Outcome, role: Role) -> None:
    """Logging in leads to the page where that role sees what to do now."""
    assert _as(role).visit("/").address == HOMES[role]


@pytest.mark.parametrize("role", HOMES)
def test_rights_are_those_of_the_role(filled: Outcome, role: Role) -> None:
    """Every room's first page opens for its roles, and is refused to all others."""
    browser = _as(role)
    for address, roles in MAY.items():
        expected = 200 if role in roles else 403
        assert browser.visit(address).status == expected, address


def test_every_figure_leads_to_the_rows_behind_it(filled: Outcome) -> None:
    """Each figure has source, time and method, and its address opens for who sees the figure."""
    director = _as(Role.DIRECTOR)
    page = director.visit("/gearkassen/")
    figures = list(
        csv.DictReader(io.StringIO(director.visit("/gearkassen/tal.csv").html), delimiter=";")
    )
    assert {each["room"] for each in figures} <= {
        "citizens",
        "robots",
        "effects",
        "hands",
        "commons",
        "pace",
    }
    for each in figures:
        assert each["source"], each
        assert each["method"], each
        assert each["as_of"], each
        assert each["rows"] in page.links
        assert director.visit(each["rows"]).status == 200


def test_what_waits_leads_to_where_it_is_decided(run: Run, tmp_path: Path) -> None:
    """A refused message waits for somebody, and the link opens where it can be decided."""
    (tmp_path / "rod.xml").write_text("<ikke><lukket>", encoding="utf-8")
    run("registry", "import", str(tmp_path))
    director = _as(Role.DIRECTOR)
    page = director.visit("/gearkassen/")
    assert "1 besked kan ikke læses" in page.text
    assert "/kilder/" in page.links
