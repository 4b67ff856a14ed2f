# SPDX-License-Identifier: EUPL-1.2
"""What is said when a screen step is refused, or goes wrong. Never a value."""

from __future__ import annotations

from collections.abc import Sequence

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.driver import Target
from gearskifte.robots.rules.refusals import StepFailed, StepRefused
from gearskifte.robots.screen.rules.finding import Miss


def not_found(target: Target, miss: Miss) -> StepRefused:
    """No field is certain enough; the labels that come closest are named."""
    why = miss.why.text
    near = ", ".join(f"»{label}«" for label in miss.near)
    return StepRefused(
        "GS-ROB-301",
        what=Text(
            f"»{target.label}« blev ikke fundet med sikkerhed.",
            f"“{target.label}” was not found for certain.",
        ),
        why=why,
        do=Text(
            f"Det nærmeste på siden er {near}. Er det det, så ret opskriften."
            if near
            else "Se siden, og ret opskriften.",
            f"The nearest on the page: {near}. If that is it, mend the recipe."
            if near
            else "See the page, and mend the recipe.",
        ),
    )


def locked(target: Target) -> StepRefused:
    """The field is there but cannot be changed."""
    return StepRefused(
        "GS-ROB-302",
        what=Text(f"»{target.label}« kan ikke ændres.", f"“{target.label}” cannot be changed."),
        why=Text("Feltet er låst på siden.", "The page has locked it."),
        do=Text("Se, hvad sagen mangler.", "See what the case lacks."),
    )


def no_option(target: Target, options: Sequence[str], found: int) -> StepRefused:
    """The option is not among those that the page gives, or there are several like it."""
    listed = ", ".join(options[:8]) + (" …" if len(options) > 8 else "")
    return StepRefused(
        "GS-ROB-303",
        what=Text(
            f"Valget findes ikke i »{target.label}«."
            if not found
            else f"Valget findes {found} gange i »{target.label}«.",
            f"The option is not in “{target.label}”."
            if not found
            else f"The option is {found} times in “{target.label}”.",
        ),
        why=Text(f"Der kan vælges {listed}.", f"One can choose {listed}."),
        do=Text("Se, hvilket valg der passer.", "See which option fits."),
    )


def wrong_sort(target: Target, da: str, en: str) -> StepRefused:
    """The thing is of another sort than the step needs."""
    return StepRefused(
        "GS-ROB-304",
        what=Text(f"»{target.label}« er ikke {da}.", f"“{target.label}” is not {en}."),
        why=Text("Trinnet passer ikke til siden.", "The step does not fit the page."),
        do=Text("Brug et andet trin i opskriften.", "Use another step in the recipe."),
    )


def no_table(name: str, tables: Sequence[str]) -> StepRefused:
    """No table, or several, of that name."""
    listed = ", ".join(f"»{each}«" for each in tables) or "ingen"
    return StepRefused(
        "GS-ROB-305",
        what=Text(
            f"Tabellen »{name}« blev ikke fundet med sikkerhed.",
            f"The table “{name}” was not found for certain.",
        ),
        why=Text(f"Siden har {listed}.", f"The page has {listed}."),
        do=Text("Ret tabellens navn i opskriften.", "Mend the table's name in the recipe."),
    )


def no_file(name: str) -> StepRefused:
    """A file that is not in the item's folder."""
    return StepRefused(
        "GS-ROB-306",
        what=Text(f"Filen »{name}« findes ikke.", f"There is no file “{name}”."),
        why=Text("Den ligger ikke i sagens mappe.", "It does not lie in the folder of the item."),
        do=Text("Se, om et tidligere trin skulle lave den.", "See which step was to make it."),
    )


def not_taken(target: Target) -> StepFailed:
    """The field does not hold what was put into it."""
    return StepFailed(
        "GS-ROB-311",
        what=Text(
            f"»{target.label}« tog ikke imod værdien.", f"“{target.label}” did not take the value."
        ),
        why=Text("Siden viser noget andet bagefter.", "The page shows something else afterwards."),
        do=Text("Der prøves igen om lidt.", "It is tried again in a while."),
    )


def broken(what: str) -> StepFailed:
    """The browser or the page failed on the way; `what` is the act, in a word."""
    return StepFailed(
        "GS-ROB-312",
        what=Text("Siden svarede ikke, som den skulle.", "The page did not answer as it should."),
        why=Text(f"Det gik galt ved: {what}.", f"It went wrong at: {what}."),
        do=Text("Der prøves igen om lidt.", "It is tried again in a while."),
    )
