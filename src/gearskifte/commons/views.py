# SPDX-License-Identifier: EUPL-1.2
"""Pages of the commons: the own portfolio, a new idea with who is ahead, and the board's report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from psycopg import Cursor

from gearskifte.commons import asking, service
from gearskifte.commons.catalogue import Found
from gearskifte.commons.queries import Entry, Kept, Told, find_plan, own_entries, story
from gearskifte.commons.reuse import every_reuse
from gearskifte.commons.rules.portfolio import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Kind,
    Missing,
    Phase,
    asks_for_heartbeat,
    is_over,
    is_stale,
    missing_of_text,
)
from gearskifte.commons.rules.reuse import given_and_taken
from gearskifte.commons.showing import Evidence, evidence
from gearskifte.commons.thesaurus import Written
from gearskifte.effects.public import Initiative, read_initiatives
from gearskifte.kernel.access import Role
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.quantities import Figure
from gearskifte.kernel.time import local_date, system_now
from gearskifte.ui.public import render

_FEWEST_WORDS: Final = 3
"""A meaning is looked for when so many words are there."""


@dataclass(frozen=True, slots=True)
class Line:
    """An own undertaking in the portfolio: whether it counts, and what its owner is asked."""

    entry: Entry
    stale: bool
    asked: bool
    over: bool

    @property
    def counts(self) -> bool:
        """Whether it is alive: heard of within half a year, and not stopped."""
        return not self.stale and self.entry.phase is not Phase.STOPPED


def _lines(entries: Iterable[Entry], now: datetime) -> list[Line]:
    today = local_date(now)
    return [
        Line(
            each,
            is_stale(each.alive_at, now),
            asks_for_heartbeat(each.phase, each.alive_at, now),
            is_over(each.phase, each.ends_on, today),
        )
        for each in entries
    ]


@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """The municipality's own undertakings, all or of one phase; a coordinator has a queue."""
    actor, here = asking.reader(request)
    if actor.role is Role.COORDINATOR:
        return redirect("commons:queue")
    lines = _lines(reading(lambda cursor: own_entries(cursor, here.municipality)), system_now())
    chosen = request.GET.get("fase", "")
    context = {
        "lines": [line for line in lines if chosen in {"", line.entry.phase.value}],
        "waiting": [line for line in lines if line.asked or line.over],
        "counted": sum(line.counts for line in lines),
        "per_phase": {phase: sum(line.entry.phase is phase for line in lines) for phase in Phase},
        "chosen": chosen,
        "any": bool(lines),
        **asking.words(),
    }
    return render(request, "commons/portfolio.html", context)


@require_http_methods(["GET", "POST"])
def new_idea(request: HttpRequest) -> HttpResponse:
    """Two fields; what is near is shown before anything is saved."""
    _actor, here = asking.member(request)
    title = request.POST.get("title", "").strip()
    description = request.POST.get("description", "").strip()
    errors: dict[str, str] = {}
    found: tuple[list[Found], list[Found]] = ([], [])
    if request.method == "POST":
        errors = text_errors(title, description)
        saving = request.POST.get("do") == "save"
        if saving and not errors:
            return redirect("commons:entry", entry=_save(here.municipality, title, description))
        found = _search(Written(title, description))
    context = {
        "errors": errors,
        "title_value": title,
        "description_value": description,
        "asked": request.method == "POST",
        **_hits(*found),
    }
    return render(request, "commons/new_idea.html", context, status=422 if errors else 200)


def text_errors(title: str, description: str) -> dict[str, str]:
    """What is wrong with the two fields, by field."""
    words = {
        Missing.TITLE: _("Skriv en kort titel."),
        Missing.DESCRIPTION: _("Skriv, hvad det skal gøre, og for hvem."),
    }
    errors = {lack.value: words[lack] for lack in missing_of_text(title, description)}
    if len(title) > LONGEST_TITLE:
        errors["title"] = _("Titlen er for lang. Skriv højst 120 tegn.")
    if len(description) > LONGEST_TEXT:
        errors["description"] = _("Teksten er for lang. Skriv højst 2.000 tegn.")
    return errors


@require_POST
def hits(request: HttpRequest) -> HttpResponse:
    """The lists beside the form, as a piece of page: by words, and after a pause by meaning."""
    asking.member(request)
    text = Written(
        request.POST.get("title", "")[:LONGEST_TITLE],
        request.POST.get("description", "")[:LONGEST_TEXT],
    )
    meaning = request.POST.get("how") == "meaning"
    near, worded = _search(text) if meaning else ([], _by_words(text))
    context = {"asked": meaning, **_hits(near, worded)}
    return render(request, "commons/hits.html", context)


def _hits(near: list[Found], worded: list[Found]) -> dict[str, object]:
    """The two lists with what is known of each hit."""
    entries = [each.entry.id for each in (*near, *worded)]
    now = system_now()
    known: dict[UUID, Evidence] = (
        reading(lambda cursor: evidence(cursor, entries, now)) if entries else {}
    )
    ahead = len({each.entry.municipality for each in near})
    return {"near": near, "worded": worded, "known": known, "ahead": ahead, **asking.words()}


def _search(text: Written) -> tuple[list[Found], list[Found]]:
    """Hits by meaning and by words; an entry stands in one list only."""
    worded = _by_words(text)
    near = asking.by_meaning(text) if len(text.whole.split()) >= _FEWEST_WORDS else []
    known = {each.entry.id for each in near}
    return near, [each for each in worded if each.entry.id not in known]


def _by_words(text: Written) -> list[Found]:
    reading(asking.catalogue().freshen)
    typed = f"{text.title} {text.description}".strip()
    return asking.catalogue().by_words(typed) if typed else []


def _save(municipality: str, title: str, description: str) -> UUID:
    entry = service.NewEntry(uuid4(), municipality, title, description)
    now = system_now()
    asking.writing(lambda cursor: service.register(cursor, [entry], now, asking.embedder()))
    return entry.id


@dataclass(frozen=True, slots=True)
class Reported:
    """An undertaking in the board's report, with its plan, effect, promise and last decision."""

    line: Line
    kept: Kept | None
    known: Evidence
    promise: Initiative | None
    decision: Told | None


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The board's report (byrådets rapport): everything that lives, and what stopped and why."""
    actor, here = asking.member(request)
    now = system_now()

    def read(cursor: Cursor[object]) -> list[Reported]:
        entries = own_entries(cursor, here.municipality)
        known = evidence(cursor, asking.ids(entries), now)
        promises = {each.id: each for each in read_initiatives(cursor, actor.authority)}
        return [
            _reported(cursor, line, known[line.entry.id], promises) for line in _lines(entries, now)
        ]

    reported = reading(read)
    reuses, owners = reading(every_reuse)
    given, taken = given_and_taken(here.municipality, reuses, owners, now)
    counted = [each for each in reported if each.line.counts]
    context = {
        "at": now,
        "municipality": here.municipality,
        "figures": _figures(reported, given, taken, now),
        "by_phase": {
            phase: [each for each in counted if each.line.entry.phase is phase] for phase in Phase
        },
        "stopped": [each for each in reported if each.line.entry.phase is Phase.STOPPED],
        "silent": [
            each
            for each in reported
            if each.line.stale and each.line.entry.phase is not Phase.STOPPED
        ],
        **asking.words(),
    }
    return render(request, "commons/report.html", context)


def _reported(
    cursor: Cursor[object], line: Line, known: Evidence, promises: dict[UUID, Initiative]
) -> Reported:
    kept = find_plan(cursor, line.entry.id)
    promise = promises.get(kept.plan.promise) if kept and kept.plan.promise else None
    decided = [each for each in story(cursor, line.entry.id) if each.kind == Kind.DECISION]
    return Reported(line, kept, known, promise, decided[0] if decided else None)


def _figures(
    reported: list[Reported], given: int, taken: int, now: datetime
) -> list[tuple[str, Figure]]:
    counted = [each for each in reported if each.line.counts]
    running = [each for each in counted if each.line.entry.phase is Phase.RUNNING]
    measured = [each for each in running if each.known.measured]
    source, method = _("egen portefølje"), _("Talt nu; det, ingen har hørt til i 180 dage, er ude")
    kroner = sum((each.kept.plan.cost_oere or 0) if each.kept else 0 for each in counted) // 100

    def figure(value: int, unit: str) -> Figure:
        return Figure(Decimal(value), unit, None, source, now, method)

    return [
        (_("I live"), figure(len(counted), _("idéer og projekter"))),
        (_("I drift"), figure(len(running), _("løsninger"))),
        (_("Med målt effekt"), figure(len(measured), _("løsninger"))),
        (_("Budget i alt"), figure(kroner, "kr.")),
        (_("Givet til andre"), figure(given, _("genbrug"))),
        (_("Fået fra andre"), figure(taken, _("genbrug"))),
    ]
