# SPDX-License-Identifier: EUPL-1.2
"""What makes a robot begin by itself (start): a plan, a work list, or what happens to a case.

Each way says which fields its items have; the business key makes each occurrence one item.

    hver: hverdag kl. 7              fields: dag, klokken
    arbejdsliste: udtræk             fields: the columns of the files
    hændelse: sag afgjort            fields: sag, tilstand, dag, enhed
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.plans import Occurrence, Plan

CASE_EVENTS: Final[Mapping[str, str]] = {
    "sag opstået": "Opstaaet",
    "sag oplyst": "Oplyst",
    "sag afgjort": "Afgjort",
    "sag afsluttet": "Afsluttet",
}
"""What can happen to a case, and the state that the registry tells of (FremdriftStatusKode)."""

ENGLISH: Final[Mapping[str, str]] = {
    "sag opstået": "a case has arisen",
    "sag oplyst": "a case is informed",
    "sag afgjort": "a case is decided",
    "sag afsluttet": "a case is closed",
}
OF_PLAN: Final = ("dag", "klokken")
OF_EVENT: Final = ("sag", "tilstand", "dag", "enhed")


@dataclass(frozen=True, slots=True)
class Trigger:
    """What starts a robot.

    Attributes:
        plan: when, by the calendar.
        event: what happens to a case of the recipe's own KLE subject.
        work_list: the name of what is filled in locally: which files bring items.
    """

    plan: Plan | None = None
    event: str = ""
    work_list: str = ""

    @property
    def gives(self) -> tuple[str, ...] | None:
        """The fields that the items have; None where nothing is known of them before."""
        if self.plan is not None:
            return OF_PLAN
        return OF_EVENT if self.event else None

    def in_language(self, language: str) -> str:
        """What starts it, in a sentence; "" where only people do."""
        english = language.startswith("en")
        if self.plan is not None:
            words = self.plan.in_language(language)
            return f"Begins {words}." if english else f"Begynder {words}."
        if self.event:
            return (
                f"Begins when {ENGLISH[self.event]}, if the case has the robot's KLE subject."
                if english
                else f"Begynder, når en {self.event.replace('sag ', 'sag er ')}, "
                "hvis sagen har robottens KLE-emne."
            )
        if self.work_list:
            return (
                f"Takes each row of the work list `{self.work_list}`."
                if english
                else f"Tager hver række i arbejdslisten «{self.work_list}»."
            )
        return ""


def items_of(occurrence: Occurrence) -> Mapping[str, str]:
    """The fields of the item that a turn of a plan is."""
    return {
        "dag": occurrence.day.strftime("%d-%m-%Y"),
        "klokken": occurrence.clock.strftime("%H.%M"),
    }


def faults(
    trigger: Trigger, fields: tuple[str, ...], used: set[str], lists: set[str]
) -> Iterator[Text]:
    """Why items would not be what the recipe takes them for.

    Args:
        trigger: what starts it.
        fields: of an item, by the recipe.
        used: the fields in its business key.
        lists: names that are filled in locally as work lists.
    """
    gives = trigger.gives
    missing = [each for each in fields if gives is not None and each not in gives]
    if gives is not None and missing:
        yield Text(
            f"Det, der starter robotten, giver ikke «{', '.join(missing)}»; det giver "
            f"{', '.join(gives)}.",
            f"What starts the robot does not give `{', '.join(missing)}`; it gives "
            f"{', '.join(gives)}.",
        )
    needed = _needed(trigger)
    lacking = [each for each in needed if each not in used]
    if lacking:
        yield Text(
            f"Nøglen skal nævne {', '.join(f'{{{each}}}' for each in lacking)}, ellers er to "
            "gange den samme sag.",
            f"The key must name {', '.join(f'{{{each}}}' for each in lacking)}, or two times are "
            "the same item.",
        )
    if trigger.work_list and trigger.work_list not in lists:
        yield Text(
            f"«{trigger.work_list}» skal stå under «lokalt» med «slags: arbejdsliste».",
            f"`{trigger.work_list}` must stand under `lokalt` with `slags: arbejdsliste`.",
        )


def _needed(trigger: Trigger) -> tuple[str, ...]:
    """The fields without which two occurrences are one item."""
    if trigger.plan is not None:
        return OF_PLAN if len(trigger.plan.times) > 1 else OF_PLAN[:1]
    return ("sag",) if trigger.event else ()
