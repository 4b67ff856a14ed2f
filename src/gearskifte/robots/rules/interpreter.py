# SPDX-License-Identifier: EUPL-1.2
"""The step machine: walks through a recipe, and never makes a change that may have been made.

Before a change the journal remembers the intent; after it, the result. A run that finds an intent
without a result reads back first: what was done is not done again, what was certainly not done is
done, and where neither is certain a person is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from typing import Final

from gearskifte.robots.rules import asking
from gearskifte.robots.rules import steps as s
from gearskifte.robots.rules.acting import LOOK_EVERY, Actor, Result
from gearskifte.robots.rules.binding import Bound
from gearskifte.robots.rules.driver import Screen, Tools
from gearskifte.robots.rules.evaluating import evaluate, fill_in, holds
from gearskifte.robots.rules.functions import listed
from gearskifte.robots.rules.journal import Done, Happening, Journal, State
from gearskifte.robots.rules.outcomes import Failed, Finished, HandedOver, Outcome
from gearskifte.robots.rules.refusals import StepFailed, StepRefused
from gearskifte.robots.rules.stage import Stage
from gearskifte.robots.rules.values import Value, kept, recalled

MOST_PASSINGS: Final = 100_000
"""Steps of one item; a recipe that wants more has gone astray."""


def run(bound: Bound, values: Mapping[str, Value], tools: Tools, journal: Journal) -> Outcome:
    """Carry out a recipe on one item, or go on where `journal` says that it stopped.

    Args:
        bound: what to do, and where.
        values: the item's fields, `nøgle` and `i_dag`.
        tools: what to do it with.
        journal: what is remembered of the item's steps.

    Raises:
        LeaseLost: if the item belongs to another worker now.
    """
    machine = _Machine(bound, {**bound.values, **values}, tools, journal)
    try:
        machine.steps(bound.recipe.steps, "")
    except _End as end:
        return end.outcome
    return Finished("", machine.values)


class _End(Exception):
    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


class _Machine:
    def __init__(
        self, bound: Bound, values: dict[str, Value], tools: Tools, journal: Journal
    ) -> None:
        self.values = values
        self._recipe = bound.recipe
        self._addresses = bound.addresses
        self._tools = tools
        self._journal = journal
        self._actor = Actor(tools, bound.addresses)
        self._stage = Stage()
        self._passings = 0
        self._place = ""

    def steps(self, steps: tuple[s.Step, ...], before: str) -> None:
        for number, step in enumerate(steps, start=1):
            self._passings += 1
            at = f"{before}{number}"
            try:
                self._step(step, at)
            except StepRefused as refused:
                raise _End(asking.business(step, at, refused, self._recipe.helper)) from refused
            except StepFailed as failed:
                raise _End(Failed(at, step.line, failed.code, failed.why)) from failed

    def _step(self, step: s.Step, at: str) -> None:
        if self._passings > MOST_PASSINGS:
            raise asking.astray()
        match step:
            case s.If():
                chosen = step.then if holds(step.condition, self.values) else step.otherwise
                self.steps(chosen, f"{at}{'a' if chosen is step.then else 'b'}.")
            case s.ForEach():
                for turn, each in enumerate(listed(evaluate(step.among, self.values)), start=1):
                    self.values[step.name] = each
                    self.steps(step.steps, f"{at}#{turn}.")
            case s.Repeat():
                self._repeat(step, at)
            case s.LogIn():
                self._stage.log_in(step)
                self._place = step.system
            case s.Finish():
                raise _End(Finished(fill_in(step.reason, self.values), self.values))
            case s.HandOver():
                reason = fill_in(step.reason, self.values)
                raise _End(HandedOver(at, reason, step.to or self._recipe.helper))
            case _:
                self._leaf(step, at)

    def _repeat(self, step: s.Repeat, at: str) -> None:
        for turn in range(1, step.most + 1):
            self.steps(step.steps, f"{at}#{turn}.")
            if holds(step.until, self.values):
                return
        raise asking.never_so(step)

    def _leaf(self, step: s.Step, at: str) -> None:
        if isinstance(step, s.Open):
            self._place = step.system
        entry = self._journal.recall(at)
        if entry is not None and entry.state is State.DONE:
            self._bind(step, recalled(entry.value))
            if isinstance(step, s.ON_SCREEN):
                self._stage.passed(step, self._actor.command(step, self.values))
            return
        if isinstance(step, s.Ask):
            raise _End(asking.question(step, at, self.values, self._recipe.helper))
        if s.changes(step) and self._tools.dry:
            self._journal.done(at, step, self._told(step, "dry run"))
            self._bind(step, None)
        elif s.changes(step):
            self._change(step, at, begun=entry is not None and entry.state is State.BEGUN)
        else:
            result = self._act(step, at)
            self._journal.done(at, step, self._done(step, result))
            self._bind(step, result.value)

    def _act(self, step: s.Step, at: str) -> Result:
        command = self._actor.command(step, self.values)
        self._prepare(step, at)
        return command()

    def _prepare(self, step: s.Step, at: str) -> None:
        """Make the screen what it was when the run was broken off."""
        if not isinstance(step, s.ON_SCREEN):
            return
        self._log_in()
        commands = self._stage.take(step)
        if commands is None:
            raise _End(asking.lost_place(step, at, self._recipe.helper))
        for command in commands:
            command()

    def _log_in(self) -> None:
        for due in self._stage.due_log_ins():
            where = self._addresses[due.system]
            if where not in self._tools.sessions:
                for step in due.steps:
                    self._actor.command(step, self.values)()
                self._tools.sessions.add(where)

    def _change(self, step: s.Step, at: str, *, begun: bool) -> None:
        """Make a change: intent, act, read back. One that was begun before is looked for first."""
        effect = s.effect_of(step)
        if begun and self._was_made(step, at, effect):
            self._journal.done(at, step, self._told(step, "before redo"))
            self._bind(step, None)
            if isinstance(step, s.ON_SCREEN):
                self._stage.passed(step, lambda: None)
            return
        command = self._actor.command(step, self.values)
        said = self._actor.said(step, self.values)
        self._prepare(step, at)
        self._journal.begin(at, step, said, self._picture(step))
        self._tools.held()
        try:
            result = command()
        except StepRefused:
            self._journal.withdraw(at)
            raise
        self._bind(step, result.value)
        verified = ""
        if effect.confirmation is not None:
            if not self._shows(effect.confirmation, patient=True):
                raise _End(asking.unconfirmed(step, at, self._recipe.helper))
            verified = "read-back"
        self._journal.done(at, step, self._done(step, result, verified))

    def _was_made(self, step: s.Step, at: str, effect: s.Effect) -> bool:
        """Whether a change that was begun was made.

        Ends the run with a question where that cannot be known: without a read-back, and where a
        read-back that only looks at the page of the moment shows nothing.
        """
        confirmation = effect.confirmation
        if confirmation is None:
            raise _End(asking.uncertain(step, at, effect, self.values, self._recipe.helper))
        if isinstance(step, s.ON_SCREEN):
            self._log_in()
        if confirmation.lasting:
            return self._shows(confirmation, patient=True)
        self._prepare(step, at)
        if self._shows(confirmation, patient=False):
            return True
        raise _End(asking.uncertain(step, at, effect, self.values, self._recipe.helper))

    def _shows(self, confirmation: s.Confirmation, *, patient: bool) -> bool:
        """Whether the read-back shows the change, within the time that it may take to appear."""
        looks = max(int(confirmation.within / LOOK_EVERY), 1) if patient else 1
        for look in range(looks):
            if look:
                self._tools.pause(LOOK_EVERY)
            if self._seen(confirmation):
                return True
        return False

    def _seen(self, confirmation: s.Confirmation) -> bool:
        screen = self._tools.screen
        aside = screen is not None and any(isinstance(x, s.Open) for x in confirmation.steps)
        with screen.beside() if aside and screen else nullcontext(screen) as page:
            return self._looked(confirmation, page)

    def _looked(self, confirmation: s.Confirmation, page: Screen | None) -> bool:
        eye = self._actor.on(page)
        values = dict(self.values)
        for step in confirmation.steps:
            given = eye.command(step, values)().value
            match step:
                case s.Compute():
                    values |= given if isinstance(given, Mapping) else {}
                case _ if name := getattr(step, "name", ""):
                    values[name] = given
        return holds(confirmation.that, values)

    def _picture(self, step: s.Step) -> bytes:
        screen = self._tools.screen
        wanted = self._journal.pictures and screen is not None and isinstance(step, s.ON_SCREEN)
        return screen.picture() if wanted and screen else b""

    def _done(self, step: s.Step, result: Result, verified: str = "") -> Done:
        happening = None
        if isinstance(step, s.Record):
            citizen = fill_in(step.citizen, self.values) if step.citizen else ""
            case, what = fill_in(step.case, self.values), fill_in(step.what, self.values)
            happening = Happening(case, what, citizen)
        return replace(
            self._told(step, verified),
            value=kept(result.value),
            hit=result.hit,
            picture=self._picture(step) if s.changes(step) else b"",
            happening=happening,
        )

    def _told(self, step: s.Step, verified: str) -> Done:
        """What is told of a step: its sentence, in which system, and what it changed there."""
        return Done(
            said=self._actor.said(step, self.values),
            verified=verified,
            system=getattr(step, "system", "")
            or (self._place if isinstance(step, s.ON_SCREEN) else ""),
            effect=self._actor.effect(step, self.values),
        )

    def _bind(self, step: s.Step, value: Value) -> None:
        """Give the step's value its name."""
        if isinstance(step, s.Compute | s.Extract):
            self.values |= value if isinstance(value, Mapping) else {}
        elif name := getattr(step, "name", ""):
            self.values[name] = value
