# SPDX-License-Identifier: EUPL-1.2
"""The page that a broken-off run stood on, and how it is made the same again.

Steps that are remembered are not done again, but what they did to the page is needed by the steps
after them. So the steps since the last opened page are kept, and done once more when the first
step that is not remembered needs the screen. A change is never among them: where one stands between
the opened page and the step to go on with, the page cannot be made the same again.
"""

from __future__ import annotations

from collections.abc import Callable

from gearskifte.robots.rules.steps import ON_SCREEN, LogIn, Open, Step, changes

Command = Callable[[], object]


class Stage:
    """What must be done to the screen before the run can go on."""

    def __init__(self) -> None:
        self._commands: list[Command] = []
        self._spent = False
        self._log_ins: list[LogIn] = []

    def log_in(self, step: LogIn) -> None:
        """A login that the steps after it need."""
        self._log_ins.append(step)

    def passed(self, step: Step, command: Command) -> None:
        """A remembered step was passed by."""
        if isinstance(step, Open):
            self._commands, self._spent = [command], False
        elif isinstance(step, ON_SCREEN) and changes(step):
            self._spent = True
        elif isinstance(step, ON_SCREEN):
            self._commands.append(command)

    def due_log_ins(self) -> list[LogIn]:
        """The logins that have not been asked for yet."""
        due, self._log_ins = self._log_ins, []
        return due

    def take(self, step: Step) -> list[Command] | None:
        """What to do before `step`; None if the page cannot be made the same again."""
        commands, spent = self._commands, self._spent
        self._commands, self._spent = [], False
        if isinstance(step, Open):
            return []
        return None if spent else commands
