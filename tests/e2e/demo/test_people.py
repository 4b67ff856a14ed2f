# SPDX-License-Identifier: EUPL-1.2
"""The demo login: whom one can be, and where each of them is led."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin

import httpx
import pytest

from gearskifte.demo.public import CITIZENS, STAFF
from tests.e2e.visiting import LANGUAGES, Visitors, assert_sound, goes_to

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_login_page_is_sound(visitors: Visitors, language: str) -> None:
    """At every width and in both languages: no barrier, no sideways scroll, no broken rule."""
    assert_sound(visitors, "", goes_to("/demo/"), language)


def test_everybody_told_of_can_log_in(visitors: Visitors) -> None:
    """Each person of the demo is one press away from their own page, and so is the way out."""
    with visitors.visit() as page:
        page.goto("/")
        for person in (*CITIZENS, *STAFF):
            page.get_by_role("button", name=f"Vær {person.name}", exact=True).click()
            assert person.name in page.get_by_role("banner").inner_text()
            assert page.get_by_role("heading", level=1).inner_text() != "Hvem vil du være?"
            page.get_by_role("button", name="Log ud").click()


def test_people_of_imported_messages_can_be_chosen(visitors: Visitors) -> None:
    """Citizens whom other messages brought stand folded under the demo's own."""
    with visitors.visit() as page:
        page.goto("/demo/")
        page.get_by_text("Vis de senest mødte").click()
        others = page.get_by_role("region", name="Andre borgere i registret")
        others.get_by_role("button").first.click()
        assert page.get_by_text("Her er, hvad kommunen har om dig.").is_visible()


_ONE_OF_A_KIND = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d[\d.]*|=[^&]*")


@pytest.mark.parametrize("person", [each.key for each in (*CITIZENS, *STAFF)])
def test_every_link_leads_to_a_page(product: str, person: str) -> None:
    """Whoever follows a link gets what it names: a page of each kind, as each of the demo."""
    with httpx.Client(base_url=product, follow_redirects=True, timeout=300) as client:
        start = client.get("/demo/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', start.text)
        assert token is not None
        sent = {"person": person, "csrfmiddlewaretoken": token[1]}
        first = client.post("/demo/bliv/", data=sent, headers={"Origin": product})
        waiting, known = [first.url.raw_path.decode()], set[str]()
        while waiting:
            here = waiting.pop()
            kind = _ONE_OF_A_KIND.sub("*", here)
            if kind in known:
                continue
            known.add(kind)
            page = client.get(here)
            assert page.status_code == 200, here
            if "html" in page.headers["content-type"]:
                links = re.findall(r'<a [^>]*href="([^"#]+)', page.text)
                waiting += [urljoin(here, unescape(link)) for link in links]
            waiting = [each for each in waiting if each.startswith("/")]
    assert len(known) > 3
