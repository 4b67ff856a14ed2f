# SPDX-License-Identifier: EUPL-1.2
"""The department head's pages of service, deadlines and promises."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from uuid import uuid4

import msgspec
import psycopg
import pypdf
import pytest
from playwright.sync_api import Page

from gearskifte.effects.rules.adoption import first_day
from gearskifte.effects.rules.case_panel import StartedCase
from gearskifte.effects.rules.reckoning import Known, Promised, reckon
from gearskifte.kernel.database.provider import Database
from tests.e2e.visiting import LANGUAGES, Visitors, assert_sound, goes_to

pytestmark = pytest.mark.e2e

TOPIC = "/service/emne/99.10.01/"


def _sends_an_empty_deadline(page: Page) -> None:
    page.goto(TOPIC)
    page.locator("main form button").click()


def _sends_no_reason(page: Page) -> None:
    page.goto(f"{TOPIC}aktiviteter/")
    page.locator("main form button").click()


def _sends_an_empty_promise(page: Page) -> None:
    page.goto("/loefter/nyt/")
    page.locator("main form button").click()


def _opens_a_promise(page: Page) -> None:
    page.goto("/loefter/")
    page.locator("main table a").first.click()


PAGES = {
    "service": goes_to("/service/"),
    "deadlines": goes_to("/service/frister/"),
    "kind of case": goes_to(TOPIC),
    "deadline with errors": _sends_an_empty_deadline,
    "activities": goes_to(f"{TOPIC}aktiviteter/"),
    "activities with errors": _sends_no_reason,
    "promises": goes_to("/loefter/"),
    "new promise": goes_to("/loefter/nyt/"),
    "new promise with errors": _sends_an_empty_promise,
    "promise": _opens_a_promise,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_service_is_sound(visitors: Visitors, name: str, language: str) -> None:
    """At every width and in both languages: no barrier, no sideways scroll, no broken rule."""
    assert_sound(visitors, "henrik", PAGES[name], language)


def test_how_cases_were_decided_stands_on_the_page_and_by_month(visitors: Visitors) -> None:
    """Each decision has its share, its number and its interval; the months are a table."""
    with visitors.visit("henrik", language="da") as page:
        page.goto(TOPIC)
        section = page.locator("section[aria-labelledby=decided]")
        granted = section.get_by_role("row", name="Imødekommet").inner_text()
        fetched = page.request.get(str(section.get_by_role("link").get_attribute("href")))
    assert re.search(r"\d+\s%\s+\d+ af \d+, \d+–\d+\s%", granted), granted
    lines = fetched.text().splitlines()
    assert lines[0].startswith("municipality,kle,month,started,ending,decision,count,share")
    assert len(lines) > 1


def _printed(page: Page) -> tuple[int, str]:
    """How many A4 pages it takes on paper, and all that stands on them, in one line."""
    read = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    return len(read.pages), re.sub(
        r"\s+", " ", " ".join(each.extract_text() for each in read.pages)
    )


def test_a_reckoning_prints_with_its_verdict_and_its_hash(visitors: Visitors) -> None:
    """On paper, two pages at most: the sentence, each verdict, what was promised, and the hash."""
    with visitors.visit("henrik", language="da") as page:
        _opens_a_promise(page)
        sentence = page.locator(".font-lead").inner_text()
        digests = re.findall(r"\b[0-9a-f]{12}\b", page.locator("main").inner_text())
        pages, text = _printed(page)
    assert pages <= 2
    assert sentence in text
    assert digests
    assert all(digest in text for digest in digests)
    assert "Kan ikke afgøres" in text
    assert "−20 %" in text
    assert "Ingen er vurderet." in text  # what is folded away on the screen


@pytest.fixture
def decided(korsbaek: Database) -> str:
    """The page of a promise that was kept among thirty municipalities, reckoned by the rules."""
    since = 2026 * 12 + 1
    cases = [
        StartedCase(unit, began, began + timedelta(days=days), touched=False)
        for place, unit in enumerate(["11111111", *(f"4{number:07}" for number in range(30))])
        for month in range(since - 6, since + 6)
        for copy in range(4)
        for began in [first_day(month) + timedelta(days=copy)]
        for days in [12 if place == 0 and month >= since else 30 + (place * 7 + month * 5) % 9]
    ]
    answer = reckon(Promised("11111111", since, 6, -20), Known(cases, [], {}), date(2026, 11, 1))
    made = uuid4()
    with psycopg.connect(korsbaek.owner_url) as connection:
        connection.execute(
            "INSERT INTO effects_initiative (id, owner, topic, title, outcome, change, planned, "
            "solution, cost_oere, registered_at, registered_by) VALUES (%s, '11111111', "
            "'99.10.01', 'Hurtige breve', 'waiting', -20, '2026-02-01', '', 0, '2026-01-01', "
            "'Henrik')",
            [made],
        )
        connection.execute(
            "INSERT INTO effects_reckoning (initiative_id, months, made_at, verdict, snapshot, "
            "result, panel) VALUES (%s, 6, '2026-11-02', %s, %s, %s, '{}')",
            [
                made,
                answer["verdict"],
                answer["snapshot"],
                msgspec.json.encode(answer["result"]).decode(),
            ],
        )
    return f"/loefter/{made}/"


def test_a_verdict_prints_with_its_interval(visitors: Visitors, decided: str) -> None:
    """On paper, three pages at most: the size, both ends of its interval, controls and hash."""
    with visitors.visit("henrik", language="da") as page:
        page.goto(decided)
        row = page.locator("#verdict ~ table tbody tr").first.inner_text()
        sentence = page.locator(".font-lead").inner_text()
        pages, text = _printed(page)
    assert pages <= 3
    assert sentence.startswith("Bedre: ventetiden blev ")
    assert sentence in text
    size = re.search(r"−\d+\s%\s\(−\d+ til −\d+\)", row)
    assert size, row
    assert re.sub(r"\s+", " ", size[0]) in text
    assert "30 er sammenlignet med" in text


def test_the_service_prints_with_its_intervals(visitors: Visitors) -> None:
    """On paper, five pages at most: each figure with its range, its source and its time."""
    with visitors.visit("henrik", language="da") as page:
        page.goto(TOPIC)
        ranges = page.locator(".gs-figure").get_by_text(re.compile("^mellem")).all_inner_texts()
        pages, text = _printed(page)
    assert pages <= 5
    assert len(ranges) >= 2
    for each in ranges:
        assert re.sub(r"\s+", " ", each) in text
    assert "Kilde: " in text
    assert "Ved siden af de andre" in text
