# SPDX-License-Identifier: EUPL-1.2
"""Pages of the commons: the own portfolio, a new idea, and one undertaking with those near it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connections, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from psycopg import Cursor

from gearskifte.commons import service
from gearskifte.commons.catalogue import Catalogue, Found
from gearskifte.commons.embedding import Embedder, OfflineEmbedder
from gearskifte.commons.queries import Entry, find_entry, judgements, own_entries, replies
from gearskifte.commons.rules.overlap import MOST_SHOWN
from gearskifte.commons.rules.portfolio import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    UNNAMED,
    Answer,
    Missing,
    Phase,
    Stage,
    asks_for_heartbeat,
    is_stale,
    missing_of_stage,
    missing_of_text,
    municipalities_in,
    topic_of,
)
from gearskifte.commons.thesaurus import Written
from gearskifte.kernel.access import MANAGERS, Role
from gearskifte.kernel.database.reading import ALIAS, reading
from gearskifte.kernel.errors import ConfigurationError
from gearskifte.kernel.identity import employee
from gearskifte.kernel.time import system_now
from gearskifte.ui.public import render

_MEMBERS: Final = (Role.CASE_WORKER, *MANAGERS, Role.HR, Role.INTEGRATOR)
_FEWEST_WORDS: Final = 3
"""A meaning is looked for when so many words are there."""

_MOST_PROPOSED: Final = 20
"""So many are proposed for a topic at a time."""


def _member(request: HttpRequest) -> str:
    """The municipality of who asks.

    Raises:
        AccessDenied: GS-ACC-403 for everybody but the municipality's own staff.
    """
    employee(request, _MEMBERS)
    return str(settings.GEARSKIFTE.organisation or UNNAMED)


@cache
def catalogue() -> Catalogue:
    """This process's catalogue."""
    return Catalogue()


@cache
def embedder() -> Embedder:
    """This process's language model."""
    return OfflineEmbedder()


@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """The municipality's own undertakings."""
    municipality = _member(request)
    now = system_now()
    entries = reading(lambda cursor: own_entries(cursor, municipality))
    lines = [(each, is_stale(each.alive_at, now), _asked(each)) for each in entries]
    counted = sum(
        not stale and each.phase is not Phase.STOPPED for each, stale, _asked_for in lines
    )
    context = {"lines": lines, "counted": counted, "phases": _phases()}
    return render(request, "commons/portfolio.html", context)


@require_http_methods(["GET", "POST"])
def new_idea(request: HttpRequest) -> HttpResponse:
    """Two fields; what is near is shown before anything is saved."""
    municipality = _member(request)
    title = request.POST.get("title", "").strip()
    description = request.POST.get("description", "").strip()
    errors: dict[str, str] = {}
    found: tuple[list[Found], list[Found]] = ([], [])
    if request.method == "POST":
        errors = _text_errors(title, description)
        saving = request.POST.get("do") == "save"
        if saving and not errors:
            return redirect("commons:entry", entry=_save(municipality, title, description))
        found = _search(Written(title, description))
    context = {
        "errors": errors,
        "title_value": title,
        "description_value": description,
        "near": found[0],
        "worded": found[1],
        "asked": request.method == "POST",
        "phases": _phases(),
    }
    return render(request, "commons/new_idea.html", context, status=422 if errors else 200)


def _text_errors(title: str, description: str) -> dict[str, str]:
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
    _member(request)
    text = Written(
        request.POST.get("title", "")[:LONGEST_TITLE],
        request.POST.get("description", "")[:LONGEST_TEXT],
    )
    meaning = request.POST.get("how") == "meaning"
    near, worded = _search(text) if meaning else ([], _by_words(text))
    context = {"near": near, "worded": worded, "asked": meaning, "phases": _phases()}
    return render(request, "commons/hits.html", context)


def _search(text: Written) -> tuple[list[Found], list[Found]]:
    """Hits by meaning and by words; an entry stands in one list only."""
    worded = _by_words(text)
    near = _by_meaning(text) if len(text.whole.split()) >= _FEWEST_WORDS else []
    known = {each.entry.id for each in near}
    return near, [each for each in worded if each.entry.id not in known]


def _by_words(text: Written) -> list[Found]:
    reading(catalogue().freshen)
    typed = f"{text.title} {text.description}".strip()
    return catalogue().by_words(typed) if typed else []


def _by_meaning(
    text: Written, *, without: UUID | None = None, most: int = MOST_SHOWN
) -> list[Found]:
    try:
        return catalogue().by_meaning(text, embedder(), without=without, most=most)
    except ConfigurationError:
        return []  # words still find where the model does not run


def _save(municipality: str, title: str, description: str) -> UUID:
    entry = service.NewEntry(uuid4(), municipality, title, description)
    now = system_now()
    _writing(lambda cursor: service.register(cursor, [entry], now, embedder()))
    return entry.id


@require_safe
def entry_page(request: HttpRequest, entry: UUID) -> HttpResponse:
    """One undertaking, the topic people have confirmed it in, and those that may be the same."""
    municipality = _member(request)
    return _entry_page(request, municipality, entry, {})


def _entry_page(
    request: HttpRequest, municipality: str, entry: UUID, errors: dict[str, str]
) -> HttpResponse:
    found = reading(lambda cursor: find_entry(cursor, entry))
    if found is None:
        raise Http404
    confirmed, refused = reading(judgements)
    reading(catalogue().freshen)
    text = Written(found.title, found.description)
    near = _by_meaning(text, without=entry, most=_MOST_PROPOSED)
    topic = topic_of(entry, confirmed)
    members = reading(lambda cursor: [find_entry(cursor, each) for each in topic - {entry}])
    known = [each for each in members if each is not None]
    denied = {other for pair in refused if entry in pair for other in pair}
    possible = [hit for hit in near if hit.entry.id not in topic | denied]
    owners = {each.id: (each.municipality, each.alive_at) for each in [found, *known]}
    context = {
        "entry": found,
        "own": found.municipality == municipality,
        "members": sorted(known, key=lambda each: each.municipality),
        "count": municipalities_in(topic, owners, system_now()),
        "possible": possible,
        "stale": is_stale(found.alive_at, system_now()),
        "asked": _asked(found),
        "errors": errors,
        "phases": _phases(),
        "answers": _answers(),
        "replies": reading(lambda cursor: replies(cursor, entry)),
    }
    return render(request, "commons/entry.html", context, status=422 if errors else 200)


@require_POST
def change_phase(request: HttpRequest, entry: UUID) -> HttpResponse:
    """An own undertaking goes into another phase."""
    municipality = _member(request)
    try:
        stage = Stage(
            Phase(request.POST.get("phase", "")),
            _day(request.POST.get("ends_on", "")),
            request.POST.get("stop_criterion", "")[:LONGEST_TEXT],
            request.POST.get("because", "")[:LONGEST_TEXT],
        )
    except ValueError:
        raise Http404 from None
    words = {
        Missing.ENDS_ON: _("Skriv den dag, forsøget senest slutter."),
        Missing.STOP_CRITERION: _("Skriv, hvornår I stopper."),
        Missing.BECAUSE: _("Skriv, hvorfor det er stoppet. Det hjælper den næste."),
    }
    errors = {lack.value: words[lack] for lack in missing_of_stage(stage)}
    if errors:
        return _entry_page(request, municipality, entry, errors)
    now = system_now()
    _writing(lambda cursor: service.enter_phase(cursor, entry, municipality, stage, now))
    return redirect("commons:entry", entry=entry)


@require_POST
def heartbeat(request: HttpRequest, entry: UUID) -> HttpResponse:
    """One click: it still runs."""
    municipality = _member(request)
    now = system_now()
    _writing(lambda cursor: service.say_alive(cursor, entry, municipality, now))
    return redirect("commons:portfolio")


@require_POST
def judge(request: HttpRequest, entry: UUID, other: UUID) -> HttpResponse:
    """One click: the same, not the same, or an answer to who is near."""
    municipality = _member(request)
    now = system_now()
    said = request.POST.get("said", "")
    mine = reading(lambda cursor: find_entry(cursor, entry))
    theirs = reading(lambda cursor: find_entry(cursor, other))
    if mine is None or theirs is None or entry == other:
        raise Http404
    if said in {"same", "different"}:
        same = said == "same"
        _writing(lambda cursor: service.judge_pair(cursor, entry, other, same=same, at=now))
    elif said in {answer.value for answer in Answer} and mine.municipality == municipality:
        _writing(lambda cursor: service.answer_entry(cursor, entry, other, Answer(said), now))
    else:
        raise Http404
    return redirect("commons:entry", entry=entry)


def _writing(work: Callable[[Cursor[Any]], object]) -> None:
    """Do it in one transaction on the web role's connection."""
    with transaction.atomic(using=ALIAS), Cursor(connections[ALIAS].connection) as cursor:
        work(cursor)


def _asked(entry: Entry) -> bool:
    return asks_for_heartbeat(entry.phase, entry.alive_at, system_now())


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _phases() -> dict[Phase, str]:
    return {
        Phase.IDEA: _("Idé"),
        Phase.PILOT: _("Prøves"),
        Phase.PROJECT: _("Projekt"),
        Phase.RUNNING: _("I drift"),
        Phase.STOPPED: _("Stoppet"),
    }


def _answers() -> dict[Answer, str]:
    return {
        Answer.JOIN: _("Gå sammen"),
        Answer.SHARE: _("Del jeres"),
        Answer.WAIT: _("Vent på resultatet"),
    }
