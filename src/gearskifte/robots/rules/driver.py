# SPDX-License-Identifier: EUPL-1.2
"""What the step machine needs of the world, as protocols: screens, other systems, files, secrets.

The contract of every driver: **a `StepRefused` means that nothing was done** (the element was not
found for certain, the page is another). A `StepFailed` says that it went wrong on the way, so that
what was meant may or may not have happened. A driver never guesses: a wrong field is worse than a
stop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableSet
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.values import Value


@dataclass(frozen=True, slots=True)
class Target:
    """Something on a screen by what a person calls it; see `steps.Field`, here with its values."""

    label: str
    within: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """The element that was acted on, and why just that one.

    Attributes:
        element: how it can be found again by eye ("textbox “Fornavn” #first-name").
        why: which signs agreed.
        proposal: how the recipe should name it from now on, where the page has drifted; else "".
    """

    element: str
    why: Text
    proposal: str = ""


class Screen(Protocol):
    """A page in a browser. Every act waits until the page has come to rest."""

    def open(self, address: str) -> Hit:
        """Go to an address."""

    def fill(self, target: Target, value: str, *, secret: bool) -> Hit:
        """Write `value` in a field, instead of what it holds. A secret is kept out of evidence."""

    def choose(self, target: Target, option: str) -> Hit:
        """Choose an option: in a list, among radio buttons or suggestions, a day in a calendar."""

    def check(self, target: Target, on: bool) -> Hit:
        """Tick a box, or take the tick away."""

    def press(self, target: Target) -> Hit:
        """Press a button or follow a link."""

    def key(self, name: str, target: Target | None) -> Hit:
        """Press a key, in a field or where the focus is."""

    def read(self, target: Target) -> tuple[Hit, str]:
        """What a field holds, or the text that belongs to a label."""

    def table(self, name: str, where: Mapping[str, str]) -> tuple[Hit, list[dict[str, str]]]:
        """The rows of a table whose cells say what `where` says, by the headings of its columns."""

    def shows(self, text: str) -> tuple[Hit, bool]:
        """Whether the page shows a text at this moment; does not wait."""

    def upload(self, target: Target, file: str) -> Hit:
        """Put a file in a field."""

    def download(self, target: Target) -> tuple[Hit, str]:
        """Press, and keep the file that comes; gives its path."""

    def beside(self) -> AbstractContextManager[Screen]:
        """Another page with the same login, closed again at the end; this one stays as it is."""

    def picture(self) -> bytes:
        """What the page looks like (PNG or WebP), secrets covered; empty where there is none."""


class Api(Protocol):
    """Other systems by HTTP and JSON."""

    def get(self, address: str, query: Mapping[str, str], system: str) -> Value:
        """What the system answers. Raises StepRefused for 4xx, StepFailed for the rest."""

    def send(self, method: str, address: str, data: Value, system: str) -> Value:
        """Send, and give the answer. A 4xx means that nothing was changed (StepRefused)."""


class Files(Protocol):
    """The item's own folder of files."""

    def read(self, name: str, sheet: str) -> Value:
        """CSV and Excel as a list of records, PDF as text, mail as a record."""

    def write(self, name: str, rows: Value) -> None:
        """Write records as CSV or Excel: whole or not at all."""


class Secrets(Protocol):
    """Secrets by name, for this recipe's version and no other; each use is logged."""

    def use(self, name: str) -> str:
        """The secret itself. Raises StepRefused if this recipe may not have it."""


class Functions(Protocol):
    """Functions that developers have installed, each run in a process of its own."""

    def call(self, name: str, arguments: Mapping[str, Value], seconds: int) -> Value:
        """What it gives. Raises StepRefused if it is not installed, StepFailed for the rest."""


@dataclass(slots=True)
class Tools:
    """What a run has at hand; a recipe that needs what is missing is refused at that step.

    Attributes:
        pause: waits so many seconds.
        sessions: the systems that this browser is logged in to; kept from item to item.
        functions: the developers' functions.
        dry: nothing is changed; steps with an effect are told, and not done.
        held: asked at the moment of a change; raises `LeaseLost` if the item may be another's now.
    """

    pause: Callable[[float], None]
    screen: Screen | None = None
    api: Api | None = None
    files: Files | None = None
    secrets: Secrets | None = None
    functions: Functions | None = None
    sessions: MutableSet[str] = field(default_factory=set)
    dry: bool = False
    held: Callable[[], None] = lambda: None
