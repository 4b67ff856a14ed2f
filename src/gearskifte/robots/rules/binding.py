# SPDX-License-Identifier: EUPL-1.2
"""A recipe with what its municipality filled in (bindinger): the same text, another place.

Nothing is carried out without. What is missing or cannot be used is told by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from gearskifte.kernel.errors import InputRefused, Text
from gearskifte.robots.rules.recipe import Recipe, all_steps
from gearskifte.robots.rules.steps import Fill, LogIn
from gearskifte.robots.rules.values import Value


@dataclass(frozen=True, slots=True)
class Bound:
    """A recipe and where it works.

    Attributes:
        addresses: where each system is, without the last slash.
        values: what else was filled in, as the steps work with it.
    """

    recipe: Recipe
    addresses: Mapping[str, str]
    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))

    def address_of(self, secret: str) -> str:
        """Where the system is that a secret is for; a secret is given to no other place."""
        return self.addresses.get(secret.partition(".")[0], "")


class BindingsRefused(InputRefused):
    """What was filled in cannot be used; `faults` says why, by name."""

    def __init__(self, faults: Mapping[str, Text]) -> None:
        self.faults = faults
        told: Sequence[Text] = tuple(faults.values())
        super().__init__(
            "GS-ROB-034",
            what=Text("De lokale oplysninger mangler noget.", "Something local is missing."),
            why=Text(" ".join(each.da for each in told), " ".join(each.en for each in told)),
            do=Text(
                "Udfyld dem på robottens side, eller med «gearskifte robots bind».",
                "Fill them in on the robot's page, or with `gearskifte robots bind`.",
            ),
        )


def faults_in(recipe: Recipe, given: Mapping[str, str]) -> dict[str, Text]:
    """What is wrong with the values that were given, by name; what is missing is not."""
    known = {each.name: each for each in recipe.parameters}
    found: dict[str, Text] = {}
    for name, written in given.items():
        wrong = known[name].wrong(written) if name in known else _unknown(name, known)
        if wrong is not None:
            found[name] = wrong
    return found


def bind(recipe: Recipe, given: Mapping[str, str]) -> Bound:
    """The recipe with what was filled in; values that it does not ask for are left out.

    Raises:
        BindingsRefused: GS-ROB-034 with everything that is missing or cannot be used.
    """
    written = {each.name: given.get(each.name) or each.suggestion for each in recipe.parameters}
    faults = faults_in(recipe, written)
    if faults:
        raise BindingsRefused(faults)
    values = {each.name: each.value(written[each.name]) for each in recipe.parameters}
    systems = {name: str(values.pop(name)) for name in recipe.systems}
    return Bound(recipe, MappingProxyType(systems), MappingProxyType(values))


def secrets_of(recipe: Recipe) -> tuple[str, ...]:
    """The secrets that its steps use, each as `system.name`."""
    used: list[str] = []
    for step in all_steps(recipe.steps):
        inside = step.steps if isinstance(step, LogIn) else (step,)
        used += [each.secret for each in inside if isinstance(each, Fill) and each.secret]
    return tuple(dict.fromkeys(used))


def _unknown(name: str, known: Mapping[str, object]) -> Text:
    names = ", ".join(known) or "–"
    return Text(
        f"Opskriften spørger ikke om «{name}»; den spørger om {names}.",
        f"The recipe does not ask for `{name}`; it asks for {names}.",
    )
