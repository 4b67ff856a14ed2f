# SPDX-License-Identifier: EUPL-1.2
"""What a person is asked, and what they can answer."""

from __future__ import annotations

from typing import Final

from gearskifte.kernel.errors import InputRefused, Text
from gearskifte.robots.rules import steps as s
from gearskifte.robots.rules.evaluating import Values, fill_in
from gearskifte.robots.rules.outcomes import Waits, Why
from gearskifte.robots.rules.refusals import StepRefused

DONE: Final = "Det er gjort"
NOT_DONE: Final = "Det er ikke gjort"
TRY_AGAIN: Final = "Prøv trinnet igen"
GIVE_UP: Final = "Jeg tager sagen selv"

OWNER: Final = "ejer"
"""Who is asked what belongs to the robot, and not to a citizen's case."""

CHANGED: Final = (DONE, NOT_DONE, GIVE_UP)
STOPPED: Final = (TRY_AGAIN, DONE, GIVE_UP)
STOPPED_WITHOUT_VALUE: Final = (TRY_AGAIN, GIVE_UP)
"""A step that reads something cannot be done by a person in its place."""


def question(step: s.Ask, at: str, values: Values, helper: str) -> Waits:
    """The recipe's own question."""
    asked = fill_in(step.question, values)
    to = step.to or helper
    return Waits(at, step.line, Why.QUESTION, Text(asked, asked), to, step.choices)


def business(step: s.Step, at: str, refused: StepRefused, helper: str) -> Waits:
    """A step that was refused, before anything was done."""
    told = Text(
        f"{refused.what.da} {refused.why.da} {refused.do.da}",
        f"{refused.what.en} {refused.why.en} {refused.do.en}",
    )
    choices = STOPPED_WITHOUT_VALUE if getattr(step, "name", "") else STOPPED
    return Waits(at, step.line, Why.BUSINESS, told, helper, choices, refused.code)


def unfilled(refused: InputRefused) -> Waits:
    """A recipe that was not told where to work."""
    told = Text(
        f"{refused.what.da} {refused.why.da} {refused.do.da}",
        f"{refused.what.en} {refused.why.en} {refused.do.en}",
    )
    return Waits("", 1, Why.BUSINESS, told, OWNER, STOPPED_WITHOUT_VALUE, refused.code)


def uncertain(step: s.Step, at: str, effect: s.Effect, values: Values, helper: str) -> Waits:
    """A change of which nobody knows whether it was made."""
    what = fill_in(effect.what, values) if effect.what else ""
    told = Text(
        f"Robotten blev afbrudt midt i et trin. Er det gjort? {what}".rstrip(),
        f"The robot was broken off in the middle of a step. Has it been done? {what}".rstrip(),
    )
    return Waits(at, step.line, Why.UNCERTAIN, told, helper, CHANGED, "GS-ROB-110")


def unconfirmed(step: s.Step, at: str, helper: str) -> Waits:
    """A change that was made, but does not show."""
    told = Text(
        "Trinnet er udført, men det kan ikke ses bagefter. Se efter i systemet: er det gjort?",
        "The step was carried out, but it cannot be seen. Look in the system: has it been done?",
    )
    return Waits(at, step.line, Why.UNCONFIRMED, told, helper, CHANGED, "GS-ROB-111")


def lost_place(step: s.Step, at: str, helper: str) -> Waits:
    """A page in the middle of something, which cannot be made the same again."""
    told = Text(
        "Robotten blev afbrudt midt på en side, hvor noget var ændret. Gør sagen færdig herfra.",
        "The robot was broken off on a page where something had been changed. Go on from here.",
    )
    return Waits(at, step.line, Why.LOST_PLACE, told, helper, (DONE, GIVE_UP), "GS-ROB-112")


def astray() -> StepRefused:
    """A recipe that goes on and on."""
    return StepRefused(
        "GS-ROB-107",
        what=Text("Opskriften bliver ved.", "The recipe goes on and on."),
        why=Text("Den har taget over 100.000 trin.", "It has taken more than 100,000 steps."),
        do=Text("Se løkkerne efter.", "Look at its loops."),
    )


def never_so(step: s.Repeat) -> StepRefused:
    """A loop whose condition was never met."""
    condition = step.until
    return StepRefused(
        "GS-ROB-108",
        what=Text(f"Der blev gentaget {step.most} gange.", f"It was repeated {step.most} times."),
        why=Text(
            f"Det blev aldrig sådan, at {condition.in_language('da')}.",
            f"It never became so that {condition.in_language('en')}.",
        ),
        do=Text("Se sagen efter.", "Look at the item."),
    )
