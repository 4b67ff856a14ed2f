# SPDX-License-Identifier: EUPL-1.2
"""One undertaking: its plan and story, who else does it, and what it gave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gearskifte.commons import asking, service, telling
from gearskifte.commons.pools import read_pools
from gearskifte.commons.queries import (
    Entry,
    find_entry,
    find_plan,
    judgements,
    replies,
    story,
)
from gearskifte.commons.reuse import add_reuse, candidates
from gearskifte.commons.rules.portfolio import (
    LONGEST_TEXT,
    Answer,
    Missing,
    Phase,
    Stage,
    asks_for_heartbeat,
    is_over,
    is_stale,
    missing_of_stage,
    municipalities_in,
    starts_soon,
    topic_of,
)
from gearskifte.commons.rules.reuse import Candidate, How, Reused, frontrunner
from gearskifte.commons.showing import (
    Evidence,
    evidence,
    figure_of,
    in_words,
    metric_name,
    rating_of,
    rows_of,
    spread_of,
)
from gearskifte.commons.telling import Here
from gearskifte.commons.thesaurus import Written
from gearskifte.effects.public import Initiative, read_initiatives
from gearskifte.kernel.access import MANAGERS
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.errors import InputRefused
from gearskifte.kernel.time import local_date, system_now
from gearskifte.ui.public import current_language, render

_MOST_PROPOSED: Final = 20
"""So many are proposed for a topic at a time."""

_LONGEST_DECISION: Final = 500


@require_safe
def entry_page(request: HttpRequest, entry: UUID) -> HttpResponse:
    """One undertaking, the topic people have confirmed it in, and those that may be the same."""
    return show_entry(request, entry, {})


def show_entry(request: HttpRequest, entry: UUID, errors: dict[str, str]) -> HttpResponse:
    """The page, with what is wrong with a form that was sent from it."""
    actor, here = asking.reader(request)
    found = asking.entry_or_404(entry)
    if found.withdrawn:
        raise Http404
    now, today = system_now(), local_date(system_now())
    kept = reading(lambda cursor: find_plan(cursor, entry))
    promises = reading(lambda cursor: read_initiatives(cursor, actor.authority))
    own = found.municipality == here.municipality
    context = {
        "entry": found,
        "kept": kept,
        "own": own,
        "leads": actor.role in MANAGERS,
        "promise": _promise(promises, kept.plan.promise if kept and own else None),
        "stale": is_stale(found.alive_at, now),
        "asked": own and asks_for_heartbeat(found.phase, found.alive_at, now),
        "over": is_over(found.phase, found.ends_on, today),
        "soon": starts_soon(found.phase, found.starts_on, today),
        "story": reading(lambda cursor: story(cursor, entry)),
        "errors": errors,
        "said": request.POST if errors else {},
        "can_share": bool(here.cvr),
        **_around(found, here),
        **asking.words(),
    }
    return render(request, "commons/entry.html", context, status=422 if errors else 200)


def _around(found: Entry, here: Here) -> dict[str, Any]:
    """The topic, who is in front, the effect over all who measured, pools, and the possible."""
    now, today = system_now(), local_date(system_now())
    confirmed, refused = reading(judgements)
    topic = topic_of(found.id, confirmed)
    read = reading(lambda cursor: [find_entry(cursor, each) for each in topic - {found.id}])
    members = [each for each in read if each is not None and not each.withdrawn]
    text = Written(found.title, found.description)
    near = asking.by_meaning(text, without=found.id, most=_MOST_PROPOSED)
    denied = {other for pair in refused if found.id in pair for other in pair}
    possible = [hit for hit in near if hit.entry.id not in topic | denied]
    owners = {each.id: (each.municipality, each.alive_at) for each in [found, *members]}
    shown = [found, *members, *(hit.entry for hit in possible)]
    known = reading(lambda cursor: evidence(cursor, asking.ids(shown), now))
    rivals = reading(lambda cursor: candidates(cursor, [found, *members]))
    front = frontrunner(rivals, now)
    pools = [each for each in reading(read_pools) if each.told.entry in topic]
    return {
        "members": sorted(members, key=lambda each: each.municipality),
        "starting": {each.id for each in shown if starts_soon(each.phase, each.starts_on, today)},
        "count": municipalities_in(topic, owners, now),
        "possible": possible,
        "known": known,
        "effects": _effects(known[found.id]),
        "rating": rating_of(known[found.id].reuses, found.municipality),
        "frontrunner": front,
        "front_words": in_words(front.best) if front else "",
        "reusing": any(each.municipality == here.municipality for each in _reuses(rivals, found)),
        "pools": [(each, each.state(today)) for each in pools],
        "replies": reading(lambda cursor: replies(cursor, found.id)),
    }


def _effects(known: Evidence) -> list[dict[str, Any]]:
    now = system_now()
    return [
        {
            "name": metric_name(each.metric),
            "figure": figure_of(each, now),
            "spread": spread_of(each),
            "rows": rows_of(each),
        }
        for each in known.measured
    ]


def _reuses(rivals: Sequence[Candidate], found: Entry) -> Sequence[Reused]:
    return next((each.reuses for each in rivals if each.entry == found.id), ())


def _promise(promises: Sequence[Initiative], wanted: UUID | None) -> Initiative | None:
    return next((each for each in promises if each.id == wanted), None)


@require_POST
def change_phase(request: HttpRequest, entry: UUID) -> HttpResponse:
    """An own undertaking goes into another phase."""
    _actor, here = asking.member(request)
    asking.own_or_404(entry, here.municipality)
    stage, errors = _stage(request)
    if errors:
        return show_entry(request, entry, errors)
    now = system_now()

    def write(cursor: Any) -> None:
        service.enter_phase(cursor, entry, here.municipality, stage, now)
        telling.tell_entry(cursor, here, entry, now)

    return _done(request, entry, write, "because")


def _stage(request: HttpRequest) -> tuple[Stage, dict[str, str]]:
    """The phase that was asked for with what belongs to it, or what is wrong, by field."""
    said = request.POST
    words = {
        Missing.BUDGET: _("Skriv, hvad forsøget højst må koste, i hele kroner."),
        Missing.ENDS_ON: _("Skriv den dag, forsøget senest slutter."),
        Missing.STOP_CRITERION: _("Skriv, hvornår I stopper."),
        Missing.BECAUSE: _("Skriv, hvorfor det er stoppet. Det hjælper den næste."),
    }
    try:
        stage = Stage(Phase(said.get("phase", "")))
    except ValueError:
        raise Http404 from None
    errors = {}
    if stage.phase is Phase.PILOT:
        ends_on = budget = None
        try:
            ends_on = asking.day_of(said.get("ends_on", ""))
        except ValueError:
            errors["ends_on"] = words[Missing.ENDS_ON]
        try:
            budget = asking.oere_of(said.get("budget", ""))
        except ValueError:
            errors["budget"] = words[Missing.BUDGET]
        criterion = said.get("stop_criterion", "")[:LONGEST_TEXT]
        stage = Stage(stage.phase, ends_on, criterion, budget_oere=budget)
    if stage.phase is Phase.STOPPED:
        stage = Stage(stage.phase, because=said.get("because", "")[:LONGEST_TEXT])
    errors |= {lack.value: words[lack] for lack in missing_of_stage(stage)}
    return stage, errors


@require_POST
def heartbeat(request: HttpRequest, entry: UUID) -> HttpResponse:
    """One click: it still runs."""
    _actor, here = asking.member(request)
    now = system_now()

    def write(cursor: Any) -> None:
        service.say_alive(cursor, entry, here.municipality, now)
        telling.tell_alive(cursor, here, entry, now)

    asking.writing(write)
    return redirect("commons:portfolio")


@require_POST
def decide(request: HttpRequest, entry: UUID) -> HttpResponse:
    """Write a decision down."""
    _actor, here = asking.member(request)
    asking.own_or_404(entry, here.municipality)
    decision = request.POST.get("decision", "").strip()
    if not decision or len(decision) > _LONGEST_DECISION:
        return show_entry(
            request, entry, {"decision": _("Skriv, hvad der er besluttet, på højst 500 tegn.")}
        )
    now = system_now()
    asking.writing(lambda cursor: service.decide(cursor, entry, here.municipality, decision, now))
    return redirect("commons:entry", entry=entry)


@require_POST
def share(request: HttpRequest, entry: UUID) -> HttpResponse:
    """Share an own undertaking with the others, or keep it at home again."""
    _actor, here = asking.member(request)
    asking.own_or_404(entry, here.municipality)
    now = system_now()
    if request.POST.get("do") == "home":
        return _done(
            request, entry, lambda cursor: telling.keep_at_home(cursor, here, entry, now), "share"
        )
    return _done(
        request, entry, lambda cursor: telling.share_entry(cursor, here, entry, now), "share"
    )


@require_POST
def reuse(request: HttpRequest, entry: UUID) -> HttpResponse:
    """Say that this municipality reuses another's: a project of one's own that points to it."""
    _actor, here = asking.member(request)
    theirs = asking.entry_or_404(entry)
    if theirs.municipality == here.municipality or theirs.withdrawn:
        raise Http404
    now, made = system_now(), uuid4()
    new = service.NewEntry(
        made,
        here.municipality,
        theirs.title,
        theirs.description,
        stage=Stage(Phase.PROJECT),
        plan=service.taken_over(theirs),
        reuses=entry,
    )
    reused = Reused(here.municipality, How.STATED, now, 0, now)

    def write(cursor: Any) -> None:
        service.register(cursor, [new], now, None)
        service.judge_pair(cursor, made, entry, same=True, at=now)
        add_reuse(cursor, entry, reused)
        telling.tell_reuse(cursor, here, entry, reused)

    asking.writing(write)
    return redirect("commons:entry", entry=made)


@require_POST
def judge(request: HttpRequest, entry: UUID, other: UUID) -> HttpResponse:
    """One click: the same, not the same, or an answer to who is near."""
    _actor, here = asking.member(request)
    now = system_now()
    said = request.POST.get("said", "")
    mine, _theirs = asking.entry_or_404(entry), asking.entry_or_404(other)
    if entry == other:
        raise Http404
    if said in {"same", "different"}:
        same = said == "same"
        asking.writing(lambda cursor: service.judge_pair(cursor, entry, other, same=same, at=now))
    elif said in {answer.value for answer in Answer} and mine.municipality == here.municipality:
        answer = Answer(said)

        def write(cursor: Any) -> None:
            service.answer_entry(cursor, entry, other, answer, now)
            telling.tell_answer(cursor, here, entry, other, answer, now)

        asking.writing(write)
    else:
        raise Http404
    return redirect("commons:entry", entry=entry)


def _done(request: HttpRequest, entry: UUID, write: Any, field: str) -> HttpResponse:
    """Write, and back to the page; what the gate holds back is said at `field`."""
    try:
        asking.writing(write)
    except InputRefused as error:
        language = current_language()
        why = f"{error.why.in_language(language)} {error.do.in_language(language)}"
        return show_entry(request, entry, {field: why})
    return redirect("commons:entry", entry=entry)
