# SPDX-License-Identifier: EUPL-1.2
"""The Jinja2 environment of every page (named in the settings as `environment`).

Texts are escaped, a name that does not exist is an error and not an empty string, and `_("…")`
takes the Danish text and gives the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar

from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from gearskifte.kernel.quantities import Money
from gearskifte.ui import charts, formats
from gearskifte.ui.assets import asset
from gearskifte.ui.compiled import CompiledTemplates
from gearskifte.ui.compiling import PageEnvironment
from gearskifte.ui.shell import Shell

Written = TypeVar("Written")
TEMPLATE_FOLDER = Path(__file__).parent / "templates"


def environment(compiled_in: Path | None = None, **options: Any) -> Environment:
    """Make the environment; Django's Jinja2 backend calls this with its own options.

    `compiled_in` is a folder of ours where compiled templates are kept from start to start.
    """
    options = {
        "bytecode_cache": compiled_in and CompiledTemplates(str(compiled_in)),
        "autoescape": True,
        "trim_blocks": True,
        "lstrip_blocks": True,
        **options,
        "undefined": StrictUndefined,
        "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
    }
    made = PageEnvironment(**options)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    made.globals.update(
        _=_text,
        asset=asset,
        frame_part=_kept_part,
        language=current_language,
        no_shell=Shell(),
        url=_url,
    )
    made.filters.update(_FILTERS)
    return made


_parts: dict[tuple[object, ...], Markup] = {}
_MOST_PARTS: Final = 1000


def _kept_part(*key: object, caller: Callable[[], Markup]) -> Markup:
    """A part of the frame, the same wherever its `key` is; nothing in it is about anybody."""
    made = _parts.get(key)
    if made is None:
        made = caller()
        if len(_parts) < _MOST_PARTS:
            _parts[key] = made
    return made


_page_language: ContextVar[str] = ContextVar("page_language", default="")


@contextmanager
def one_language() -> Iterator[None]:
    """Settle the language of the page made in the block: it is asked for at every text and date."""
    before = _page_language.set(current_language())
    try:
        yield
    finally:
        _page_language.reset(before)


def current_language() -> str:
    """The language of the page being made: "da" or "en"."""
    settled = _page_language.get()
    return settled or ("en" if (translation.get_language() or "da").startswith("en") else "da")


def _text(danish: str, **values: object) -> Markup:
    """A text in the page's language, with values put in and escaped.

    Danish needs no catalogue. Jinja's own gettext looks one up and formats every text all the same,
    which was two fifths of the time a page took.
    """
    text = _written(danish, current_language())
    return text % values if values else text


@lru_cache(maxsize=8192)
def _written(danish: str, language: str) -> Markup:
    """A text of the program's own in a language; the same on everybody's pages."""
    return Markup(danish if language == "da" else translation.gettext(danish))  # noqa: S704


def _url(name: str, **parts: object) -> str:
    return reverse(name, kwargs=parts) if parts else _place(name)


@cache
def _place(name: str) -> str:
    """The address of one of the site's own places, the same for as long as the server runs."""
    return reverse(name)


def _in_current_language(write: Callable[..., Written]) -> Callable[..., Written]:
    """A format function as a filter that reads the page's language by itself."""

    def written(value: Any, *arguments: Any, **options: Any) -> Written:
        return write(value, *arguments, language=current_language(), **options)

    return written


def _kroner(amount: Money | int) -> str:
    oere = amount.oere if isinstance(amount, Money) else amount
    return formats.kroner(oere, current_language())


_TIME_STYLES: dict[str, Callable[[Any, str], str]] = {
    "day": formats.day,
    "long": formats.long_day,
    "clock": formats.clock,
    "full": formats.day_and_clock,
}


def _time(moment: date | datetime, style: str = "day") -> Markup:
    """A `<time>` element: written for people, and for machines in its `datetime`."""
    return _time_element(moment, style, current_language())


@lru_cache(maxsize=8192, typed=True)
def _time_element(moment: date | datetime, style: str, language: str) -> Markup:
    """The element: everybody's pages have the same few hundred days, and times of sources."""
    written = _TIME_STYLES[style](moment, language)
    element = f'<time datetime="{formats.iso(moment)}">{written}</time>'
    return Markup(element)  # noqa: S704 - digits and the names of months


_FILTERS: dict[str, Callable[..., Any]] = {
    "clock": _in_current_language(formats.clock),
    "day": _in_current_language(formats.day),
    "day_and_clock": _in_current_language(formats.day_and_clock),
    "day_range": _in_current_language(formats.day_range),
    "duration": _in_current_language(formats.duration),
    "iso": formats.iso,
    "kroner": _kroner,
    "line_svg": _in_current_language(charts.line_svg),
    "line_table": _in_current_language(charts.line_table),
    "long_day": _in_current_language(formats.long_day),
    "month": _in_current_language(formats.month),
    "number": _in_current_language(formats.number),
    "quantity": _in_current_language(formats.quantity),
    "relative_day": _in_current_language(formats.relative_day),
    "bar_svg": _in_current_language(charts.bar_svg),
    "bar_table": _in_current_language(charts.bar_table),
    "time": _time,
    "waterfall_svg": _in_current_language(charts.waterfall_svg),
    "waterfall_table": _in_current_language(charts.waterfall_table),
}
