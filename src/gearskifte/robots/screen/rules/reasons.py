# SPDX-License-Identifier: EUPL-1.2
"""Why a thing was found, or was not, in words that a department head understands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gearskifte.kernel.errors import Text


class Why(StrEnum):
    """The agreement that a hit rests on, or what was missing."""

    LABEL = "label"
    LABEL_AND_NAMES = "label_and_names"
    NUMBER = "number"
    ONLY_OF_ITS_KIND = "only_of_its_kind"
    TECHNICAL_NAME = "technical_name"
    REWORDED = "reworded"
    NEIGHBOURS = "neighbours"
    WORDS_ON_PAGE = "words_on_page"
    NOT_THERE = "not_there"
    SEVERAL = "several"
    NOT_IN_PLACE = "not_in_place"
    NAMES_SAY_OTHERWISE = "names_say_otherwise"
    NOTHING_RELIABLE = "nothing_reliable"
    HEADING_CHANGED = "heading_changed"
    ANOTHER_PERSON = "another_person"
    OUT_OF_SIGHT = "out_of_sight"
    WORDS_MOVED = "words_moved"
    TIED_ELSEWHERE = "tied_elsewhere"
    LEFT_ITS_LIKE = "left_its_like"


_SENTENCES: Final[Mapping[Why, tuple[str, str]]] = {
    Why.LABEL: (
        "Kun ét sted på siden hedder »{0}«.",
        "Only one thing on the page is called “{0}”.",
    ),
    Why.LABEL_AND_NAMES: (
        "Flere hedder »{0}«; id og navn er som sidst på ét af dem.",
        "Several are called “{0}”; id and name are as last time on one of them.",
    ),
    Why.NUMBER: ("Nummer {0} af {1} ens.", "Number {0} of {1} alike."),
    Why.ONLY_OF_ITS_KIND: (
        "Det eneste af sin slags på siden.",
        "The only one of its sort on the page.",
    ),
    Why.TECHNICAL_NAME: (
        "Fundet på det tekniske navn, som opskriften giver.",
        "Found by the technical name that the recipe gives.",
    ),
    Why.REWORDED: (
        "»{0}« hedder nu »{1}«; id og navn er som sidst, og ordene ligner.",
        "“{0}” is now called “{1}”; id and name are as last time, and the words are alike.",
    ),
    Why.NEIGHBOURS: (
        "»{0}« hedder nu »{1}«; id og navn og alle felter før og efter er som sidst.",
        "“{0}” is now called “{1}”; id, name and all fields before and after are as last time.",
    ),
    Why.WORDS_ON_PAGE: (
        "Ordene »{0}« står kun ét sted på siden.",
        "The words “{0}” stand in one place on the page only.",
    ),
    Why.NOT_THERE: (
        "Intet på siden hedder sådan.",
        "Nothing on the page is called that.",
    ),
    Why.SEVERAL: (
        "Der er {0}, som det kan være.",
        "There are {0} that it may be.",
    ),
    Why.NOT_IN_PLACE: (
        "Det findes på siden, men ikke ved »{0}«.",
        "It is on the page, but not by “{0}”.",
    ),
    Why.NAMES_SAY_OTHERWISE: (
        "Id og navn fra sidst sidder på et felt, der hedder »{0}«; sidens ord modsiger det.",
        "Id and name of last time are on a field called “{0}”; the page's words contradict that.",
    ),
    Why.NOTHING_RELIABLE: (
        "Teksten er en anden, og id og navn peger ikke sikkert på ét felt.",
        "The words are others, and id and name do not surely point at one field.",
    ),
    Why.HEADING_CHANGED: (
        "Ordene, id og navn er som sidst; overskriften er ikke længere »{1}«.",
        "Words, id and name are as last time; the heading is no longer “{1}”.",
    ),
    Why.ANOTHER_PERSON: (
        "Sidst stod det under »{0}«, nu under »{1}«; skriv, hvor det står (i: …).",
        "Last time it stood under “{0}”, now under “{1}”; say where it stands (i: …).",
    ),
    Why.OUT_OF_SIGHT: (
        "Feltet fra sidst er skjult, og »{0}« er et andet felt; åbn fanebladet, eller skriv i: ….",
        "The field of last time is hidden, “{0}” is another; open its tab, or say where (i: …).",
    ),
    Why.WORDS_MOVED: (
        "»{0}« står ved et andet felt end sidst, og felternes id og navn er ikke flyttet med.",
        "“{0}” stands by another field than last time, and ids and names have not moved with it.",
    ),
    Why.LEFT_ITS_LIKE: (
        "»{0}« står ikke længere hos de andre under »{1}«, men under »{2}« med andet id og navn.",
        "“{0}” no longer stands by the others under “{1}”, but under “{2}” with other id and name.",
    ),
    Why.TIED_ELSEWHERE: (
        "»{0}« står ved ét felt, men siden knytter ordene til et andet.",
        "“{0}” stands by one field, but the page ties the words to another.",
    ),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason with the words it is about; these are labels of the page, never values."""

    why: Why
    about: tuple[str, ...] = ()

    @property
    def text(self) -> Text:
        """The reason in Danish and English."""
        da, en = _SENTENCES[self.why]
        about = (*self.about, "", "", "")
        return Text(da.format(*about), en.format(*about))


def in_language(told: str, language: str) -> str:
    """A reason that was written down in Danish, as a reader has it; as it is, if it is not one."""
    if language != "en":
        return told
    for da, en in _SENTENCES.values():
        parts = re.split(r"(\{\d\})", da)
        pattern = "".join(
            f"(?P<at{part[1]}>.*?)" if part[0:1] == "{" else re.escape(part) for part in parts
        )
        if found := re.fullmatch(pattern, told):
            said = found.groupdict()
            return en.format(*(said.get(f"at{number}", "") for number in range(3)))
    return told
