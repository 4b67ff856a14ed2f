# SPDX-License-Identifier: EUPL-1.2
"""A form that drifted is drawn as it was and as it is, with the field in question marked."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from gearskifte.robots.screen.rules.page import Kind
from gearskifte.robots.screen.rules.sketch import NOW, WIDTH, sketch_svg, sketched
from tests.builders.screen import field, memory, sight

pytestmark = pytest.mark.unit

SVG = "{http://www.w3.org/2000/svg}"
LABELS = ("Sagsnummer", "Modtaget <b>dato & tid", "En meget lang ledetekst til et felt", "Beløb")


def _page(*labels: str) -> tuple:  # type: ignore[type-arg]
    fields = [field(label, id=f"f{at}", top=30 * at) for at, label in enumerate(labels)]
    return memory(sight([*fields, field("Karen Hansen", kind=Kind.PRESS, top=400)]))


def test_both_forms_are_drawn_with_the_field_marked() -> None:
    """The words of before and of now, one marked in each; no other thing than fields."""
    now = (*LABELS[:3], "Bevilget beløb")
    pages = {"andet": _page("Navn"), "side": _page(*LABELS), "side" + NOW: _page(*now)}
    found = sketched(pages, "Sum | Beløb", "Bevilget beløb")
    assert found is not None
    assert [row.label for row in found.before] == list(LABELS)
    assert [row.label for row in found.before if row.marked] == ["Beløb"]
    assert [row.label for row in found.now if row.marked] == ["Bevilget beløb"]
    assert sketched(pages, "Beløb", "Noget andet") is None
    assert sketched({"side": _page(*LABELS)}, "Beløb", "Bevilget beløb") is None


def test_the_drawing_is_well_formed_and_stays_in_its_frame() -> None:
    """What a page says cannot become code, words are cut, and it says what it is."""
    pages = {"s": _page(*LABELS), "s" + NOW: _page(*LABELS)}
    found = sketched(pages, LABELS[1], LABELS[1])
    assert found is not None
    root = ElementTree.fromstring(  # noqa: S314 - drawn by the product itself
        sketch_svg(found.now, "m", "Nu & da", "felter")
    )
    assert root.findtext(f"{SVG}title") == "Nu & da"
    assert not list(root.iter(f"{SVG}b"))
    words = [each.text or "" for each in root.iter(f"{SVG}text")]
    assert max(map(len, words)) * 7.2 < WIDTH / 2 + 10
    for each in root.iter(f"{SVG}rect"):
        assert float(each.get("x", "")) + float(each.get("width", "")) <= WIDTH
