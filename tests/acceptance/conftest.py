# SPDX-License-Identifier: EUPL-1.2
"""The product as its users meet it: a browser without JavaScript, and the command line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from gearskifte.app.cli import cli
from gearskifte.kernel.database.provider import Database
from tests.builders.people import ANNA, BO, DORTE, OTHER_CVR, OTHER_NAME
from tests.builders.xml import case_message

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "tests" / "fixtures" / "messages"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_BUTTON = re.compile(r'<button[^>]* name="person" value="([^"]+)">([^<]+)</button>')
_ELEMENT = re.compile(r"<[^>]+>")
_LINK = re.compile(r'<a [^>]*href="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came: its address, status, headers and text."""

    address: str
    status: int
    headers: dict[str, str]
    html: str

    @property
    def text(self) -> str:
        """What is read on the page, without its elements."""
        return " ".join(
            unescape(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", self.html)).split()
        )

    @property
    def links(self) -> list[str]:
        """Where its links lead, in order."""
        return [unescape(link) for link in _LINK.findall(self.html)]


def _client() -> Client:
    return Client(enforce_csrf_checks=True, SERVER_NAME="localhost")


@dataclass(slots=True)
class Browser:
    """Somebody's browser: keeps cookies, sends the forms' tokens, remembers every page it saw."""

    client: Client = field(default_factory=_client)
    seen: list[Page] = field(default_factory=list)

    def visit(self, address: str) -> Page:
        """Open an address, following redirects."""
        return self._page(address, self.client.get(address, follow=True))

    def send(self, form_on: str, to: str, **values: str) -> Page:
        """Fill in the form on a page and send it, following redirects."""
        token = _TOKEN.search(self.visit(form_on).html)
        assert token is not None, f"no form on {form_on}"
        sent = {**values, "csrfmiddlewaretoken": token.group(1)}
        return self._page(to, self.client.post(to, sent, follow=True))

    def become(self, name: str) -> Page:
        """Log in at the demo login as whoever has this name on the button."""
        buttons = _BUTTON.findall(self.visit("/demo/").html)
        (key,) = {value for value, words in buttons if name in unescape(words)}
        return self.send("/demo/", "/demo/bliv/", person=key)

    def _page(self, address: str, response: Any) -> Page:
        chain = getattr(response, "redirect_chain", [])
        page = Page(
            chain[-1][0] if chain else address,
            response.status_code,
            dict(response.headers),
            response.content.decode(),
        )
        self.seen.append(page)
        return page


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command printed, and its exit status."""

    status: int
    printed: str
    errors: str

    @property
    def json(self) -> Any:
        """The printed JSON."""
        return json.loads(self.printed)


Run = Callable[..., Outcome]


@pytest.fixture
def browser(database: Database) -> Browser:
    """A browser in which nobody is logged in."""
    return Browser()


@pytest.fixture
def run(database: Database) -> Run:
    """Run a `gearskifte` command in this process, as a worker would."""

    def call(*arguments: str, stdin: bytes = b"") -> Outcome:
        result = CliRunner().invoke(cli, arguments, input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return call


@pytest.fixture
def program(database: Database) -> Run:
    """Run a `gearskifte` command as a program of its own; settings are given by keyword."""

    def call(*arguments: str, **settings: str) -> Outcome:
        done = subprocess.run(
            [sys.executable, "-m", "gearskifte", *arguments],
            cwd=ROOT,
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture
def imported(run: Run, tmp_path: Path) -> Outcome:
    """Anna's cases, letter, note, grant and payment, a case of Bo's, and one of a neighbour's."""
    whole = (FIXTURES / "case_import.xml").read_bytes()
    # The message of the connectors' own tests excludes its case from the citizen's view.
    (tmp_path / "case.xml").write_bytes(whole.replace(b"undtaget for borger", b"til borger"))
    (tmp_path / "grant.xml").write_bytes((FIXTURES / "grant_import.xml").read_bytes())
    (tmp_path / "bo.xml").write_bytes(case_message("bo", BO, title="Bos byggesag"))
    (tmp_path / "name.xml").write_bytes(case_message("anna", ANNA, title="Annas parkeringskort"))
    far = case_message("far", DORTE, title="Dortes pas", owner=(OTHER_CVR, OTHER_NAME))
    (tmp_path / "far.xml").write_bytes(far)
    widest = ("*", "--authority", "*", "--subjects", "*", "--benefits", "*", "--level", "4")
    assert run("registry", "rights", "give", *widest).status == 0
    return run("registry", "import", str(tmp_path), "--json")
