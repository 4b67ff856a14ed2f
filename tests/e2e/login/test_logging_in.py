# SPDX-License-Identifier: EUPL-1.2
"""Citizens and officials log in at real providers, in a real browser, and out again."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.login.conftest import Town, log_in_citizen, log_in_official, new_tab
from tests.e2e.visiting import cpr_of, path_of

pytestmark = pytest.mark.e2e

HEARD_SECONDS = 8
"""Another web process hears within five seconds that a login has ended."""

LOGIN = "__Host-gearskifte_identity"


def test_a_citizen_comes_to_the_page_they_wanted(tab: Page) -> None:
    """A citizen logs in by OpenID Connect and sees their own data, at the page they asked for."""
    log_in_citizen(tab, "sofie", "/log-ind/citizens/?til=/nyt/")
    assert path_of(tab) == "/nyt/"
    tab.goto("/mit-overblik/")
    assert "Sofie Holm" in tab.content()
    assert tab.locator("main a[href*='/sag/']").count() > 0


def test_the_cpr_number_is_nowhere_the_browser_can_see(tab: Page) -> None:
    """Neither the addresses of a log-in nor its cookies hold the CPR number."""
    seen: list[str] = []
    tab.on("request", lambda request: seen.append(request.url + str(request.post_data or "")))
    log_in_citizen(tab, "sofie")
    cookies = [str(cookie["value"]) for cookie in tab.context.cookies()]
    number = cpr_of("sofie")
    assert seen
    assert not [each for each in seen + cookies if number in each or number[:6] in each]


def test_a_login_is_a_cookie_that_no_script_and_no_other_host_can_make(tab: Page) -> None:
    """The login's cookie is HttpOnly, Secure, Lax, of this host alone, and not the one begun."""
    tab.goto("/log-ind/")
    log_in_citizen(tab, "sofie")
    cookies = {each["name"]: each for each in tab.context.cookies(tab.url)}
    login = cookies[LOGIN]
    assert (login["httpOnly"], login["secure"], login["sameSite"]) == (True, True, "Lax")
    assert login["path"] == "/"
    assert "gearskifte_login" not in cookies


@pytest.mark.parametrize(
    ("who", "code"),
    [("weak", "GS-LOGIN-006"), ("silent", "GS-LOGIN-006"), ("nobody", "GS-LOGIN-008")],
)
def test_a_weak_or_nameless_citizen_is_refused(tab: Page, who: str, code: str) -> None:
    """A level that is low or not stated, and a citizen without a CPR number, open nothing."""
    log_in_citizen(tab, who)
    assert code in tab.content()
    assert LOGIN not in {each["name"] for each in tab.context.cookies()}


def test_an_official_gets_the_role_of_their_group(tab: Page) -> None:
    """An official logs in by SAML, with an enciphered assertion, and may look a citizen up."""
    log_in_official(tab, "ida")
    assert path_of(tab) == "/opslag/"
    assert "Ida" in tab.content()
    assert "Ydelseskontoret" in tab.content() or "Sagsbehandler" in tab.content()


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("low", "GS-LOGIN-006"),
        ("boss", "GS-LOGIN-006"),
        ("guest", "GS-LOGIN-007"),
        ("foreign", "GS-LOGIN-009"),
    ],
)
def test_an_official_without_a_right_is_refused(tab: Page, who: str, code: str) -> None:
    """Too low for the role, no role, or another authority: each is told and opens nothing."""
    log_in_official(tab, who)
    assert code in tab.content()
    tab.goto("/opslag/")
    assert "GS-OVW-001" in tab.content()


def test_logging_out_ends_the_login_everywhere(chromium: Browser, town: Town, tab: Page) -> None:
    """After logging out, a copy of the login's cookie in another browser opens nothing."""
    log_in_citizen(tab, "sofie")
    stolen = next(each for each in tab.context.cookies() if each["name"] == LOGIN)
    with new_tab(chromium, town) as other:
        other.context.add_cookies([stolen])  # type: ignore[list-item]
        other.goto("/mit-overblik/")
        assert "Sofie Holm" in other.content()
        tab.goto("/mit-overblik/")
        tab.locator("form[action='/log-ud/'] button").first.click()
        tab.wait_for_url("**/session/end**")
        deadline = time.monotonic() + HEARD_SECONDS
        asked_late = False
        while "GS-OVW-001" not in other.content():
            assert not asked_late, other.locator("main").inner_text()[:300]
            asked_late = time.monotonic() > deadline
            other.goto("/mit-overblik/")


def test_an_official_logs_out_at_the_provider_too(tab: Page) -> None:
    """Logging out goes on to the provider by itself, which confirms it, and comes back."""
    log_in_official(tab, "ida")
    tab.locator("form[action='/log-ud/'] button").first.click()
    tab.wait_for_url("**/log-ud/faerdig/")
    tab.goto("/opslag/")
    assert "GS-OVW-001" in tab.content()


def test_the_provider_can_end_a_login(town: Town, tab: Page) -> None:
    """A log-out that begins at the officials' provider ends the login here."""
    log_in_official(tab, "ida")
    tab.goto(f"http://127.0.0.1:{town.saml_port}/logout")
    tab.goto("/opslag/")
    assert "GS-OVW-001" in tab.content()


def test_the_demo_login_cannot_be_reached_in_production(town: Town) -> None:
    """In production there is no demo login: not its list, not its form, not a way to it."""
    for method, path in (("GET", "/demo/"), ("POST", "/demo/bliv/"), ("GET", "/demo/bliv/")):
        assert town.site.call(method, path).status in {403, 404}
    answer = town.site.call("GET", "/")
    assert {name.lower(): value for name, value in answer.headers.items()}[
        "location"
    ] == "/log-ind/"
    assert b"demo" not in town.site.call("GET", "/log-ind/").body
