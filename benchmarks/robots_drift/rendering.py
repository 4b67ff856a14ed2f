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
    """How a form is laid out: layout, and whether its labels are tied to their fields.

    Attributes:
        inside: what the form stands in: frame, shadow, or groups with a legend each.
        labelledby: whether fields point at their labels by `aria-labelledby`.
        split: whether labels are in pieces, with a mark and a help button beside them.
        faults: whether each field tells below itself that it must be filled in.
        copy: another form with the same labels: hidden, or for searching.
    """

    layout: str
    tied: bool
    wrapped: bool = False
    placeholders: bool = False
    aria: bool = False
    language: str = "da"
    inside: str = ""
    labelledby: bool = False
    split: bool = False
    faults: bool = False
    copy: str = ""


def html(form: Form, look: Look) -> str:
    """The whole page. The truth stands in `data-key`, which no strategy looks at."""
    row = _ROWS.get(look.layout, _above)
    rows = "".join(row(field, look) for field in form.fields)
    body = {"table": f"<table>{rows}</table>", "columns": f'<div class="columns">{rows}</div>'}
    inner = (
        _WHOLE[look.layout](form, look) if look.layout in _WHOLE else body.get(look.layout, rows)
    )
    if look.inside == "groups":
        inner = _groups(form, look)
    if look.wrapped:
        inner = f'<section><div class="card"><div class="body">{inner}</div></div></section>'
    inner = f'<form onsubmit="return false">{inner}</form>'
    if look.copy:
        inner = _copied(form, look) + inner
    if look.inside == "frame":
        page = f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{inner}"
        inner = f'<iframe width="900" height="900" srcdoc="{escape(page)}"></iframe>'
    if look.inside == "shadow":
        inner = (
            f'<div id="host"><template shadowrootmode="open"><style>{STYLE}</style>{inner}'
            "</template></div>"
        )
    heading = f"<h1>Sagssystem</h1><p>Velkommen. Du er logget ind.</p><h2>{escape(form.title)}</h2>"
    return (
        f'<!doctype html><html lang="{look.language}"><head><meta charset="utf-8">'
        f"<title>{escape(form.title)}</title><style>{STYLE}</style></head>"
        f"<body>{heading}{inner}</body></html>"
    )


def _control(field: Field, look: Look) -> str:
    names = f'id="{field.id}" data-key="{field.key}"'
    if field.name:
        names += f' name="{field.name}"'
    if look.aria and field.control != "button":
        names += f' aria-label="{escape(field.label)}"'
    if look.labelledby and field.control != "button":
        names += f' aria-labelledby="lbl-{field.key}"'
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
    if look.split:
        first, _, rest = words.partition(" ")
        words = f'<b>{first}</b>{" " * bool(rest)}{rest}<sup class="req">*</sup>'
    if look.labelledby:
        return f'<span id="lbl-{field.key}">{words}</span>'
    label = f'<label for="{field.id}">{words}</label>' if look.tied else f"<span>{words}</span>"
    return label + (f'<span class="hint">{escape(field.hint)}</span>' if field.hint else "")


def _parts(field: Field, look: Look) -> tuple[str, str]:
    control = _control(field, look)
    if look.wrapped:
        control = f'<div class="control"><span class="icon"></span>{control}</div>'
    if look.split and field.control != "button":
        control += '<button type="button" title="Hjælp">?</button>'
    if look.faults and field.control != "button":
        control += '<span class="hint fault">Feltet skal udfyldes</span>'
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


def _right(field: Field, look: Look) -> str:
    """The label stands after its field, on the same line."""
    label, control = _parts(field, look)
    return f'<div class="row">{control} {label}</div>'


def _terms(field: Field, look: Look) -> str:
    label, control = _parts(field, look)
    return f"<dl class=row><dt>{label}</dt><dd>{control}</dd></dl>"


def _legend(field: Field, look: Look) -> str:
    """Each field is a group of its own, whose legend is the label."""
    if field.control == "button":
        return _above(field, look)
    return f"<fieldset><legend>{escape(field.label)}</legend>{_control(field, look)}</fieldset>"


def _floating(field: Field, look: Look) -> str:
    """The label comes after the field in the page, and floats above it to the eye."""
    label, control = _parts(field, look)
    style = "position:absolute;top:0;left:0"
    return (
        f'<div style="position:relative;padding-top:20px;margin:8px 0">{control}'
        f'<div style="{style}">{label}</div></div>'
    )


def _paired(form: Form, look: Look) -> str:
    """Two fields to a row of a table: label, field, label, field."""
    cells = [_parts(field, look) for field in form.fields]
    rows = [cells[at : at + 2] for at in range(0, len(cells), 2)]
    return (
        "<table>"
        + "".join(
            "<tr>"
            + "".join(f"<td>{label}</td><td>{control}</td>" for label, control in row)
            + "</tr>"
            for row in rows
        )
        + "</table>"
    )


def _headed(form: Form, look: Look) -> str:
    """One row of fields, each below its heading; buttons below the table."""
    fields = [field for field in form.fields if field.control != "button"]
    heads = "".join(f"<th>{escape(field.label)}</th>" for field in fields)
    cells = "".join(f"<td>{_control(field, look)}</td>" for field in fields)
    buttons = "".join(_control(f, look) for f in form.fields if f.control == "button")
    return f"<table><tr>{heads}</tr><tr>{cells}</tr></table>{buttons}"


def _groups(form: Form, look: Look) -> str:
    """The form in two groups with a legend each."""
    half = len(form.fields) // 2
    parts = (("Oplysninger", form.fields[:half]), ("Øvrigt", form.fields[half:]))
    row = _ROWS.get(look.layout, _above)
    return "".join(
        f"<fieldset><legend>{name}</legend>"
        + ("<table>" if row is _table else "")
        + "".join(row(field, look) for field in fields)
        + ("</table>" if row is _table else "")
        + "</fieldset>"
        for name, fields in parts
    )


def _copied(form: Form, look: Look) -> str:
    """The same labels on other fields: a hidden template, or a form to search with."""
    fields = [f for f in form.fields if f.control in ("text", "date")][:3]
    rows = "".join(
        f'<div><label for="q-{n}">{escape(f.label)}</label><input id="q-{n}" name="q{n}"></div>'
        for n, f in enumerate(fields)
    )
    style = ' style="display:none"' if look.copy == "hidden" else ""
    return f'<section{style}><h2>Søg</h2><form onsubmit="return false">{rows}</form></section>'


_ROWS: Final[Mapping[str, Callable[[Field, Look], str]]] = {
    "table": _table,
    "above": _above,
    "left": _left,
    "flat": _flat,
    "below": _below,
    "columns": _above,
    "right": _right,
    "terms": _terms,
    "legends": _legend,
    "floating": _floating,
}
_WHOLE: Final[Mapping[str, Callable[[Form, Look], str]]] = {"paired": _paired, "headed": _headed}
LAYOUTS: Final = ("table", "above", "left", "flat")
"""The layouts that a form starts from."""
