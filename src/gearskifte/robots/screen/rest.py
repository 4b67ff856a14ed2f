# SPDX-License-Identifier: EUPL-1.2
"""Waiting until a page has come to rest: no pause of fixed length, and no page too slow.

A page is at rest when no document or data is on its way and nothing in it has changed for a
moment. A save that takes half a minute is waited for; a page that never stops asking its server for
news is not.
"""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Error, Page, Request

QUIET: Final = """(most) => new Promise((done) => {
  let changed = false;
  const watcher = new MutationObserver(() => { changed = true; });
  const finish = () => { watcher.disconnect(); done(document.readyState === 'complete'); };
  const all = {subtree: true, childList: true, attributes: true, characterData: true};
  watcher.observe(document, all);
  const end = setTimeout(finish, most);
  const look = () => {
    if (!changed && document.readyState === 'complete') { clearTimeout(end); finish(); return; }
    changed = false;
    setTimeout(look, 16);
  };
  setTimeout(look, 16);
})"""
"""Resolves when nothing has changed for a sixtieth of a second, or after `most` milliseconds."""

SLICE: Final = 100
"""Milliseconds of one look at whether the page is at rest."""

LISTEN: Final = 25
"""Milliseconds between two looks at whether what is on its way has come."""

DOCUMENT: Final = 60_000
DATA: Final = 10_000
CHANGES: Final = 1_000
"""Milliseconds that a new document, data from a server, and changes in the page are waited for."""


class Rest:
    """The page that is worked on, and what is on its way to it."""

    def __init__(self, page: Page) -> None:
        self._documents: set[Request] = set()
        self._data: set[Request] = set()
        self.watch(page)

    def watch(self, page: Page) -> None:
        """Go over to another page, such as a window that the first one opened."""
        self.page = page
        self._documents.clear()
        self._data.clear()
        self._stirred = True
        page.on("request", self._begun)
        page.on("requestfinished", self._over)
        page.on("requestfailed", self._over)

    def stir(self) -> None:
        """Something was done to the page: it must come to rest before it is looked at."""
        self._stirred = True

    def _begun(self, request: Request) -> None:
        self._stirred = True
        if request.resource_type == "document":
            self._documents.add(request)
        elif request.resource_type in ("xhr", "fetch"):
            self._data.add(request)

    def _over(self, request: Request) -> None:
        self._documents.discard(request)
        self._data.discard(request)

    def wait(self) -> None:
        """Wait until the page is at rest, or has been given the time that it may take."""
        if not self._stirred:
            return
        self._stirred = False
        waited = 0
        while waited < DOCUMENT:
            if self._documents or self._data:
                self.page.wait_for_timeout(LISTEN)
            quiet = self.moment()
            if quiet and not self._documents and not self._data:
                return
            waited += 2 * LISTEN if quiet else SLICE
            if not self._documents and waited >= (DATA if self._data else CHANGES):
                self._data.clear()
                return

    def moment(self) -> bool:
        """Wait for a moment without changes, at most a slice; whether the document is complete."""
        try:
            return bool(self.page.evaluate(QUIET, SLICE))
        except Error:
            # The document was replaced while it was looked at: the new one is waited for.
            if self.page.is_closed():
                raise
            self.page.wait_for_load_state("load", timeout=DOCUMENT)
            return False
