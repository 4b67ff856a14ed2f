# SPDX-License-Identifier: EUPL-1.2
"""Finding on a live page: look, judge, and look again while the page may still be building."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import ElementHandle, Error, Frame, Page

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.driver import Hit as Acted
from gearskifte.robots.rules.driver import Target
from gearskifte.robots.screen import refusals, scripts
from gearskifte.robots.screen.looking import Seen, look
from gearskifte.robots.screen.memory import Memory
from gearskifte.robots.screen.rest import SLICE, Rest
from gearskifte.robots.screen.rules import words
from gearskifte.robots.screen.rules.finding import Hit, Miss, bears, find
from gearskifte.robots.screen.rules.page import Candidate, Kind, remembered
from gearskifte.robots.screen.rules.reasons import Reason, Why
from gearskifte.robots.screen.rules.sketch import NOW
from gearskifte.robots.screen.rules.wanted import Wanted, wanted
from gearskifte.robots.screen.rules.wording import same

_CHANGING: Final = re.compile(r"\d+|[0-9a-f]{8}-[0-9a-f-]{20,}", re.IGNORECASE)
REPLACED: Final = 3
"""How often a page may be replaced while it is looked at."""

_SORTS: Final = {Kind.FIELD: "felt", Kind.TICK: "afkrydsning", Kind.PRESS: "knap"}


@dataclass(slots=True)
class Found:
    """A thing on the page, found for certain.

    Attributes:
        thing: what is known of it; None for a loose text or a thing without words.
        asked: what the page asked when it was acted on.
    """

    element: ElementHandle
    label: str
    why: Reason
    thing: Candidate | None = None
    drifted: bool = False
    asked: tuple[str, ...] = ()

    @property
    def frame(self) -> Frame:
        """The frame that it stands in.

        Raises:
            LookupError: if it is gone from the page.
        """
        frame = self.element.owner_frame()
        if frame is None:
            raise LookupError(self.label)
        return frame

    def acted(self) -> Acted:
        """What is written down of it: never a value."""
        sort = _SORTS[self.thing.kind] if self.thing else "tekst"
        technical = f" #{self.thing.id}" if self.thing and self.thing.id else ""
        why = self.why.text
        for question in self.asked:
            why = Text(
                f"{why.da} Siden spurgte »{question}«, og der blev svaret ja.",
                f"{why.en} The page asked “{question}”, and the answer was yes.",
            )
        proposal = self.label if self.drifted else ""
        return Acted(f"{sort} »{self.label}«{technical}", why, proposal)


class Finder:
    """Finds things on the page that is worked on."""

    def __init__(self, rest: Rest, memory: Memory) -> None:
        self._rest = rest
        self._memory = memory

    def find(
        self,
        target: Target,
        kinds: Sequence[Kind],
        *,
        words: bool = False,
        spare: Sequence[Kind] = (),
        patience: int,
    ) -> Found:
        """The one thing that the recipe means.

        Args:
            target: what the recipe calls it.
            kinds: what must be possible with it.
            words: a loose text will also do, where nothing else is called so.
            spare: other kinds that will do, where there is no such text either.
            patience: milliseconds that it may take to appear.

        Raises:
            StepRefused: if nothing is certain enough; nothing was done to the page.
        """
        asked = wanted(target.label, kinds, within=target.within, number=target.number)
        waited = 0
        while True:
            found = self._once(asked, words=words)
            if isinstance(found, Miss) and spare and found.why.why is Why.NOT_THERE:
                found = self._once(replace(asked, kinds=tuple(spare)), words=False)
            if isinstance(found, Found):
                return found
            if waited >= patience or found.why.why is not Why.NOT_THERE:
                raise refusals.not_found(target, found)
            self._rest.moment()
            waited += SLICE

    def sees(self, target: Target, kinds: Sequence[Kind]) -> bool:
        """Whether something is called so now, without waiting for it."""
        asked = wanted(target.label, kinds, within=target.within, number=target.number)
        return isinstance(self._once(asked, words=False), Found)

    def bears(self, name: str) -> bool:
        """Whether something is shown that has the technical name in `#name`."""
        asked = wanted(name)
        return bool(asked.technical) and bool(self._bearers(asked))

    def sight(self) -> Seen:
        """What the page shows now; a page that is just being replaced is waited for."""
        for _ in range(REPLACED):
            self._rest.wait()
            try:
                return look(self._rest.page)
            except Error:
                if self._rest.page.is_closed():
                    raise
                self._rest.stir()
        return look(self._rest.page)

    def moment(self) -> None:
        """Let the page go on for a moment."""
        self._rest.moment()

    def radio(self, target: Target, option: str) -> Found | None:
        """The radio button with the option in the group with the label, if there is one."""
        seen = self.sight()
        generic = wanted(target.label, (Kind.TICK,)).generic == "radio"
        asked = wanted(option, (Kind.TICK,), within="" if generic else target.label)
        found = find(asked, seen.sight)
        if isinstance(found, Miss):
            return None
        thing = seen.sight.page.candidates[found.place]
        if "radio" not in (thing.type, thing.role):
            return None
        return Found(seen.element(found.place), option, found.why, thing)

    def judge(self, asked: Wanted, seen: Seen) -> Hit | Miss:
        """What is meant on the page that is seen, by what is kept of it; keeps it if it is new."""
        key = page_key(self._rest.page)
        found = find(asked, seen.sight, self._memory.recall(key))
        if isinstance(found, Hit):
            self._learn(key, seen, found)
        if isinstance(found, Hit) and found.drifted:
            self._show(key + NOW, seen)
        return found

    def _show(self, key: str, seen: Seen) -> None:
        """Keep a page that has drifted as it is now, too: the owner is to see both."""
        now = remembered(seen.sight.page, seen.sight.labels)
        if tuple(self._memory.recall(key)) != now:
            self._memory.keep(key, now)

    def _once(self, asked: Wanted, *, words: bool) -> Found | Miss:
        seen = self.sight()
        found = self.judge(asked, seen)
        if isinstance(found, Hit) and self._counts_others(asked, seen):
            return self._technical(asked, Miss(Reason(Why.NOT_THERE)))
        if isinstance(found, Hit):
            thing = seen.sight.page.candidates[found.place]
            element = seen.element(found.place)
            return Found(element, found.label.text, found.why, thing, found.drifted)
        if asked.technical and found.why.why in {Why.NOT_THERE, Why.SEVERAL}:
            return self._technical(asked, found)
        if found.why.why is Why.NOT_THERE and words:
            return _words(asked, seen, found)
        return found

    def _learn(self, key: str, seen: Seen, hit: Hit) -> None:
        """Keep the page as it is, where it is found as the recipe says and was not known so."""
        known = self._memory.recall(key)
        by_label = hit.why.why is Why.LABEL and not hit.drifted
        if by_label and not any(same(hit.label.text, each.label) for each in known):
            page = remembered(seen.sight.page, seen.sight.labels, known)
            self._memory.keep(key, page)

    def _counts_others(self, asked: Wanted, seen: Seen) -> bool:
        """Whether a number counts things that nobody could know for buttons, too."""
        if not (asked.technical and asked.number) or Kind.FIELD in asked.kinds:
            return False
        known = [each for each in seen.sight.page.candidates if bears(each, asked.technical)]
        return len(self._bearers(asked)) > len(known)

    def _bearers(self, asked: Wanted) -> list[ElementHandle]:
        """Everything shown that has the technical name, in the order of the page."""
        found: list[ElementHandle] = []
        for frame in self._rest.page.frames:
            handles = frame.evaluate_handle(scripts.TECHNICAL, [asked.technical, asked.within])
            found += filter(None, (x.as_element() for x in handles.get_properties().values()))
        return found

    def _technical(self, asked: Wanted, miss: Miss) -> Found | Miss:
        """A thing that no one could know for a button, by the technical name in the recipe."""
        found = self._bearers(asked)
        if asked.number and asked.number <= len(found):
            found = [found[asked.number - 1]]
        if len(found) != 1:
            return Miss(Reason(Why.SEVERAL, (str(len(found)),))) if found else miss
        return Found(found[0], f"#{asked.technical}", Reason(Why.TECHNICAL_NAME))


def _words(asked: Wanted, seen: Seen, miss: Miss) -> Found | Miss:
    """A loose text, where it stands in one place only."""
    found = words.called(asked, seen.sight.page)
    several = str(len(found))
    if asked.number and asked.number <= len(found) > 1:
        place, why = found[asked.number - 1], Reason(Why.NUMBER, (str(asked.number), several))
    elif len(found) == 1:
        place, why = found[0], Reason(Why.WORDS_ON_PAGE, (seen.sight.page.texts[found[0]].text,))
    else:
        return Miss(Reason(Why.SEVERAL, (several,))) if found else miss
    return Found(seen.spoken(place), seen.sight.page.texts[place].text, why)


def page_key(page: Page) -> str:
    """Which page it is, whoever it is about: the address without numbers and questions."""
    address = urlsplit(page.url)
    return _CHANGING.sub("#", f"{address.netloc}{address.path}")
