# SPDX-License-Identifier: EUPL-1.2
"""Which thing on a page is meant: found by agreement, or refused. A wrong field is never filled.

1. The visible label says it and only one thing has it: found.
2. Several have it: the place that the recipe names decides, else what is remembered of the field
   must point at one of them alone.
3. None has it: the field's id and name of an earlier run must both be on one and the same field,
   and its new label, or the fields before and after it, must agree. Else it is refused.

A label is not believed where what was kept of the page contradicts it (see `witnesses`): then a
label has moved, or the field has, and a person must look.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from gearskifte.robots.screen.rules.lexicon import other_concept, same_concept
from gearskifte.robots.screen.rules.page import (
    Candidate,
    Kind,
    Label,
    Page,
    Remembered,
    Source,
)
from gearskifte.robots.screen.rules.persons import other_person
from gearskifte.robots.screen.rules.reasons import Reason, Why
from gearskifte.robots.screen.rules.wanted import Wanted, fits, placed
from gearskifte.robots.screen.rules.witnesses import (
    contradiction,
    numbered,
    technically,
    vouched,
)
from gearskifte.robots.screen.rules.wording import likeness, opposed, plain, same

ALIKE: Final = 0.6
"""From this likeness on, a reworded label agrees with the old one."""

MARGIN: Final = 0.15
"""So much more alike than the second best must the best label be."""

NEAR_MISS: Final = 0.45
"""A refusal names labels that are at least this much alike."""


@dataclass(frozen=True, slots=True)
class Hit:
    """The thing that is meant (fund).

    Attributes:
        place: in the page's candidates.
        label: what it is called now.
        why: the agreement that it rests on.
        drifted: it was not found as the recipe calls it; the owner should look.
    """

    place: int
    label: Label
    why: Reason
    drifted: bool = False


@dataclass(frozen=True, slots=True)
class Miss:
    """Nothing is certain enough (afvist). `near` are labels on the page that come closest."""

    why: Reason
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sight:
    """A page with the label of each of its things."""

    page: Page
    labels: Sequence[Label]

    def things(self, wanted: Wanted) -> list[int]:
        """The candidates of the wanted kind."""
        return [at for at, each in enumerate(self.page.candidates) if fits(wanted, each)]


def find(wanted: Wanted, sight: Sight, memory: Sequence[Remembered] = ()) -> Hit | Miss:
    """The one thing on the page that `wanted` means, or why nothing is certain enough.

    `memory` is what an earlier run kept of the same page; without it only labels count.
    """
    things = sight.things(wanted)
    if wanted.technical:
        return _technical(wanted, sight, things)
    if wanted.generic:
        return _chosen(wanted, sight, placed(wanted, sight.page, things), Why.ONLY_OF_ITS_KIND)
    named = [at for at in things if _is_called(wanted, sight.labels[at].text)]
    known = _known(wanted, memory)
    if named:
        return _labelled(wanted, sight, named, known, memory)
    if known is None:
        return Miss(Reason(Why.NOT_THERE), _near(wanted, sight, things))
    return _again(wanted, sight, things, known, memory)


def _is_called(wanted: Wanted, label: str) -> bool:
    return any(same(label, each) for each in wanted.labels)


def _technical(wanted: Wanted, sight: Sight, things: list[int]) -> Hit | Miss:
    name = wanted.technical
    found = [at for at in things if bears(sight.page.candidates[at], name)]
    return _chosen(wanted, sight, placed(wanted, sight.page, found), Why.TECHNICAL_NAME)


def bears(each: Candidate, name: str) -> bool:
    """Whether a thing has that id, name, class or test id."""
    return name in {each.id, each.name, each.test, *each.classes}


def _chosen(wanted: Wanted, sight: Sight, found: Sequence[int], why: Why) -> Hit | Miss:
    """The one found, or that with the wanted number."""
    if wanted.number and wanted.number <= len(found):
        place = found[wanted.number - 1]
        numbered = Reason(Why.NUMBER, (str(wanted.number), str(len(found))))
        return Hit(place, sight.labels[place], numbered if len(found) > 1 else Reason(why))
    if len(found) == 1 and not wanted.number:
        return Hit(found[0], sight.labels[found[0]], Reason(why, (sight.labels[found[0]].text,)))
    labels = tuple(dict.fromkeys(sight.labels[at].text for at in found if sight.labels[at].text))
    return Miss(
        Reason(Why.SEVERAL, (str(len(found)),)) if found else Reason(Why.NOT_THERE), labels[:5]
    )


def _labelled(
    wanted: Wanted,
    sight: Sight,
    named: list[int],
    known: Remembered | None,
    memory: Sequence[Remembered],
) -> Hit | Miss:
    """One or several things have the label."""
    found = placed(wanted, sight.page, named)
    if wanted.within and not found:
        return _elsewhere(wanted, sight, named, known, memory)
    for better in (_visible, _in_front, _verbatim):
        found = [at for at in found if better(wanted, sight, at)] or found
    if len(found) > 1 and not wanted.number and known is not None:
        agreeing = [at for at in found if technically(known, sight.page.candidates[at])]
        if len(agreeing) == 1:
            found = agreeing
    chosen = _chosen(wanted, sight, found, Why.LABEL)
    if isinstance(chosen, Miss):
        return chosen
    if chosen.label.source is Source.CONTESTED:
        return Miss(Reason(Why.TIED_ELSEWHERE, (chosen.label.text,)), (chosen.label.text,))
    by_place = bool(wanted.within or wanted.number)
    against = contradiction(sight.page, sight.labels, chosen.place, known, memory, placed=by_place)
    if against is not None:
        return Miss(against, tuple(dict.fromkeys((chosen.label.text, *against.about)))[:2])
    mine = sight.page.candidates[chosen.place]
    if known is not None and len(found) < len(named) and technically(known, mine):
        return Hit(chosen.place, chosen.label, Reason(Why.LABEL_AND_NAMES, (chosen.label.text,)))
    return chosen


def _visible(_wanted: Wanted, sight: Sight, at: int) -> bool:
    return sight.page.candidates[at].visible


def _in_front(_wanted: Wanted, sight: Sight, at: int) -> bool:
    return sight.page.candidates[at].front


def _verbatim(wanted: Wanted, sight: Sight, at: int) -> bool:
    return sight.labels[at].text in wanted.labels


def _elsewhere(
    wanted: Wanted,
    sight: Sight,
    named: list[int],
    known: Remembered | None,
    memory: Sequence[Remembered],
) -> Hit | Miss:
    """None stands by the heading that the recipe names: it may be called otherwise now."""
    there = sight.page.candidates
    agreeing = [at for at in named if _placed_anew(wanted, there[at], known)]
    if known is None or len(agreeing) != 1 or numbered(known, memory):
        return Miss(Reason(Why.NOT_IN_PLACE, (wanted.within,)), _sections(sight, named))
    place = agreeing[0]
    label, section = sight.labels[place], there[place].section
    if other_person(wanted.within, section):
        return Miss(Reason(Why.ANOTHER_PERSON, (wanted.within, section)), (section,))
    if label.source is Source.CONTESTED:
        return Miss(Reason(Why.TIED_ELSEWHERE, (label.text,)), (label.text,))
    return Hit(place, label, Reason(Why.HEADING_CHANGED, (label.text, wanted.within)))


def _placed_anew(wanted: Wanted, each: Candidate, known: Remembered | None) -> bool:
    """Whether it is the thing that stood by the heading: by id and name, or one and the heading."""
    if known is None:
        return False
    alike = likeness(wanted.within, each.section) >= ALIKE
    return technically(known, each) or (alike and not known.fickle and vouched(each, known))


def _known(wanted: Wanted, memory: Sequence[Remembered]) -> Remembered | None:
    """What is remembered of the thing, if that is one thing alone."""
    found = [
        each
        for each in memory
        if _is_called(wanted, each.label) and (wanted.kind is None or each.kind in wanted.kinds)
    ]
    if wanted.within:
        found = [each for each in found if same(each.section, wanted.within)]
    if wanted.number and wanted.number <= len(found):
        return found[wanted.number - 1]
    return found[0] if len(found) == 1 else None


def _again(
    wanted: Wanted,
    sight: Sight,
    things: list[int],
    known: Remembered,
    memory: Sequence[Remembered],
) -> Hit | Miss:
    """No label fits: id and name must agree, and the new label or the neighbours with them."""
    near = _near(wanted, sight, things)
    agreeing = [at for at in things if technically(known, sight.page.candidates[at])]
    if len(agreeing) != 1:
        return Miss(Reason(Why.NOTHING_RELIABLE), near)
    place = agreeing[0]
    label = sight.labels[place]
    section = sight.page.candidates[place].section
    if other_person(known.section, section):
        return Miss(Reason(Why.ANOTHER_PERSON, (known.section, section)), near)
    if label.source is Source.CONTESTED or _speaks_against(sight, place, known, memory):
        return Miss(Reason(Why.NAMES_SAY_OTHERWISE, (label.text,)), near)
    if _reworded(sight, things, place, known):
        return Hit(place, label, Reason(Why.REWORDED, (known.label, label.text)), drifted=True)
    if known.id and known.name and _neighbours_agree(sight, place, known, memory):
        return Hit(place, label, Reason(Why.NEIGHBOURS, (known.label, label.text)), drifted=True)
    return Miss(Reason(Why.NOTHING_RELIABLE), near)


def _speaks_against(
    sight: Sight, place: int, known: Remembered, memory: Sequence[Remembered]
) -> bool:
    """Whether the thing is now called what another was, or is of another sort."""
    label = sight.labels[place].text
    each = sight.page.candidates[place]
    if (each.tag, each.type) != (known.tag, known.type):
        return True
    if other_concept(known.label, label) or opposed(known.label, label):
        return True
    others = [o.label for o in memory if o != known and o.label and o.kind is known.kind]
    mine = likeness(known.label, label)
    return any(
        same(other, label)
        or (same_concept(other, label) and not same_concept(known.label, label))
        or (likeness(other, label) >= ALIKE and likeness(other, label) > mine)
        for other in others
    )


def _reworded(sight: Sight, things: list[int], place: int, known: Remembered) -> bool:
    """Whether the new label is the old one in other words, and no other thing's label is nearer."""
    label = sight.labels[place].text
    if not label:
        return False
    others = [sight.labels[at].text for at in things if at != place]
    if same_concept(known.label, label):
        return not any(same_concept(known.label, other) for other in others)
    mine = likeness(known.label, label)
    second = max((likeness(known.label, other) for other in others), default=0.0)
    return mine >= ALIKE and mine - second >= MARGIN


def _neighbours_agree(
    sight: Sight, place: int, known: Remembered, memory: Sequence[Remembered]
) -> bool:
    """Whether the fields before and after are those that they were, with id and name.

    The form stands as it stood and only its words are new. A form whose fields have changed
    places or names says nothing.
    """
    then = [each for each in memory if each.kind is not Kind.PRESS]
    now = [each for each in sight.page.candidates if each.kind is not Kind.PRESS]
    mine = sight.page.candidates[place]
    if known not in then or mine not in now or len(then) < 3 or numbered(known, memory):
        return False
    return _shape(now) == _shape(then)


def _shape(things: Sequence[Candidate | Remembered]) -> list[tuple[str, str, str, str]]:
    return [(each.tag, each.type, each.id, each.name) for each in things]


def _near(wanted: Wanted, sight: Sight, things: list[int]) -> tuple[str, ...]:
    """Labels on the page that come closest, best first: what the recipe may have meant."""
    scored = sorted(_scored(wanted, sight, things), reverse=True)
    return tuple(dict.fromkeys(label for _, label in scored))[:3]


def _scored(wanted: Wanted, sight: Sight, things: list[int]) -> Iterator[tuple[float, str]]:
    for at in things:
        label = sight.labels[at].text
        for each in wanted.labels:
            score = 0.95 if same_concept(each, label) else likeness(each, label)
            if plain(label) and score >= NEAR_MISS:
                yield score, label


def _sections(sight: Sight, named: list[int]) -> tuple[str, ...]:
    places = (sight.page.candidates[at].section for at in named)
    return tuple(dict.fromkeys(place for place in places if place))[:5]
