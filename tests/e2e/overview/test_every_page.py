# SPDX-License-Identifier: EUPL-1.2
"""Every address of the room that has a page, as every role that has it, with real objects in it.

The addresses are the room's own; what stands in them is found by following the links of the pages,
so a page that nothing leads to is found out too.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from gearskifte.kernel.database.provider import Database
from gearskifte.overview.urls import app_name, urlpatterns
from tests.e2e.visiting import (
    CAN_SCROLL,
    HEIGHT,
    LANGUAGES,
    WIDTHS,
    Visitors,
    cpr_of,
    looks_up,
    opens_first_case,
)

pytestmark = pytest.mark.e2e

NO_PAGES: Final = frozenset(
    {
        *("mine-json", "download-json", "download-document", "download-schema", "usage-csv"),
        *("accept-mandate", "revoke-mandate", "choose-day"),
    }
)
"""Addresses of files, and those that take a form and lead on to a page."""
PAGES: Final = frozenset(pattern.name for pattern in urlpatterns) - NO_PAGES
_ALL: Final = "?vis=alle"


@pytest.fixture(scope="module")
def story(visitors_apart: Visitors, korsbaek_apart: Database) -> None:
    """Karen says what is wrong and lets Jonas see a case; a message does not reach her."""
    with visitors_apart.visit("karen") as page:
        opens_first_case(page)
        case = page.url
        page.locator("main a[href*='forkert/skriv']").first.click()
        page.locator("#tekst").fill("Det var fire fald.")
        page.locator("main form button").click()
        page.goto(case)
        page.locator("main a[href*='/fuldmagter/sag/']").click()
        page.locator("input[value='sag']").check()
        page.locator("input[value='30']").check()
        page.locator("main form button").click()
        code = page.locator(".gs-panel strong").inner_text()
    with visitors_apart.visit("jonas") as page:
        page.goto("/fuldmagter/")
        page.locator("#kode").fill(code)
        page.locator("form[action*='kode'] button").click()
    with psycopg.connect(korsbaek_apart.owner_url) as owner:
        owner.execute(
            "INSERT INTO overview_message (id, person_id, made_at, channel, state, attempts,"
            " due_at, ended_at, reason, owner, unit, subject, handled_by, handling)"
            " SELECT gen_random_uuid(), person_id, now(), 'email', 'escalated', 1, now(), now(),"
            " 'unseen', owner, unit, subject, '', ''"
            " FROM overview_correction WHERE text = 'Det var fire fald.'"
        )


STARTS: Final = {
    "karen": ("/mit-overblik/", f"/hvem-har-set/{_ALL}"),
    "viggo": ("/mit-overblik/",),
    "sofie": ("/mit-overblik/", "/fuldmagter/"),
    "jonas": ("/fuldmagter/",),
    "mette": ("/opslag/", "/rettelser/", "/beskeder/ikke-naaet/"),
    "henrik": ("/det-borgerne-ser/", "/rettelser/", "/beskeder/ikke-naaet/"),
    "nadia": ("/det-borgerne-ser/",),
    "lise": ("/det-borgerne-ser/", "/rettelser/"),
    "frederik": ("/det-borgerne-ser/brug/",),
}
"""Where each person of the demo begins; everything else is reached from there."""
LOOKED_AT: Final = {
    "viggo": {"cases"},
    "sofie": {"acting", "acting-case", "acting-money", "mandates"},
    "jonas": {"acting", "acting-case", "mandates"},
}
"""Which pages are looked at as somebody, of those who are citizens like Karen."""


@pytest.fixture(scope="module")
def walked(visitors_apart: Visitors, story: None) -> dict[str, dict[str, str]]:
    """The first address of each page that each person can reach, by the page's name."""
    found = {}
    for person, starts in STARTS.items():
        with visitors_apart.visit(person) as page:
            begins = list(starts)
            if person == "mette":
                looks_up(cpr_of("karen"), "casework")(page)
                begins.append(page.url)
                page.locator("form[action*='som-borgeren'] button").click()
                begins.append(page.url)
            found[person] = _reached(page, begins)
    return found


def _reached(page: Page, begins: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    waiting = begins
    while waiting:
        address = waiting.pop(0)
        name = _page_of(address)
        if not name or name in found:
            continue
        answer = page.goto(address)
        if answer is None or answer.status != 200:
            continue
        found[name] = address
        links = page.locator("a[href]").evaluate_all("found => found.map(each => each.href)")
        waiting += [link for link in links if _page_of(link) not in {"", *found}]
    return found


def _page_of(address: str) -> str:
    """The name of the room's page with an address; "" for files, other rooms and other sites."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return ""
    mine = match.app_name == app_name and match.url_name in PAGES
    return str(match.url_name) if mine else ""


def test_every_page_is_reached_by_somebody(walked: dict[str, dict[str, str]]) -> None:
    """No page of the room stands alone: following links, each is found with a real object in it."""
    reached = {name for pages in walked.values() for name in pages}
    assert PAGES - reached == set()


def test_each_role_reaches_what_is_its_own(walked: dict[str, dict[str, str]]) -> None:
    """Citizens reach no page of officials, leaders nobody's page, and a narrow mandate no money."""
    official = {"look-up", "citizen", "citizen-case", "preview", "preview-case", "answer"}
    own = {"mine", "case", "money", "log", "download", "mandates", "corrections", "acting"}
    for person in ("karen", "viggo", "sofie", "jonas"):
        assert not official & walked[person].keys()
    for person in ("mette", "henrik", "nadia", "lise", "frederik"):
        assert not own & walked[person].keys()
    for person in ("henrik", "nadia", "lise", "frederik"):
        assert not official & walked[person].keys()
    assert "acting-money" in walked["sofie"]
    assert {"acting", "acting-case"} <= walked["jonas"].keys()
    assert "acting-money" not in walked["jonas"]


@pytest.mark.parametrize("person", STARTS)
def test_every_page_of_a_role_is_sound(
    visitors_apart: Visitors, walked: dict[str, dict[str, str]], person: str
) -> None:
    """At three widths no barrier that axe knows of and no sideways scroll; nothing is left open."""
    # axe is slow: it sees a page at all widths as who reaches it first, at one as anybody else.
    met = {name for other in _before(person) for name in walked[other]}
    kept = LOOKED_AT.get(person, PAGES)
    pages = [(name, address) for name, address in walked[person].items() if name in kept]
    for number, (name, address) in enumerate(pages):
        language = LANGUAGES[number % 2]
        with visitors_apart.visit(person, language=language) as page:
            page.goto(address)
            _assert_nothing_is_left_open(page, name, language)
            for place, width in enumerate(WIDTHS):
                page.set_viewport_size({"width": width, "height": HEIGHT})
                assert not page.evaluate(CAN_SCROLL), f"{name}: sideways at {width} pixels"
                if name not in met or place == number % len(WIDTHS):
                    found = Axe().run(page, options={"resultTypes": ["violations"]})
                    assert found.violations_count == 0, f"{name}, {width}: {found.response}"


def _before(person: str) -> list[str]:
    people = list(STARTS)
    return people[: people.index(person)]


def _assert_nothing_is_left_open(page: Page, name: str, language: str) -> None:
    """One heading, one primary action at most, links with names, and texts without holes."""
    text = page.locator("body").inner_text()
    holes = ("%(", "{{", "GS-UI-500", *(("None",) if language == "da" else ()))
    assert not [hole for hole in holes if hole in text], name
    assert page.locator("h1").count() == 1, name
    assert page.locator("main .button-primary").count() <= 1, f"{name}: two primary actions"
    nameless = page.locator("a:not([aria-label])").evaluate_all(
        "found => found.filter(each => !each.textContent.trim()).length"
    )
    assert nameless == 0, f"{name}: a link without a name"
