# SPDX-License-Identifier: EUPL-1.2
"""The draft of a mock: it can be read, and the robot's own steps work on it."""

from __future__ import annotations

from importlib.resources import files

import pytest

from gearskifte.robots.rules.drafting import KEPT, drafted
from gearskifte.robots.rules.mock import Mock, read_mock
from gearskifte.robots.rules.reading import read_recipe
from tests.builders.recipes import NOTES

pytestmark = pytest.mark.unit


def test_the_draft_holds_what_the_recipe_opens_fills_in_and_reads() -> None:
    """Pages, fields, choices, what is read, and a button that keeps what was filled in."""
    recipe = files("gearskifte.demo").joinpath("recipes", "hjaelpemiddel.yaml").read_text("utf-8")
    text, cases = drafted(read_recipe(recipe))
    assert "&" not in text
    assert cases.startswith("sager:")
    (described,) = read_mock(text).values()
    mock = Mock(described)
    for page in described.pages:
        assert page.button or page.shows or page.tables, page.path
        shown = mock.get(page.path)
        assert shown.page is not None
        if page.does:
            given = {each.label: "noget" for each in page.inputs}
            assert mock.send("POST", page.path, given).status < 400
    assert mock.records[KEPT]


def test_a_page_shows_the_case_that_its_address_names() -> None:
    """What the recipe reads of a case is there, under the words that the case makes of them."""
    recipe = (
        NOTES[: NOTES.index("trin:")]
        + """trin:
  - åbn: {system: fag, side: "/sag?nr={sagsnr}"}
  - læs: "Status for {sagsnr}"
    som: status
  - afslut: "{status}"
"""
    )
    (described,) = read_mock(drafted(read_recipe(recipe))[0]).values()
    page = Mock(described).get("/sag?nr=sagsnr-1").page
    assert page is not None
    assert page.shows == (("Status for sagsnr-1", "1"),)


def test_a_recipe_without_screens_has_no_drafted_mock() -> None:
    """Answers of an API are not guessed at; the case is there all the same."""
    text, cases = drafted(read_recipe(NOTES))
    assert text == ""
    assert "sagsnr: sagsnr-1" in cases
