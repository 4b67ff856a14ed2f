# SPDX-License-Identifier: EUPL-1.2
"""A window of the browser as a recipe's steps use it (`Screen`): find for certain, act, be at rest.

Nothing is done before the thing is found: a refusal means that the page is untouched. What goes
wrong after that is a `StepFailed`, and the step machine reads back before it tries again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from playwright.sync_api import CDPSession, Dialog, Error, Page

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.driver import Hit as Acted
from gearskifte.robots.rules.driver import Target
from gearskifte.robots.screen import acts, picture, reading, refusals
from gearskifte.robots.screen.finder import Finder, Found
from gearskifte.robots.screen.memory import Memory
from gearskifte.robots.screen.rest import SLICE, Rest
from gearskifte.robots.screen.rules.page import Kind
from gearskifte.robots.screen.rules.words import tidy_value

PATIENCE: Final = 5_000
"""Milliseconds that a thing may take to appear before it is refused."""

UNLOCKED: Final = 2_000
"""Milliseconds that a page may take to open a field that it has locked."""


class Window:
    """A page in the browser.

    Args:
        page: the page.
        files: the item's folder.
        memory: what is kept of pages between runs, by page. It holds labels and technical names of
            fields and buttons, never values, and is not overwritten by a page that has drifted.
    """

    def __init__(self, page: Page, files: Path, memory: Memory) -> None:
        self._files = files
        self._memory = memory
        self._asked: list[str] = []
        self._rest = Rest(page)
        self._finder = Finder(self._rest, memory)
        self._session: tuple[Page, CDPSession] | None = None
        self.held: Callable[[], None] = lambda: None
        """Asked at the moment of an act; see `Tools`."""
        self._listen(page)

    @property
    def page(self) -> Page:
        """The page in the browser itself."""
        return self._rest.page

    def _listen(self, page: Page) -> None:
        page.on("dialog", self._answer)
        page.on("popup", self._follow)

    def _answer(self, dialog: Dialog) -> None:
        """Say yes to what the page asks: the recipe has said what the press is to do."""
        self._asked.append(tidy_value(dialog.message))
        dialog.accept()

    def _follow(self, page: Page) -> None:
        """Go on in a window that the page opened, and back when it is closed."""
        self._listen(page)
        page.on("close", lambda _: self._back())
        self._rest.watch(page)

    def _back(self) -> None:
        left = [page for page in self.page.context.pages if not page.is_closed()]
        if left and self.page.is_closed():
            self._rest.watch(left[-1])

    def open(self, address: str) -> Acted:
        """Go to an address."""
        with _told("åbn"):
            answer = self.page.goto(address)
            self._rest.stir()
            self._rest.wait()
        if answer is not None and answer.status >= 500:
            raise refusals.broken(f"åbn ({answer.status})")
        why = Text("Adressen står i opskriften.", "The address stands in the recipe.")
        return Acted(tidy_value(self.page.title()), why)

    def fill(self, target: Target, value: str, *, secret: bool) -> Acted:
        """Write in a field, and see that it holds what was written."""
        found = self._open_to(target, Kind.FIELD)
        with self._acting("udfyld", found):
            acts.fill(found, target, value, secret=secret)
        return found.acted()

    def choose(self, target: Target, option: str) -> Acted:
        """Choose in a list, among radio buttons or suggestions, or a day in a calendar."""
        with _told("vælg"):
            radio = self._finder.radio(target, option)
        found = radio or self._open_to(target, Kind.FIELD)
        with self._acting("vælg", found):
            acts.choose(found, target, option, self._finder, self._rest)
        return found.acted()

    def check(self, target: Target, on: bool) -> Acted:
        """Tick a box, or take the tick away."""
        found = self._open_to(target, Kind.TICK)
        with self._acting("sæt kryds", found):
            acts.check(found, target, on=on)
        return found.acted()

    def press(self, target: Target) -> Acted:
        """Press a button or follow a link, else the only words on the page that say so.

        `Sager > Ny sag` is a menu: what stands before the last is only pointed at.
        """
        *above, last = self._path(target)
        for each in above:
            menu = self._find(each, (Kind.PRESS,), words=True)
            with self._acting("peg", menu):
                acts.point(menu)
        target = last
        found = self._find(target, (Kind.PRESS, Kind.TICK), words=True, spare=(Kind.FIELD,))
        with self._acting("tryk", found):
            acts.press(found)
        return found.acted()

    def _path(self, target: Target) -> list[Target]:
        """What is pointed at and, at last, pressed; one thing where something is called just so."""
        words = [each.strip() for each in target.label.split(" > ")]
        if len(words) == 1 or not all(words):
            return [target]
        with _told("find"):
            if self._finder.sees(target, (Kind.PRESS,)):
                return [target]
        first = Target(words[0], target.within, target.number)
        return [first, *(Target(each) for each in words[1:])]

    def key(self, name: str, target: Target | None) -> Acted:
        """Press a key, in a field or where the focus is."""
        if target is None:
            self.held()
            with _told("tast"):
                self.page.keyboard.press(name)
                self._rest.stir()
                self._rest.wait()
            return Acted(name, Text("Tasten går til feltet i brug.", "It goes to the focus."))
        found = self._find(target, (Kind.FIELD, Kind.TICK, Kind.PRESS))
        with self._acting("tast", found):
            found.element.press(name)
        return found.acted()

    def read(self, target: Target) -> tuple[Acted, str]:
        """What a field holds, or the text that belongs to a label."""
        with _told("læs"):
            return reading.read(self._finder, target)

    def table(self, name: str, where: Mapping[str, str]) -> tuple[Acted, list[dict[str, str]]]:
        """The rows of a table or list; only those that fit."""
        with _told("læs tabel"):
            return reading.table(self.page, self._rest, name, where)

    def shows(self, text: str) -> tuple[Acted, bool]:
        """Whether the page, or a question that it asked, shows a text now."""
        said = any(tidy_value(text).lower() in asked.lower() for asked in self._asked)
        with _told("se efter"):
            self._rest.wait()
            seen = said or reading.shows(self.page, text) or self._finder.bears(text)
        why = Text("Teksten blev søgt på siden.", "The text was looked for on the page.")
        return Acted(text, why), seen

    def upload(self, target: Target, file: str) -> Acted:
        """Put a file of the item's folder in a field."""
        path = self._inside(file)
        found = self._find(target, (Kind.FIELD,))
        with self._acting("vedhæft", found):
            acts.upload(found, target, path)
        return found.acted()

    def download(self, target: Target) -> tuple[Acted, str]:
        """Press, and keep the file that comes in the item's folder; gives its name."""
        found = self._find(target, (Kind.PRESS,), words=True)
        with self._acting("hent fil", found):
            with self.page.expect_download() as coming:
                acts.press(found)
            name = Path(coming.value.suggested_filename).name
            coming.value.save_as(self._files / name)
        return found.acted(), name

    @contextmanager
    def beside(self) -> Iterator[Window]:
        """Another page with the same login; this one stays as it is."""
        with _told("åbn ved siden af"):
            page = self.page.context.new_page()
        try:
            yield Window(page, self._files, self._memory)
        finally:
            with suppress(Error):
                page.close()

    def picture(self) -> bytes:
        """What the page looks like, personal numbers and secrets covered."""
        with _told("billede"):
            if self._session is None or self._session[0] is not self.page:
                self._session = self.page, self.page.context.new_cdp_session(self.page)
            return picture.take(*self._session)

    def pause(self, seconds: float) -> None:
        """Let the page go on for so long; what is told of it in the meantime is heard."""
        with _told("vent"):
            self.page.wait_for_timeout(seconds * 1000)

    def _inside(self, file: str) -> Path:
        """A file of the item's folder, and of no other."""
        path = (self._files / file).resolve()
        if self._files.resolve() not in path.parents or not path.is_file():
            raise refusals.no_file(Path(file).name)
        return path

    def _open_to(self, target: Target, kind: Kind) -> Found:
        """What is found; a locked field is given the time that a page may need to open it."""
        found = self._find(target, (kind,))
        for _ in range(0, UNLOCKED, SLICE):
            if found.thing is None or not found.thing.disabled:
                break
            with _told("find"):
                self._finder.moment()
            found = self._find(target, (kind,))
        return found

    def _find(
        self,
        target: Target,
        kinds: tuple[Kind, ...],
        *,
        words: bool = False,
        spare: tuple[Kind, ...] = (),
    ) -> Found:
        with _told("find"):
            return self._finder.find(target, kinds, words=words, spare=spare, patience=PATIENCE)

    @contextmanager
    def _acting(self, what: str, found: Found) -> Iterator[None]:
        """Act on what was found; afterwards the page is at rest."""
        before = len(self._asked)
        self.held()
        with _told(what):
            yield
            self._rest.stir()
            self._rest.wait()
        found.asked = tuple(self._asked[before:])


@contextmanager
def _told(what: str) -> Iterator[None]:
    """A failure of the browser, told as one of the step; its own words may hold values."""
    try:
        yield
    except Error as error:
        raise refusals.broken(what) from error
