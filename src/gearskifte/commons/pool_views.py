# SPDX-License-Identifier: EUPL-1.2
"""Doing it together: pools, and the matches that nobody has answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from psycopg import Cursor

from gearskifte.commons import asking, telling
from gearskifte.commons.pools import (
    NewPool,
    Pool,
    answered,
    join,
    open_pool,
    read_pools,
    starting,
)
from gearskifte.commons.queries import Entry, find_entry, judgements
from gearskifte.commons.rules.pools import MANY, Match, Share, State, unanswered
from gearskifte.commons.rules.portfolio import municipalities_in, topic_of
from gearskifte.commons.telling import Here
from gearskifte.commons.thesaurus import Written
from gearskifte.kernel.access import Role
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.errors import InputRefused
from gearskifte.kernel.time import local_date, system_now
from gearskifte.ui.public import current_language, render

_MOST_STARTING: Final = 100
"""So many that start soon are matched for one page."""

_LONGEST_UNIT: Final = 120


@require_safe
def pools(request: HttpRequest) -> HttpResponse:
    """Every pool, the open ones first."""
    asking.reader(request)
    today = local_date(system_now())
    found = [(each, each.state(today)) for each in reading(read_pools)]
    context = {
        "open": [each for each, state in found if state is State.OPEN],
        "closed": [(each, state) for each, state in found if state is not State.OPEN],
        "states": _states(),
    }
    return render(request, "commons/pools.html", context)


@require_safe
def pool(request: HttpRequest, pool: UUID) -> HttpResponse:
    """One pool: who is in it, and what each pays."""
    return _pool_page(request, pool, {})


def _pool_page(request: HttpRequest, pool: UUID, errors: dict[str, str]) -> HttpResponse:
    _actor, here = asking.reader(request)
    found = _pool_or_404(pool)
    today = local_date(system_now())
    members = {member.municipality for member in found.members}
    context = {
        "pool": found,
        "state": found.state(today),
        "states": _states(),
        "shares": _shares(),
        "lacking": max(0, found.told.fewest - len(found.members)),
        "may_join": found.state(today) is State.OPEN and here.municipality not in members,
        "errors": errors,
    }
    return render(request, "commons/pool.html", context, status=422 if errors else 200)


@require_POST
def join_pool(request: HttpRequest, pool: UUID) -> HttpResponse:
    """This municipality is in it."""
    _actor, here = asking.member(request)
    found = _pool_or_404(pool)
    inhabitants = _count(request.POST.get("inhabitants", ""))
    if inhabitants is None:
        return _pool_page(request, pool, {"inhabitants": _("Skriv, hvor mange der bor hos jer.")})
    now = system_now()

    def write(cursor: Any) -> None:
        if join(cursor, pool, here.municipality, inhabitants, now, local_date(now)):
            telling.tell_join(cursor, here, found.told, inhabitants, now)

    asking.writing(write)
    return redirect("commons:pool", pool=pool)


@require_http_methods(["GET", "POST"])
def new_pool(request: HttpRequest, entry: UUID) -> HttpResponse:
    """Open a pool around an undertaking: an owner, a deadline, how many, what it costs."""
    _actor, here = asking.member(request)
    found = asking.entry_or_404(entry)
    errors: dict[str, str] = {}
    if request.method == "POST":
        made, inhabitants, errors = _read(request, found, here)
        if made is not None:
            errors = _open(made, inhabitants, here)
            if not errors:
                return redirect("commons:pool", pool=made.id)
    context = {"entry": found, "given": request.POST, "errors": errors, "shares": _shares()}
    return render(request, "commons/pool_new.html", context, status=422 if errors else 200)


def _open(made: NewPool, inhabitants: int, here: Here) -> dict[str, str]:
    now = system_now()

    def write(cursor: Any) -> None:
        open_pool(cursor, made, now)
        join(cursor, made.id, here.municipality, inhabitants, now, local_date(now))
        telling.tell_pool(cursor, here, made, now)

    try:
        asking.writing(write)
    except InputRefused as error:
        return {"unit": error.why.in_language(current_language())}
    return {}


def _read(
    request: HttpRequest, entry: Entry, here: Here
) -> tuple[NewPool | None, int, dict[str, str]]:
    said, errors = request.POST, {}
    fewest, inhabitants = _count(said.get("fewest", "")), _count(said.get("inhabitants", ""))
    deadline, cost = None, None
    try:
        deadline = asking.day_of(said.get("deadline", ""))
    except ValueError:
        deadline = None
    try:
        cost = asking.oere_of(said.get("cost", ""))
    except ValueError:
        cost = None
    unit = said.get("unit", "").strip()
    if not unit or len(unit) > _LONGEST_UNIT:
        errors["unit"] = _("Skriv den enhed, der ejer puljen.")
    if deadline is None or deadline <= _today():
        errors["deadline"] = _("Skriv en dag, der kommer.")
    if fewest is None or fewest < 2:
        errors["fewest"] = _("Skriv mindst 2.")
    if cost is None:
        errors["cost"] = _("Skriv prisen i hele kroner.")
    if inhabitants is None:
        errors["inhabitants"] = _("Skriv, hvor mange der bor hos jer.")
    share = said.get("share", "")
    if share not in {each.value for each in Share}:
        errors["share"] = _("Vælg, hvordan I deler prisen.")
    if errors or deadline is None or fewest is None or cost is None or inhabitants is None:
        return None, 0, errors
    made = NewPool(uuid4(), entry.id, here.municipality, unit, deadline, fewest, cost, Share(share))
    return made, inhabitants, {}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A match that waits for an answer: both undertakings, and since when they could be seen."""

    asking: Entry
    other: Entry
    match: Match


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for somebody to bring people together.

    A municipality's staff see the matches of their own; a coordinator sees all, the topics with
    many municipalities and no pool, and the pools that are about to lapse.
    """
    actor, here = asking.reader(request)
    national = actor.role is Role.COORDINATOR
    whose = "" if national else here.municipality
    today = _today()
    found = reading(read_pools)
    context = {
        "national": national,
        "waiting": _waiting(whose),
        "lapsing": [each for each in found if each.about_to_lapse(today)] if national else [],
        "crowded": _crowded(found) if national else [],
        **asking.words(),
    }
    return render(request, "commons/queue.html", context)


def _waiting(whose: str) -> list[Waiting]:
    ids = reading(lambda cursor: starting(cursor, _today()))
    read = reading(lambda cursor: [find_entry(cursor, each) for each in ids])
    begin = [each for each in read if each is not None and not each.withdrawn]
    mine = [each for each in begin if whose in {"", each.municipality}][:_MOST_STARTING]
    matches: list[Match] = []
    known: dict[UUID, Entry] = {}
    _confirmed, refused = reading(judgements)
    denied = {frozenset(pair) for pair in refused}
    for each in mine:
        for hit in asking.by_meaning(Written(each.title, each.description), without=each.id):
            other = hit.entry
            if other.municipality != each.municipality and {each.id, other.id} not in denied:
                since = max(each.created_at, other.created_at)
                matches.append(Match(each.id, other.id, hit.probability or 0.0, since))
                known |= {each.id: each, other.id: other}
    done = [(entry, other) for entry, other, _answer in reading(answered)]
    return [
        Waiting(known[each.asking], known[each.other], each) for each in unanswered(matches, done)
    ]


def _crowded(pools: list[Pool]) -> list[tuple[Entry, int]]:
    """Confirmed topics with many municipalities at work and no pool, the most first."""
    confirmed, _refused = reading(judgements)
    now = system_now()
    pooled = {each.told.entry for each in pools}
    left = {entry for pair in confirmed for entry in pair}
    found = []
    while left:
        topic = topic_of(next(iter(left)), confirmed)
        left -= topic
        read = reading(partial(_entries, topic))
        members = [each for each in read if each is not None and not each.withdrawn]
        owners = {each.id: (each.municipality, each.alive_at) for each in members}
        count = municipalities_in(topic, owners, now)
        if count >= MANY and not pooled & topic:
            oldest = min(members, key=lambda each: each.created_at)
            found.append((oldest, count))
    return sorted(found, key=lambda each: -each[1])


def _entries(topic: frozenset[UUID], cursor: Cursor[Any]) -> list[Entry | None]:
    return [find_entry(cursor, each) for each in topic]


def _pool_or_404(pool: UUID) -> Pool:
    found = reading(lambda cursor: read_pools(cursor, pool))
    if not found:
        raise Http404
    return found[0]


def _count(written: str) -> int | None:
    digits = written.replace(".", "").strip()
    return int(digits) if digits.isdecimal() and len(digits) < 9 else None


def _today() -> date:
    return local_date(system_now())


def _states() -> dict[State, str]:
    return {State.OPEN: _("Åben"), State.MADE: _("Dannet"), State.LAPSED: _("Ikke dannet")}


def _shares() -> dict[Share, str]:
    return {Share.EQUAL: _("Lige meget hver"), Share.INHABITANTS: _("Efter indbyggere")}
