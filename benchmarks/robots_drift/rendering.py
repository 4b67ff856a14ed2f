# SPDX-License-Identifier: EUPL-1.2
"""A form as HTML, in the layouts that old and new case systems have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from benchmarks.robots_drift.forms import Field, Form

STYLE: Final = """
body { font: 14px sans-serif; margin: 12px; }
.row { margin: 6px 0; }
.row.left > label, .row.left > span { display: inline-block; width: 190px; }
.above label, .above span { display: block; }
.hint { color: #666; font-size: 12px; display: block; }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 10px 40px; }
"""


@dataclass(frozen=True, slots=True)
class Look:
    """How a form is laid out: layout, and whether its labels are tied to their fields."""

    layout: str
    tied: bool
    wrapped: bool = False
    placeholders: bool = False
    aria: bool = False
    language: str = "da"


def html(form: Form, look: Look) -> str:
    """The whole page. The truth stands in `data-key`, which no strategy looks at."""
    rows = "".join(_ROWS[look.layout](field, look) for field in form.fields)
    body = {"table": f"<table>{rows}</table>", "columns": f'<div class="columns">{rows}</div>'}
    inner = body.get(look.layout, rows)
    if look.wrapped:
        inner = f'<section><div class="card"><div class="body">{inner}</div></div></section>'
    heading = f"<h1>Sagssystem</h1><p>Velkommen. Du er logget ind.</p><h2>{escape(form.title)}</h2>"
    return (
        f'<!doctype html><html lang="{look.language}"><head><meta charset="utf-8">'
        f"<title>{escape(form.title)}</title><style>{STYLE}</style></head>"
        f'<body>{heading}<form onsubmit="return false">{inner}</form></body></html>'
    )


def _control(field: Field, look: Look) -> str:
    names = f'id="{field.id}" data-key="{field.key}"'
    if field.name:
        names += f' name="{field.name}"'
    if look.aria and field.control != "button":
        names += f' aria-label="{escape(field.label)}"'
    if look.placeholders and field.control in ("text", "area", "date"):
        names += f' placeholder="{escape(field.label)}"'
    match field.control:
        case "select":
            options = "".join(f"<option>{n}</option>" for n in ("Vælg", "Første", "Anden"))
            return f"<select {names}>{options}</select>"
        case "area":
            return f"<textarea {names}></textarea>"
        case "tick":
            return f'<input type="checkbox" {names}>'
        case "button":
            return f'<button type="button" {names}>{escape(field.label)}</button>'
        case "date":
            return f'<input type="text" {names} maxlength="10">'
    return f'<input type="text" {names}>'


def _label(field: Field, look: Look) -> str:
    silent = look.aria or (look.placeholders and field.control in ("text", "area", "date"))
    if field.control == "button" or silent:
        return ""
    words = escape(field.label)
    label = f'<label for="{field.id}">{words}</label>' if look.tied else f"<span>{words}</span>"
    return label + (f'<span class="hint">{escape(field.hint)}</span>' if field.hint else "")


def _parts(field: Field, look: Look) -> tuple[str, str]:
    control = _control(field, look)
    if look.wrapped:
        control = f'<div class="control"><span class="icon"></span>{control}</div>'
    return _label(field, look), control + (f" {escape(field.after)}" if field.after else "")


def _table(field: Field, look: Look) -> str:
    label, control = _parts(field, look)
    return f"<tr><td>{label}</td><td>{control}</td></tr>"


def _above(field: Field, look: Look) -> str:
    label, control = _parts(field, look)
    return f'<div class="row above">{label}{control}</div>'


def _left(field: Field, look: Look) -> str:
    label, control = _parts(field, look)
    return f'<div class="row left">{label}{control}</div>'


def _flat(field: Field, look: Look) -> str:
    """No room of its own: label, break and control straight in the form."""
    label, control = _parts(field, look)
    return f"{label}<br>{control}<br><br>" if label else f"{control}<br><br>"


def _below(field: Field, look: Look) -> str:
    label, control = _parts(field, look)
    return f'<div class="row"><div>{control}</div><div>{label}</div></div>'


_ROWS: Final[Mapping[str, Callable[[Field, Look], str]]] = {
    "table": _table,
    "above": _above,
    "left": _left,
    "flat": _flat,
    "below": _below,
    "columns": _above,
}
LAYOUTS: Final = ("table", "above", "left", "flat")
"""The layouts that a form starts from."""
