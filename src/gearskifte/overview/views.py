# SPDX-License-Identifier: EUPL-1.2
"""The citizen's own pages. Each reads in one statement, which writes the reading to the log."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from psycopg import Cursor

from gearskifte.kernel.access import OWN, PURPOSES, Access, Actor, Role, grant_access
from gearskifte.kernel.audit import LogLine, read_log
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.errors import AccessDenied, Text
from gearskifte.kernel.identity import actor_of
from gearskifte.kernel.time import local_date, system_now
from gearskifte.overview.guarding import Guard, guard_of, warns
from gearskifte.overview.places import OWN as OWN_PLACE
from gearskifte.overview.places import Place
from gearskifte.overview.publishing import published_guide
from gearskifte.overview.queries import (
    NewsLine,
    RobotLine,
    citizen_sees,
    named_in,
    protected,
    read_deliveries,
    read_news,
    read_robot_acts,
    read_telling,
)
from gearskifte.overview.rules.addresses import MARK
from gearskifte.overview.rules.calendar import months, years
from gearskifte.overview.rules.case import CasePage, case_page
from gearskifte.overview.rules.deliveries import DeliveryLine, untold
from gearskifte.overview.rules.exposure import as_if_now, exposure, titled
from gearskifte.overview.rules.guide import Guide
from gearskifte.overview.rules.look_ups import Telling, shares
from gearskifte.overview.rules.names import (
    case_for_another,
    overview_for_another,
    without_others,
)
from gearskifte.overview.rules.page import overview_page
from gearskifte.overview.rules.readers import readers
from gearskifte.overview.rules.sources import (
    completeness,
    known_sources,
    unread_lines,
    waits_unread,
)
from gearskifte.overview.rules.texts import listed_texts, texts
from gearskifte.overview.rules.titles import readable
from gearskifte.registry.public import (
    Kind,
    LeftUnread,
    PersonOverview,
    left_unread,
    read_list,
    read_object,
    read_overview,
    source_states,
)
from gearskifte.ui.public import Paging, render

CASES_PER_PAGE: Final = 25
LOG_LINES_PER_PAGE: Final = 50
MOST_PAYMENTS: Final = 200
_FINISHED: Final = {"nu": False, "afsluttede": True}


def somebody(request: HttpRequest) -> Actor:
    """Who asks.

    Raises:
        AccessDenied: GS-OVW-001 if nobody is logged in, or the login has run out.
    """
    actor = actor_of(request)
    if actor is None:
        raise AccessDenied(
            "GS-OVW-001",
            what=Text("Du er ikke logget ind.", "You are not logged in."),
            why=Text(
                "Et login gælder kun en kort tid, så andre ikke kan se med.",
                "A login is valid for a short time only, so that nobody else can look.",
            ),
            do=Text("Log ind igen fra forsiden.", "Log in again from the front page."),
        )
    return actor


def own_access(request: HttpRequest) -> Access:
    """The right of a citizen to their own data; others are turned away."""
    actor = somebody(request)
    subject = UUID(actor.id) if actor.role is Role.CITIZEN else UUID(int=0)
    return grant_access(actor=actor, subject=subject, purpose=OWN, at=system_now())


def overview_context(access: Access, place: Place) -> dict[str, Any]:
    """What the page of an overview is made of."""
    if place.official:
        return _official_context(access, place)
    guard = guard_of(access)
    read = reading(
        lambda cursor: guard.overview(cursor, read_overview(cursor, access), listed_texts)
    )
    read = overview_for_another(read) if place.acting else read
    page = overview_page(read, access.at, _guide_for(place))
    return {"page": page, "place": place, "today": local_date(access.at)}


def _official_context(access: Access, place: Place) -> dict[str, Any]:
    """The same for an official, whose one page has money and what was delivered on it."""

    def read(cursor: Cursor[Any]) -> tuple[PersonOverview, list[DeliveryLine], bool]:
        with cursor.connection.transaction():
            overview = read_overview(cursor, access)
            deliveries = read_deliveries(cursor)
            if place.as_of is not None:
                overview = _citizens_own(overview, citizen_sees(cursor, access))
                overview = _as_subject(access).overview(cursor, overview)
            return overview, deliveries, warns(cursor, access, (h.id for h in overview.objects))

    overview, deliveries, protected_here = reading(read)
    page = overview_page(overview, access.at, _guide_for(place))
    shown = {held.id for held in overview.objects}
    deliveries = [line for line in deliveries if line.grant in shown]
    return {
        "page": page,
        "place": place,
        "today": local_date(access.at),
        "deliveries": deliveries,
        "untold": untold((line.name for line in page.services), deliveries),
        "protected_here": protected_here,
    }


def _as_subject(access: Access) -> Guard:
    """What the citizen is shown, where an official sees the page as the citizen does."""
    return Guard(access.subject, access.subject, access.at)


def _guide_for(place: Place) -> Guide:
    """The published guide; what is hidden from citizens is not hidden from an official.

    In a preview what will be hidden on its day is hidden.
    """
    guide = published_guide()
    if place.as_of is not None:
        return msgspec.structs.replace(guide, exposures=as_if_now(guide.exposures, place.as_of))
    return msgspec.structs.replace(guide, exposures=()) if place.official else guide


def _citizens_own(read: PersonOverview, own: frozenset[UUID]) -> PersonOverview:
    """What an official may read and the registry's rule of roles lets the citizen see."""
    kept = tuple(held for held in read.objects if held.id in own)
    return msgspec.structs.replace(read, objects=kept, totals=())


def case_context(access: Access, place: Place, case: UUID) -> dict[str, Any]:
    """What a case's page is made of.

    Raises:
        Http404: if there is no such case, or it may not be seen.
    """

    def read(cursor: Cursor[Any]) -> tuple[CasePage | None, list[RobotLine], bool, bool]:
        if place.as_of is not None and case not in citizen_sees(cursor, access):
            return None, [], False, False
        with cursor.connection.transaction():
            shown = read_object(cursor, access, case)
            if shown is None:
                return None, [], False, False
            guard = _guard(access, place)
            shown = guard.detail(cursor, shown) if guard else shown
            shown = case_for_another(shown) if place.acting else shown
            page = case_page(shown, access.at, _guide_for(place))
            acts = read_robot_acts(cursor, access, case, page.number) if page else []
            acts = guard.lines(cursor, acts, "what", lambda _: case) if guard else acts
            if place.acting:
                acts = [_for_another(act, shown.name) for act in acts]
            marked = guard is not None and any(MARK in text for text in texts(shown.held))
            return page, acts, place.official and warns(cursor, access, [case]), marked

    page, acts, protected_here, marked = reading(read)
    if page is None:
        raise Http404
    return {
        "page": page,
        "place": place,
        "today": local_date(access.at),
        "acts": acts,
        "protected_here": protected_here,
        "marked": marked,
    }


def _for_another(act: RobotLine, own: str) -> RobotLine:
    return msgspec.structs.replace(act, what=without_others(act.what, own))


def _guard(access: Access, place: Place) -> Guard | None:
    """The guard of a place; an official reads what their rights open as it was written."""
    if place.as_of is not None:
        return _as_subject(access)
    return None if place.official else guard_of(access)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The overview."""
    access = own_access(request)
    return render(request, "overview/mine.html", overview_context(access, OWN_PLACE))


@require_safe
def mine_as_json(request: HttpRequest) -> HttpResponse:
    """The overview as JSON, the same content as the page."""
    access = own_access(request)
    return HttpResponse(
        msgspec.json.encode(overview_context(access, OWN_PLACE)["page"]),
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


@require_safe
def cases(request: HttpRequest, which: str) -> HttpResponse:
    """One page of the cases that run, or of those that are finished."""
    access = own_access(request)
    if which not in _FINISHED:
        raise Http404
    number = request.GET.get("side", "1")
    wanted = int(number) if number.isdecimal() and len(number) < 7 else 1
    skip = (max(wanted, 1) - 1) * CASES_PER_PAGE
    finished = _FINISHED[which]
    asked: dict[str, Any] = {
        "kind": Kind.CASE,
        "finished": finished,
        "most": CASES_PER_PAGE,
        "skip": skip,
    }
    guard = guard_of(access)
    read = reading(lambda cursor: guard.overview(cursor, read_list(cursor, access, **asked)))
    page = overview_page(read, access.at, published_guide())
    total = read.totals[0].number
    paging = Paging.at(wanted, per_page=CASES_PER_PAGE, total=total)
    context = {
        "page": page,
        "which": which,
        "lines": page.current + page.finished,
        "paging": paging,
        "place": OWN_PLACE,
        "today": local_date(access.at),
    }
    return render(request, "overview/cases.html", context)


@require_safe
def money(request: HttpRequest) -> HttpResponse:
    """Money and help: granted, paid, coming, month by month and year by year."""
    access = own_access(request)
    return render(request, "overview/money.html", money_context(access, OWN_PLACE))


def money_context(access: Access, place: Place) -> dict[str, Any]:
    """What the page of money is made of: the newest payments, and the grants they belong to."""

    def read(
        cursor: Cursor[Any],
    ) -> tuple[PersonOverview, PersonOverview, list[DeliveryLine]]:
        with cursor.connection.transaction():
            payments = read_list(
                cursor, access, kind=Kind.PAYMENT, finished=False, most=MOST_PAYMENTS, skip=0
            )
            overview = guard_of(access).overview(cursor, read_overview(cursor, access))
            return overview, payments, read_deliveries(cursor)

    overview, payments, deliveries = reading(read)
    rest = tuple(held for held in overview.objects if held.kind is not Kind.PAYMENT)
    whole = msgspec.structs.replace(overview, objects=rest + payments.objects)
    whole = overview_for_another(whole) if place.acting else whole
    page = overview_page(whole, access.at, published_guide())
    today = local_date(access.at)
    lines = (*page.coming, *page.past)
    return {
        "page": page,
        "place": place,
        "today": today,
        "months": months(lines, today),
        "totals": years(lines, page.benefits, today),
        "deliveries": deliveries,
        "untold": untold((line.name for line in page.services), deliveries),
        "more": payments.totals[0].number > MOST_PAYMENTS,
    }


@require_safe
def case(request: HttpRequest, case: UUID) -> HttpResponse:
    """One case."""
    access = own_access(request)
    return render(request, "overview/case.html", case_context(access, OWN_PLACE, case))


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What is new."""
    access = own_access(request)
    guard = guard_of(access)

    def read(cursor: Cursor[Any]) -> tuple[list[NewsLine], tuple[LeftUnread, ...]]:
        with cursor.connection.transaction():
            found, left = read_news(cursor, access), left_unread(cursor)
            return guard.lines(cursor, found, "title", lambda line: line.object_id), left

    lines, left = reading(read)
    guide, today = published_guide(), local_date(access.at)
    rows = guide.exposures
    shown = []
    for line in lines:
        row = exposure(rows, line.kle, (line.system,), today)
        if line.kind is None or row.shown:
            title = line.title if line.kind is None else titled(row, line.title, line.subject)
            title = readable(title, access.actor.name)
            shown.append(msgspec.structs.replace(line, title=title))
    sources = known_sources(guide, access.at)
    unread, waiting = unread_lines(left, guide, today), waits_unread(guide, access.at)
    page = {
        "completeness": completeness(sources, unread=bool(unread) or waiting),
        "late": [source for source in sources if source.late],
        "unread": unread,
        "waiting": waiting,
    }
    context = {"news": shown, "page": page, "place": OWN_PLACE}
    return render(request, "overview/news.html", context)


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Who has looked at my data."""
    access = own_access(request)
    asked = request.GET.get("foer", "")
    before = int(asked) if asked.isdecimal() and len(asked) < 19 else None
    own = request.GET.get("vis") == "alle"
    most = LOG_LINES_PER_PAGE + 1

    def read(
        cursor: Cursor[Any],
    ) -> tuple[list[LogLine], tuple[list[Telling], list[str]], frozenset[UUID]]:
        lines = read_log(cursor, access, before=before, most=most, own=own)
        nameless = protected(cursor, named_in(lines, access.subject), access.at)
        states = source_states(cursor, access.at)
        return lines, shares(states, read_telling(cursor), access.at), nameless

    lines, (telling, silent), nameless = reading(read)
    shown = lines[:LOG_LINES_PER_PAGE]
    context = {
        "readers": readers(shown, access.subject, nameless),
        "purposes": _purposes(),
        "own": own,
        "older": shown[-1].id if len(lines) > LOG_LINES_PER_PAGE else None,
        "telling": telling,
        "silent": silent,
    }
    return render(request, "overview/log.html", context)


def _purposes() -> dict[str, Text]:
    return {code: purpose.text for code, purpose in PURPOSES.items()}
