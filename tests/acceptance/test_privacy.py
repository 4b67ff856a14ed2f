# SPDX-License-Identifier: EUPL-1.2
"""Every page there is: strict headers, nothing kept, no CPR number anywhere."""

from __future__ import annotations

import logging
import re

import pytest

from tests.acceptance.conftest import Browser, Outcome, Page
from tests.builders.facts import object_id
from tests.builders.people import ANNA, BO, CITIZENS

pytestmark = pytest.mark.acceptance

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data:",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
INLINE = re.compile(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=|javascript:", re.IGNORECASE)
ERRORS = ("/findes-ikke/", f"/mit-overblik/sag/{object_id('bo')}/", "/mit-overblik/sager/alle/")


def _crawl(browser: Browser, start: str) -> None:
    """Follow every link of our own from a page, once each."""
    waiting, known = [start], {start}
    while waiting:
        here = waiting.pop()
        for link in browser.visit(here).links:
            address = link.partition("#")[0]
            address = here.partition("?")[0] + address if address.startswith("?") else address
            if address.startswith("/") and not address.startswith("/static/"):
                if address not in known:
                    waiting.append(address)
                known.add(address)


@pytest.fixture
def pages(imported: Outcome) -> list[Page]:
    """Every page that anybody is led to, and some that are refused or not there."""
    seen: list[Page] = []
    for name in ("", ANNA.name, BO.name, "Mette", "Henrik", "Lise"):
        browser = Browser()
        start = browser.become(name).address if name else "/demo/"
        if name == "Mette":
            start = browser.send(start, start, cpr=ANNA.cpr, formaal="casework").address
            browser.send("/opslag/", "/opslag/", cpr=ANNA.cpr[:9], formaal="casework")
            browser.send("/opslag/", "/opslag/", cpr=CITIZENS[3].cpr, formaal="casework")
        _crawl(browser, start)
        for address in ERRORS:
            browser.visit(address)
        browser.client.post("/log-ud/")
        seen += browser.seen
    assert len({page.address for page in seen}) > 12
    return seen


def _policy(page: Page) -> dict[str, str]:
    parts = page.headers["Content-Security-Policy"].split(";")
    return dict(part.strip().split(" ", 1) for part in parts)


def test_every_page_is_strict_and_is_kept_by_nobody(pages: list[Page]) -> None:
    """Whatever the status, the policy allows our own files only and no cache may keep the page."""
    for page in pages:
        assert _policy(page) == POLICY, page.address
        assert page.headers["Cache-Control"] == "no-store", page.address
        assert page.headers["X-Frame-Options"] == "DENY"
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Referrer-Policy"] == "same-origin"


def test_no_page_fails_or_leads_to_nowhere(pages: list[Page]) -> None:
    """Every link that is shown leads to a page for whoever it is shown to."""
    for page in pages:
        lost = page.status == 404 and page.address not in ERRORS
        assert page.status < 500, page.address
        assert not lost, page.address


def test_no_cpr_number_is_in_any_address_page_or_header(pages: list[Page]) -> None:
    """Not the citizens' own, not one that was looked up, not one that was typed in vain."""
    numbers = [person.cpr for person in CITIZENS]
    forms = [*numbers, *(f"{each[:6]}-{each[6:]}" for each in numbers), ANNA.cpr[:9]]
    for page in pages:
        shown = " ".join((page.address, page.html, *page.headers.values()))
        assert not [number for number in forms if number in shown], page.address


def test_nothing_runs_or_is_drawn_from_within_a_page(pages: list[Page]) -> None:
    """No script, style or handler stands in the HTML, so the policy need allow none."""
    inline = re.compile(
        r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=|javascript:", re.IGNORECASE
    )
    for page in pages:
        assert not inline.search(page.html), page.address


def test_no_cpr_number_is_logged(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], imported: Outcome
) -> None:
    """No log record, at any level, and nothing printed tells a number or a citizen's name."""
    caplog.set_level(logging.DEBUG)
    browser = Browser()
    browser.become("Mette")
    browser.send("/opslag/", "/opslag/", cpr=ANNA.cpr, formaal="casework")
    browser.send("/opslag/", "/opslag/", cpr=f"{ANNA.cpr}x", formaal="casework")
    browser.client.post("/opslag/", {"cpr": ANNA.cpr, "formaal": "casework"})
    browser.visit("/findes-ikke/")
    out, err = capfd.readouterr()
    told = " ".join((caplog.text, out, err))
    assert caplog.records
    for person in (ANNA, BO):
        assert person.cpr not in told
        assert f"{person.cpr[:6]}-{person.cpr[6:]}" not in told


@pytest.mark.parametrize("address", ["/demo/bliv/", "/opslag/", "/log-ud/", "/sprog/"])
def test_a_form_without_its_token_is_refused(imported: Outcome, address: str) -> None:
    """No other site can send a form in somebody's name."""
    browser = Browser()
    browser.become("Mette")
    values = {"cpr": ANNA.cpr, "formaal": "casework", "person": "mette", "language": "en"}
    for token in ({}, {"csrfmiddlewaretoken": "x" * 64}):
        answer = browser.client.post(address, {**values, **token})
        assert answer.status_code == 403
        assert "GS-UI-419" in answer.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_pages_are_read_and_not_written_to(browser: Browser, method: str) -> None:
    """A page that only shows something takes no other request."""
    browser.client.handler.enforce_csrf_checks = False
    for address in ("/mit-overblik/", "/nyt/", "/hvem-har-set/", "/kilder/", "/demo/", "/"):
        assert getattr(browser.client, method)(address).status_code == 405


def test_another_host_name_is_refused(browser: Browser) -> None:
    """The site answers only to the names it is configured with."""
    answer = browser.client.get("/demo/", SERVER_NAME="evil.example")
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()
    assert answer.headers["Content-Security-Policy"]
