# SPDX-License-Identifier: EUPL-1.2
"""Trying a robot on mocks of its systems before it meets the real ones (prøvekørsel).

It is the real runner, with the real browser where the recipe works on a screen; only the addresses
are the mocks'. Every case says how it must end, and what must stand in the mock afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol

import msgspec

from gearskifte.kernel.errors import Text
from gearskifte.robots.mocking import serving_mocks
from gearskifte.robots.rules.binding import BindingsRefused, Bound, bind
from gearskifte.robots.rules.driver import Secrets, Tools
from gearskifte.robots.rules.evaluating import fill_in
from gearskifte.robots.rules.interpreter import run
from gearskifte.robots.rules.journal import MemoryJournal
from gearskifte.robots.rules.lines import read_lines
from gearskifte.robots.rules.mock import Described, read_mock
from gearskifte.robots.rules.outcomes import Failed, Finished, HandedOver, Outcome, Waits
from gearskifte.robots.rules.parameters import Kind, Parameter
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.recipe import Recipe
from gearskifte.robots.rules.refusals import Problem, RecipeRefused, StepRefused
from gearskifte.robots.rules.values import Value

MOST_CASES: Final = 50
ENDS: Final[Mapping[type, str]] = {
    Finished: "færdig",
    HandedOver: "overdraget",
    Waits: "spørger",
    Failed: "fejl",
}
"""How a case may end, as it is written."""


class Bench(Protocol):
    """Where the tools are (see `workbench.Workbench`)."""

    def tools(
        self, recipe: Recipe, folder: Path, secrets: Secrets | None = None
    ) -> AbstractContextManager[Tools]:
        """The tools for one item of a recipe."""

    def begin_anew(self) -> None:
        """Close everything."""


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A made-up item (prøvesag), how it must end, and with which words."""

    item: dict[str, str] = msgspec.field(name="sag")
    ends: str = msgspec.field(name="slutter", default="færdig")
    says: str = msgspec.field(name="fordi", default="")


class Cases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a robot is tried on, and what is filled in meanwhile besides the systems (lokalt)."""

    items: tuple[Case, ...] = msgspec.field(name="sager")
    local: dict[str, str] = msgspec.field(name="lokalt", default_factory=dict)


class Tried(msgspec.Struct, frozen=True):
    """How a case went: how it ended, how it should have, and what was read back on the way."""

    case: str
    wanted: str
    ended: str
    said: str
    read_back: int
    passed: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """A robot's mocks and cases, read."""

    mocks: Mapping[str, Described]
    cases: Cases


def read_trial(mock: str, cases: str, parameters: tuple[Parameter, ...]) -> Trial:
    """The mocks and the cases of a robot that asks for these parameters.

    Raises:
        RecipeRefused: GS-ROB-040 or GS-ROB-041 if either cannot be read, a system has no mock, or
            something that is to be filled in has no value.
    """
    described = read_mock(mock)
    read = _read_cases(cases)
    systems = {each.name for each in parameters if each.kind is Kind.SYSTEM}
    if systems != described.keys():
        raise _refuse(1, ", ".join(sorted(systems ^ described.keys())))
    asked = {each.name for each in parameters if not each.suggestion} - systems
    known = {each.name for each in parameters}
    if unfilled := (asked - read.local.keys()) | (read.local.keys() - known):
        raise _refuse(1, ", ".join(sorted(unfilled)))
    return Trial(described, read)


def preflight(recipe: str, mock: str, cases: str, bench: Bench, today: str) -> list[Tried]:
    """Try every case on mocks that are as described when it begins.

    Args:
        recipe: its text.
        mock: the description of each system that the recipe works in.
        cases: the items, and how each must end.
        bench: the tools; the browser is started if the recipe needs one.
        today: the day the cases are worked on (dd-mm-yyyy).

    Raises:
        RecipeRefused: if any of the texts cannot be used.
    """
    read = read_recipe(recipe)
    trial = read_trial(mock, cases, read.parameters)
    return [_try(read, trial, case, bench, today) for case in trial.cases.items]


def _read_cases(text: str) -> Cases:
    node = read_lines(text, {})
    try:
        cases = msgspec.convert(node.plain(), Cases)
    except msgspec.ValidationError as error:
        raise _refuse(node.line, str(error)) from error
    if not 0 < len(cases.items) <= MOST_CASES:
        raise _refuse(node.line, f"sager: 1-{MOST_CASES}")
    if unknown := {case.ends for case in cases.items} - set(ENDS.values()):
        raise _refuse(node.line, ", ".join(sorted(unknown)))
    return cases


def _try(recipe: Recipe, trial: Trial, case: Case, bench: Bench, today: str) -> Tried:
    with serving_mocks(trial.mocks) as addresses, TemporaryDirectory() as folder:
        try:
            bound = bind(recipe, {**trial.cases.local, **addresses})
        except BindingsRefused as refused:
            raise _refuse(1, refused.why.da) from refused
        key = fill_in(recipe.key, {**bound.values, **case.item}) if recipe.key else ""
        values = {"nøgle": key, "i_dag": today, **case.item}
        journal = MemoryJournal()
        outcome = _outcome(bound, values, bench, Path(folder), journal)
    read_back = sum(each.verified == "read-back" for each in journal.results.values())
    ended, said = ENDS[type(outcome)], said_of(outcome)
    passed = ended == case.ends and (not case.says or case.says == said)
    return Tried(key, case.ends, ended, said, read_back, passed)


def _outcome(
    bound: Bound,
    values: Mapping[str, Value],
    bench: Bench,
    folder: Path,
    journal: MemoryJournal,
) -> Outcome:
    with bench.tools(bound.recipe, folder, MadeUpSecrets()) as tools:
        try:
            return run(bound, dict(values), tools, journal)
        except StepRefused as refused:
            raise _refuse(1, refused.what.da) from refused


def said_of(outcome: Outcome) -> str:
    """What is said of an ending: its reason, or the question that it stopped at."""
    match outcome:
        case Finished(reason) | HandedOver(reason=reason):
            return reason
        case Waits() as waits:
            return waits.question.da
    return outcome.reason.da


class MadeUpSecrets:
    """Secrets that open nothing: a mock takes any."""

    def use(self, name: str) -> str:
        """A made-up secret."""
        return f"prøve-{name}"


def _refuse(line: int, why: str) -> RecipeRefused:
    return RecipeRefused(
        [
            Problem(
                line,
                "GS-ROB-041",
                Text(f"Prøven kan ikke køres: {why}.", f"The trial cannot be run: {why}."),
            )
        ]
    )
