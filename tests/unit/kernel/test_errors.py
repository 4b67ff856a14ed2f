# SPDX-License-Identifier: EUPL-1.2
"""Every error says what, why and what to do, in Danish and in English."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import gearskifte
from gearskifte.kernel import errors
from gearskifte.kernel.errors import AccessDenied, GearskifteError, Text

pytestmark = pytest.mark.unit

SOURCES = sorted(Path(gearskifte.__file__).parent.rglob("*.py"))
SAMPLE = GearskifteError(
    "GS-TEST-001",
    what=Text("Hvad.", "What."),
    why=Text("Hvorfor.", "Why."),
    do=Text("Gør dette.", "Do this."),
)


def _texts() -> Iterator[tuple[str, list[ast.expr]]]:
    """Every `Text(…)` of the product, with the two it was given."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
                if node.func.id == "Text":
                    yield f"{source.name}:{node.lineno}", given


def test_a_text_is_given_in_the_readers_language() -> None:
    """English is given for every kind of English, and Danish to everybody else."""
    text = Text("Ja", "Yes")
    assert [text.in_language(code) for code in ("en", "en-GB")] == ["Yes", "Yes"]
    assert [text.in_language(code) for code in ("da", "", "de")] == ["Ja", "Ja", "Ja"]


def test_an_error_is_described_on_one_line_with_its_code() -> None:
    """What, why and what to do stand on one line after the code, in either language."""
    assert SAMPLE.describe("da") == "GS-TEST-001: Hvad. Hvorfor. Gør dette."
    assert str(SAMPLE) == SAMPLE.describe("en") == "GS-TEST-001: What. Why. Do this."


def test_every_kind_of_error_is_one_of_gearskiftes() -> None:
    """Whoever catches a GearskifteError catches all that was foreseen."""
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    foreseen = [kind for kind in kinds if issubclass(kind, Exception)]
    assert AccessDenied in foreseen
    assert all(issubclass(kind, GearskifteError) for kind in foreseen)


def test_every_text_of_the_product_is_in_both_languages() -> None:
    """No text lacks its Danish or its English, unless it is empty in both."""
    texts = list(_texts())
    assert len(texts) > 100
    lacking = []
    for place, given in texts:
        blank = [isinstance(each, ast.Constant) and each.value == "" for each in given]
        if len(given) != 2 or blank[0] != blank[1]:
            lacking.append(place)
    assert lacking == []
