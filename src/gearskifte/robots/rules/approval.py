# SPDX-License-Identifier: EUPL-1.2
"""What a recipe must say before anybody may approve it.

A step that changes something is read back, or a person is asked; what a press changes is said; and
somebody named answers for the whole (research and Danish practice: a robot is like a new employee).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.names import names_of_confirmation
from gearskifte.robots.rules.recipe import Recipe, all_steps
from gearskifte.robots.rules.refusals import Problem
from gearskifte.robots.rules.steps import Confirmation, changes, effect_of

WANTED: Final = {
    "ejer": Text("hvem ejer den («ejer: …»)", "who owns it (`ejer: …`)"),
    "godkender": Text("hvem godkender den («godkender: …»)", "who approves it (`godkender: …`)"),
    "kle": Text("KLE-emnet («kle: 15.20.04»)", "the KLE subject (`kle: 15.20.04`)"),
    "hjemmel": Text("hjemlen («hjemmel: …»)", "the legal basis (`hjemmel: …`)"),
    "oplysninger": Text(
        "hvilke oplysninger den bruger («oplysninger: […]»)",
        "which data it uses (`oplysninger: […]`)",
    ),
    "manuel tid": Text(
        "hvor mange minutter arbejdet tager i hånden, og hvordan de er målt («manuel tid: …»)",
        "how many minutes the work takes by hand, and how they were measured (`manuel tid: …`)",
    ),
    "sag": Text(
        "hvad en sag er, og hvornår to er den samme («sag: …» med «nøgle»)",
        "what an item is, and when two are the same (`sag: …` with `nøgle`)",
    ),
}


def hindrances(recipe: Recipe) -> list[Problem]:
    """Everything that keeps the recipe from being approved; none when it may be."""
    return sorted([*_head(recipe), *_steps(recipe)], key=lambda each: (each.line, each.code))


def _head(recipe: Recipe) -> Iterator[Problem]:
    for name, text in WANTED.items():
        if name not in recipe.lines:
            yield Problem(
                1,
                "GS-ROB-020",
                Text(f"Opskriften mangler {text.da}.", f"The recipe lacks {text.en}."),
            )
    if recipe.owner and recipe.owner.casefold() == recipe.approver.casefold():
        yield Problem(
            recipe.lines["godkender"],
            "GS-ROB-021",
            Text(
                "Godkenderen skal være en anden end ejeren.",
                "The approver must be somebody else than the owner.",
            ),
        )


def _steps(recipe: Recipe) -> Iterator[Problem]:
    for step in all_steps(recipe.steps):
        effect = effect_of(step)
        if not changes(step):
            continue
        if effect.what is None:
            yield Problem(
                step.line,
                "GS-ROB-022",
                Text(
                    "Sig, hvad trinnet ændrer: «effekt: …», eller «effekt: ingen».",
                    "Say what the step changes: `effekt: …`, or `effekt: ingen`.",
                ),
            )
        if effect.confirmation is None and not effect.ask:
            yield Problem(
                step.line,
                "GS-ROB-023",
                Text(
                    "Trinnet ændrer noget, men ingen ser efter. Skriv «bekræft: …», eller "
                    "«kan ikke bekræftes: spørg medarbejder».",
                    "The step changes something, and nobody looks. Write `bekræft: …`, or "
                    "`kan ikke bekræftes: spørg medarbejder`.",
                ),
            )
        if effect.confirmation and _is_constant(effect.confirmation):
            yield Problem(
                step.line,
                "GS-ROB-024",
                Text(
                    "«bekræft» ser det samme for alle sager. Lad den nævne noget fra sagen, for "
                    "eksempel {nøgle}, ellers kan en anden sags svar tages for denne.",
                    "`bekræft` sees the same for every item. Let it name something of the item, "
                    "such as {nøgle}, or another item's answer can be taken for this one's.",
                ),
            )


def _is_constant(confirmation: Confirmation) -> bool:
    """Whether it would look at the same, and for the same, whatever the item is."""
    return not names_of_confirmation(confirmation)
