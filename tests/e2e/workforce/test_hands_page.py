# SPDX-License-Identifier: EUPL-1.2
"""The page of the hands, as managers see it, with and without JavaScript."""

from __future__ import annotations

import pytest

from gearskifte.demo.public import statistics_files
from tests.e2e.visiting import LANGUAGES, Visitors, assert_sound, goes_to

pytestmark = pytest.mark.e2e

TABLES = ("vandfald", "omraader", "plan", "laan", "hvorfor", "behov", "forudsaetninger")
PAGES = ("/haenderne/", "/haenderne/lovet/", "/haenderne/filer/", "/haenderne/filer/1/")


def _yearly(body: bytes) -> bytes:
    """Counts of quarters as a projection's counts of years, from 2022 on."""
    rows = body.decode("utf-8-sig").splitlines()
    kept = [row.replace("K1", "") for row in rows if ";20" not in row or _year(row) >= 2022]
    return "\r\n".join(kept).encode()


def _year(row: str) -> int:
    return int(row.split(";")[3][:4])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_the_pages_are_sound(visitors: Visitors, path: str, language: str) -> None:
    """At every width and in both languages: no barrier, no sideways scroll, no broken rule."""
    assert_sound(visitors, "lise", goes_to(path), language)


def test_a_choice_changes_the_answer_without_javascript(visitors: Visitors) -> None:
    """More hours and lower absence leave fewer lacking, and the waterfall has a bar for each."""
    with visitors.visit("henrik", javascript=False) as page:
        page.goto("/haenderne/?aar=10")
        before = page.locator(".gs-figure-value").inner_text()
        page.get_by_label("Fravær").select_option("3")
        page.get_by_label("Deltidsansatte, der vil, går op til").select_option("37")
        page.get_by_label("Så mange af dem vil").select_option("100")
        page.get_by_role("button", name="Regn igen").click()
        assert "timer=37" in page.url
        after = page.locator(".gs-figure-value").inner_text()
        assert int(after.split()[0]) < int(before.split()[0])
        chart = page.locator("svg.gs-chart").first.inner_html()
        assert "Lavere fravær" in chart
        assert "Deltid op i tid" in chart


def test_a_file_is_read_shown_and_then_used(visitors: Visitors) -> None:
    """A new staff file is checked, told of, and used only when the manager says so."""
    body = dict(statistics_files(2026))["personale-korsbaek-demo.csv"]
    with visitors.visit("lise") as page:
        page.goto("/haenderne/filer/")
        page.locator("#fil").set_input_files(
            {"name": "personale-ny.csv", "mimeType": "text/csv", "buffer": body + b"\r\n"}
        )
        page.get_by_role("button", name="Læs filen").click()
        assert page.get_by_role("heading", level=1).inner_text() == "personale-ny.csv"
        page.get_by_role("button", name="Brug filen").click()
        assert page.get_by_role("link", name="personale-ny.csv").is_visible()


def test_a_bad_file_is_refused_and_nothing_changes(visitors: Visitors) -> None:
    """What cannot be read comes back with a code and what to do, and is not in use."""
    with visitors.visit("lise") as page:
        page.goto("/haenderne/filer/")
        page.locator("#fil").set_input_files(
            {"name": "rod.csv", "mimeType": "text/csv", "buffer": b"a;b\r\n1;2\r\n"}
        )
        page.get_by_role("button", name="Læs filen").click()
        assert "GS-WRK-001" in page.get_by_role("alert").inner_text()
        assert page.get_by_role("link", name="rod.csv").count() == 0


def test_every_table_can_be_downloaded_with_where_it_is_from(visitors: Visitors) -> None:
    """The tables come as CSV with the files' fingerprints and the seed above them."""
    with visitors.visit("lise") as page:
        page.goto("/haenderne/")
        for table in (
            "vandfald",
            "omraader",
            "plan",
            "laan",
            "hvorfor",
            "behov",
            "forudsaetninger",
        ):
            answer = page.request.get(f"/haenderne/tal/{table}.csv?aar=3")
            assert answer.status == 200
            assert answer.text().count("#;") >= 6
        assert page.request.get("/haenderne/tal/andet.csv").status == 404


def test_a_case_worker_is_turned_away(visitors: Visitors) -> None:
    """The pages are for managers."""
    with visitors.visit("mette") as page:
        for path in PAGES:
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 403


def test_an_old_projection_is_graded_when_it_was_sent(visitors: Visitors) -> None:
    """A file of the form FRKM1xx stands on the page beside what came and what we had said."""
    body = dict(statistics_files(2026))["folketal-korsbaek-demo.csv"]
    with visitors.visit("lise") as page:
        page.goto("/haenderne/filer/")
        page.locator("#fil").set_input_files(
            {"name": "FRKM122.csv", "mimeType": "text/csv", "buffer": _yearly(body)}
        )
        page.get_by_role("button", name="Læs filen").click()
        page.goto("/haenderne/lovet/")
        assert page.get_by_role("heading", name="Den officielle fremskrivning").is_visible()
        assert page.get_by_text("Fra 2022 om", exact=False).first.is_visible()
        answer = page.request.get("/haenderne/lovet/spaaet.csv")
        assert answer.status == 200
        assert "2022;" in answer.text()
        assert "no_change" in answer.text()
    assert_sound(visitors, "lise", goes_to("/haenderne/lovet/"), "da")


def test_loans_and_fairness_stand_in_the_plan(visitors: Visitors) -> None:
    """Named loans with what was agreed, and what a fairer plan costs, follow what is chosen."""
    with visitors.visit("henrik") as page:
        page.goto("/haenderne/?aar=10&fordeling=10")
        assert page.get_by_role("heading", name="Lån mellem kommuner").is_visible()
        assert page.get_by_role("cell", name="Nabobjerg (demo)").first.is_visible()
        assert page.get_by_role("heading", name="Bliver det fordelt lige?").is_visible()
