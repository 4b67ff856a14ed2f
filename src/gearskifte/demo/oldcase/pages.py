# SPDX-License-Identifier: EUPL-1.2
"""The pages of Gammel Sag, written as such pages were: tables, and words beside fields."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final
from urllib.parse import quote

from gearskifte.demo.oldcase.cases import OldCase

_STYLE: Final = (
    "body{font:13px Verdana;background:#d4d0c8;margin:12px}table{background:#ece9d8;border:1px "
    "solid #808080}td,th{padding:3px 8px;text-align:left}h1{font-size:15px;background:#0a246a;"
    "color:#fff;padding:4px 8px}h2{font-size:13px}input,select,textarea{font:13px Verdana}"
)
STATUSES: Final = ("Aktiv", "Afventer bilag", "Rykket", "Bevilget", "Afsluttet")
KINDS: Final = ("Vælg", "Opfølgning", "Samtale", "Sanktion")


def page(title: str, body: str) -> str:
    """A whole page."""
    return (
        f"<!doctype html><html lang=da><meta charset=utf-8><title>Gammel Sag - {escape(title)}"
        f"</title><style>{_STYLE}</style><h1>Gammel Sag 4.2 &nbsp; {escape(title)}</h1>{body}"
    )


def log_in(wrong: bool) -> str:
    """The login."""
    told = "<p>Forkert brugernavn eller adgangskode</p>" if wrong else ""
    return page(
        "Log på",
        f"{told}<form method=post action=/login><table><tr><td>Brugernavn:<td><input name=u1>"
        "<tr><td>Adgangskode:<td><input name=p1 type=password></table>"
        "<input type=submit value='Log på'></form>",
    )


def overview(cases: Iterable[OldCase]) -> str:
    """Every case."""
    rows = "".join(
        f"<tr><td><a href='/sag?nr={quote(case.number)}'>{case.number}</a><td>{case.kind}"
        f"<td>{escape(case.name)}<td>{escape(case.status)}"
        for case in cases
    )
    return page("Sager", f"<table><tr><th>Sagsnr<th>Type<th>Navn<th>Status{rows}</table>")


def case(found: OldCase) -> str:
    """One case: what is known of it, its notes and its tasks."""
    number = quote(found.number)
    facts = {
        "Sagsnr": found.number,
        "Navn": found.name,
        "CPR": f"{found.cpr[:6]}-{found.cpr[6:]}",
        "Status": found.status,
        **found.facts,
    }
    rows = "".join(f"<tr><td>{escape(k)}:<td>{escape(v)}" for k, v in facts.items())
    notes = "".join(f"<tr><td>{escape(text)}" for text in found.notes)
    tasks = "".join(
        f"<tr><td>{escape(task['Emne'])}<td>{escape(task['Opgavetype'])}<td>{escape(task['Frist'])}"
        for task in found.tasks
    )
    return page(
        f"Sag {found.number}",
        f"<table>{rows}</table><p><a href='/opgave?nr={number}'>Ny opgave</a> | "
        f"<a href='/notat?nr={number}'>Nyt notat</a> | <a href='/status?nr={number}'>Ret status</a>"
        f"<h2>Opgaver</h2><table><caption>Opgaver</caption><tr><th>Emne<th>Opgavetype<th>Frist"
        f"{tasks}</table><h2>Notater</h2><table><caption>Notater</caption><tr><th>Tekst{notes}"
        "</table>",
    )


def new_task(number: str, *, moved: bool) -> str:
    """The form of a task; after the vendor's update one field stands elsewhere and is reworded."""
    options = "".join(f"<option>{kind}" for kind in KINDS)
    subject = "<tr><td>Emne:<td><input name={} size=40>"
    kind = "<tr><td>{}:<td><select name={} id={}>" + options + "</select>"
    due = "<tr><td>Frist:<td><input name={} size=12>"
    rows = (
        kind.format("Opgavetype *", "f90", "ctl00_x90") + subject.format("f91") + due.format("f92")
        if moved
        else subject.format("f1") + kind.format("Opgavetype", "f2", "ctl00_c2") + due.format("f3")
    )
    return _form("Ny opgave", "/opgave", number, rows, "Gem opgave")


def new_note(number: str) -> str:
    """The form of a note."""
    rows = "<tr><td>Notat:<td><textarea name=n1 rows=4 cols=50></textarea>"
    return _form("Nyt notat", "/notat", number, rows, "Gem notat")


def new_status(number: str) -> str:
    """The form of the status."""
    options = "".join(f"<option>{status}" for status in STATUSES)
    rows = f"<tr><td>Ny status:<td><select name=s1>{options}</select>"
    return _form("Ret status", "/status", number, rows, "Gem status")


def _form(title: str, action: str, number: str, rows: str, button: str) -> str:
    return page(
        title,
        f"<p>Sag {escape(number)}<form method=post action='{action}'>"
        f"<input type=hidden name=nr value='{escape(number)}'><table>{rows}</table>"
        f"<input type=submit value='{button}'> <input type=reset value='Fortryd'></form>",
    )
