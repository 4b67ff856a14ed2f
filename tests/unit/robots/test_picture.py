# SPDX-License-Identifier: EUPL-1.2
"""A recipe's picture: every sentence by its number, and nothing that a page could take for code."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from gearskifte.robots.rules.picture import WIDTH, flow_svg
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.sentences import sentences
from tests.builders.recipes import NOTES

pytestmark = pytest.mark.unit

SVG = "{http://www.w3.org/2000/svg}"
NESTED = r"""
opskrift: x
trin:
  - hvis: 1 = 1
    så:
      - for hver: a
        i: '"a"'
        gør: [{tryk: "<script>&\"", effekt: ingen}]
    ellers: [{afslut: slut}]
"""


@pytest.mark.parametrize("text", [NOTES, NESTED])
@pytest.mark.parametrize("language", ["da", "en"])
def test_each_sentence_is_drawn_with_its_number(text: str, language: str) -> None:
    """It is well-formed, says what it is, and nothing stands outside its frame or on another."""
    told = sentences(read_recipe(text), language)
    root = ElementTree.fromstring(  # noqa: S314 - drawn by the product itself
        flow_svg(told, "Billede & tekst", "Trin")
    )
    assert root.find(f"{SVG}title") is not None
    words = [each.text or "" for each in root.iter(f"{SVG}text")]
    for each in told:
        assert any(line.startswith(f"{each.number}.") for line in words)
    rows = [float(each.get("y", "")) for each in root.iter(f"{SVG}text")]
    assert rows == sorted(set(rows))
    assert max(len(line) for line in words) * 6 < WIDTH
    assert not list(root.iter("script"))
