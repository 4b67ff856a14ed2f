# SPDX-License-Identifier: EUPL-1.2
"""What a worker works with: a browser for recipes that need one, other systems, files, secrets.

The browser is started when the first recipe needs it and kept from item to item. Each item has a
window of its own, with the logins of its own recipe: secrets belong to one text of one recipe, and
so do sessions. After a technical failure all of it begins anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gearskifte.kernel.errors import Text
from gearskifte.robots.driving.api import HttpApi
from gearskifte.robots.driving.files import Folder
from gearskifte.robots.driving.functions import InstalledFunctions
from gearskifte.robots.rules.driver import Secrets, Tools
from gearskifte.robots.rules.names import confirming
from gearskifte.robots.rules.recipe import Recipe, all_steps
from gearskifte.robots.rules.refusals import StepRefused
from gearskifte.robots.rules.steps import ON_SCREEN
from gearskifte.robots.screen.memory import Memory

if TYPE_CHECKING:
    from gearskifte.robots.screen.browser import Robots

Launch = Callable[[], Mapping[str, Any] | None]
"""How a browser is started on this machine (see `app.browser`); None where there is none."""


class Workbench:
    """The tools of one worker."""

    def __init__(self, launch: Launch, *, watched: bool = False, dry: bool = False) -> None:
        """`watched` shows the browser on the screen, `dry` changes nothing."""
        self._launch = launch
        self._watched = watched
        self._dry = dry
        self._stack = ExitStack()
        self._browser: Robots | None = None
        self._sessions: dict[str, set[str]] = {}
        self._apis: dict[str, HttpApi] = {}

    @contextmanager
    def tools(
        self,
        recipe: Recipe,
        folder: Path,
        secrets: Secrets | None = None,
        token: Callable[[str], str] = lambda _: "",
        memory: Memory | None = None,
        held: Callable[[], None] = lambda: None,
    ) -> Iterator[Tools]:
        """The tools for one item of a recipe; its window is closed again at the end."""
        if recipe.digest not in self._apis:
            self._apis[recipe.digest] = HttpApi(token)
        api = self._apis[recipe.digest]
        api.held = held
        tools = Tools(
            pause=time.sleep,
            api=api,
            files=Folder(folder),
            secrets=secrets,
            functions=InstalledFunctions(),
            sessions=self._sessions.setdefault(recipe.digest, set()),
            dry=self._dry,
            held=held,
        )
        if not needs_screen(recipe):
            yield tools
            return
        folder.mkdir(parents=True, exist_ok=True)
        with self._running().window(folder, memory, whose=recipe.digest) as window:
            window.held = held
            tools.screen = window
            yield tools

    def begin_anew(self) -> None:
        """Close everything; the next item opens what it needs."""
        stack, self._stack = self._stack, ExitStack()
        self._browser = None
        self._sessions.clear()
        self._apis.clear()
        stack.close()

    def _running(self) -> Robots:
        if self._browser is None:
            launch = self._launch()
            if launch is None:
                raise StepRefused(
                    "GS-ROB-150",
                    what=Text("Der er ingen browser her.", "There is no browser here."),
                    why=Text("Opskriften arbejder på en skærm.", "The recipe works on a screen."),
                    do=Text(
                        "Installér Chrome, Chromium eller Edge; se «gearskifte doctor».",
                        "Install Chrome, Chromium or Edge; see `gearskifte doctor`.",
                    ),
                )
            from gearskifte.robots.screen.browser import robots  # noqa: PLC0415 - slow to import

            self._browser = self._stack.enter_context(robots(launch, watched=self._watched))
        return self._browser


def needs_screen(recipe: Recipe) -> bool:
    """Whether any step of a recipe, or any read-back, is on a screen."""
    return any(
        isinstance(each, ON_SCREEN)
        for step in all_steps(recipe.steps)
        for each in (step, *confirming(step))
    )
