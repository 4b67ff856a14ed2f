# SPDX-License-Identifier: EUPL-1.2
"""Templates take fewer steps than Jinja's own, and escape exactly as much."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined
from jinja2.exceptions import UndefinedError
from markupsafe import Markup

from gearskifte.ui.compiled import CompiledTemplates
from gearskifte.ui.compiling import PageEnvironment

pytestmark = pytest.mark.unit

PARTS = """{% macro box(x, label="") %}<b title="{{ label }}">{{ x }}</b>{% endmacro %}
{% macro wrap(before="", after="") %}{{ before }}<p>{{ caller() }}</p>{{ after }}{% endmacro %}
{% macro any() %}{{ varargs }}{{ kwargs }}{% endmacro %}"""
PAGE = """{% from "parts" import any, box, wrap %}
{% macro own(x) %}<i>{{ x }}</i>{% endmacro %}
{{ value }}|{{ value|safe }}|{{ box(value) }}|{{ box(x=value, label=value) }}|{{ own(value) }}
{% call wrap() %}{{ value }}{{ box(value) }}{% endcall %}
{% for box in boxes %}{{ box(value) }}{% endfor %}
{% call wrap(after=value) %}{% call(x) wrap(value, value) %}{{ value }}{% endcall %}{% endcall %}
{{ any(value, of=value) }}{{ box(label=value, x=number) }}{{ said.upper() }}
{{ said.join([value|string]) }}
{% macro each() %}{{ caller(value) }}{% endmacro %}{% call(it) each() %}{{ it }}{% endcall %}
{{ number }}{% set kept %}{{ value }}{% endset %}{{ kept }}{{ value ~ "<" }}
{% block more %}{{ box(value) }}{{ value }}{% endblock %}"""


def _made(kind: type[Environment], value: object) -> str:
    """The page as an environment of this kind makes it; the loop's `box` hides the macro's name."""
    made = kind(
        loader=DictLoader({"parts": PARTS, "page": PAGE}),
        autoescape=True,
        undefined=StrictUndefined,
    )
    context = {"value": value, "boxes": [lambda text: f"<u>{text}</u>"], "number": 7, "said": "a<b"}
    return made.get_template("page").render(context)


@given(st.text(alphabet="ab<>&\"' æ", max_size=12) | st.integers() | st.none())
def test_a_page_is_the_one_that_jinja_makes(value: object) -> None:
    """Whatever is shown, plain, by a macro, in a call, a block or past a name that is hidden."""
    assert _made(PageEnvironment, value) == _made(Environment, value)


def test_what_is_escaped_already_stays() -> None:
    """Markup is not escaped again, and text that looks like it is."""
    assert '<b title=""><em>x</em></b>' in _made(PageEnvironment, Markup("<em>x</em>"))
    assert "<em>" not in _made(PageEnvironment, "<em>").replace("|<em>|", "")


def test_a_macro_that_is_called_wrongly_is_an_error() -> None:
    """What a macro needs and is not given, no caller, and a name it does not know are errors."""
    made = PageEnvironment(
        loader=DictLoader({"parts": PARTS}), autoescape=True, undefined=StrictUndefined
    )
    for wrong in ("box()", "wrap()", "box(1, size=2)", "box(1, 2, 3)"):
        page = made.from_string('{% from "parts" import box, wrap %}{{ ' + wrong + " }}")
        with pytest.raises((UndefinedError, TypeError, KeyError)):
            page.render()


def test_a_macro_that_is_not_there_is_an_error() -> None:
    """A name that is imported and does not exist is no empty string."""
    made = PageEnvironment(
        loader=DictLoader({"parts": PARTS}), autoescape=True, undefined=StrictUndefined
    )
    with pytest.raises(UndefinedError):
        made.from_string('{% from "parts" import nobody %}{{ nobody("x") }}').render()


def _kept(folder: Path, page: str) -> str:
    """A page as a new process makes it that keeps what it compiles."""
    made = PageEnvironment(
        loader=DictLoader({"parts": PARTS, "page": page}),
        autoescape=True,
        bytecode_cache=CompiledTemplates(str(folder)),
    )
    return made.get_template("page").render({"value": "<x>"})


@pytest.mark.parametrize("left", [None, 0, 9, 60, -1])
def test_compiled_templates_are_kept_or_made_again(tmp_path: Path, left: int | None) -> None:
    """A page is the same from kept code, whole or cut off anywhere, and after the text changed."""
    page = '{% from "parts" import box %}{{ box(value) }}'
    first = _kept(tmp_path, page)
    files = list(tmp_path.iterdir())
    assert len(files) == 2
    if left is not None:
        for file in files:
            file.write_bytes(file.read_bytes()[:left])
    assert _kept(tmp_path, page) == first == '<b title="">&lt;x&gt;</b>'
    assert _kept(tmp_path, f"{page}!") == f"{first}!"
    assert len(list(tmp_path.iterdir())) == 2
    assert _kept(tmp_path / "gone", page) == first
