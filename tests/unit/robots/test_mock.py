# SPDX-License-Identifier: EUPL-1.2
"""Mock systems and trials: described, never programmed; one does what was described."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.robots.driving.api import HttpApi
from gearskifte.robots.mocking import serving_mocks
from gearskifte.robots.preflight import Tried, preflight
from gearskifte.robots.rules.driver import Secrets, Tools
from gearskifte.robots.rules.mock import MOST_RECORDS, Mock, read_mock
from gearskifte.robots.rules.portable import ANYWHERE, answered_by, read_travelling
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.recipe import Recipe
from gearskifte.robots.rules.refusals import RecipeRefused
from tests.builders.packages import CASES_TEXT, MOCK_TEXT, SOURCE

pytestmark = pytest.mark.unit

PAGES = """
gammel sag:
  poster:
    sager: [{nr: S-1, Status: "<b>Åben</b>"}]
  sider:
    - sti: /sag?nr={nr}
      overskrift: Sag {nr}
      af: sager
      hvor: {nr: "{nr}"}
      viser: [Status]
      tabeller: [{navn: Notater, af: notater, hvor: {nr: "{nr}"}, kolonner: [Tekst]}]
    - sti: /notat?nr={nr}
      overskrift: Nyt notat
      felter: [{felt: Tekst}, {felt: Ny status, valg: [Åben, Lukket]}]
      knap: Gem
      gør:
        - {i: notater, post: {nr: "{nr}", Tekst: "{Tekst}"}}
        - {i: sager, hvor: {nr: "{nr}"}, post: {Status: "{Ny status}"}}
      til: /sag?nr={nr}
"""
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)


class ApiBench:
    """Tools without a browser."""

    @contextmanager
    def tools(
        self, recipe: Recipe, folder: Path, secrets: Secrets | None = None
    ) -> Iterator[Tools]:
        """HTTP and secrets."""
        yield Tools(pause=lambda _: None, api=HttpApi(seconds=5), secrets=secrets)

    def begin_anew(self) -> None:
        """Nothing is kept."""


def _mock() -> Mock:
    return Mock(read_mock(PAGES)["gammel sag"])


def _try(mock: str = MOCK_TEXT, cases: str = CASES_TEXT, recipe: str = SOURCE) -> list[Tried]:
    return preflight(recipe, mock, cases, ApiBench(), "01-06-2026")


def test_a_button_does_what_is_described() -> None:
    """A form adds a record and changes another, leads on, and the page shows both."""
    mock = _mock()
    reply = mock.send("POST", "/notat?nr=S-1", {"Tekst": "Rykket", "Ny status": "Lukket"})
    assert (reply.status, reply.to) == (303, "/sag?nr=S-1")
    page = mock.get("/sag?nr=S-1").page
    assert page is not None
    assert page.shows == (("Status", "Lukket"),)
    assert page.tables[0][2] == (("Rykket",),)


@given(given=st.dictionaries(st.sampled_from(["Tekst", "Ny status", "nr"]), TEXTS))
def test_what_is_sent_never_changes_another_record(given: Mapping[str, str]) -> None:
    """A form's fields cannot say which record it is about; its address does."""
    mock = _mock()
    mock.records["sager"].append({"nr": "S-2", "Status": "Åben"})
    mock.send("POST", "/notat?nr=S-1", given)
    assert mock.records["sager"][1] == {"nr": "S-2", "Status": "Åben"}
    assert [each["nr"] for each in mock.records["notater"]] == ["S-1"]


def test_a_mock_has_an_end() -> None:
    """A robot that never stops adding is told that the mock is full."""
    mock = _mock()
    mock.records["notater"] = [{}] * MOST_RECORDS
    assert mock.send("POST", "/notat?nr=S-1", {}).status == 507


def test_what_is_in_a_mock_is_text() -> None:
    """Nothing that a mock shows is taken for a page of its own, and no script runs on it."""
    with serving_mocks(read_mock(PAGES)) as addresses, httpx.Client(timeout=300) as client:
        answer = client.get(f"{addresses['gammel sag']}/sag?nr=S-1")
        assert "&lt;b&gt;Åben&lt;/b&gt;" in answer.text
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert client.get(f"{addresses['gammel sag']}/andet").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        PAGES.replace("overskrift: Nyt notat", "script: alert(1)"),
        PAGES.replace("{Tekst}", "{Ukendt}"),
        PAGES.replace("Sag {nr}", "Sag {cpr}"),
        "a: &x [1]\nb: *x\n",
        "[]\n",
    ],
)
def test_a_mock_is_described_and_not_programmed(wrong: str) -> None:
    """What is not in the description's few words, or names what nothing gives, is refused."""
    with pytest.raises(RecipeRefused):
        read_mock(wrong)


def test_a_trial_says_how_each_case_went() -> None:
    """Each case is worked on by the real runner, read back, and held to how it must end."""
    assert [(each.ended, each.read_back, each.passed) for each in _try()] == [
        ("færdig", 1, True),
        ("færdig", 0, True),
        ("spørger", 0, True),
    ]
    wrong = _try(cases=CASES_TEXT.replace("Sagen er lukket.", "Noget andet"))
    assert [each.passed for each in wrong] == [True, False, True]


def test_a_trial_finds_a_robot_that_does_not_do_it() -> None:
    """A save that the mock does not keep is not read back, and the case fails."""
    forgetful = MOCK_TEXT.replace("gør: [{i: notater", "gør: [{i: andet")
    assert not _try(mock=forgetful)[0].passed


@pytest.mark.parametrize(
    "cases",
    ["sager: []", "sager: [{sag: {}, slutter: måske}]", "lokalt: {x: y}\nsager: [{sag: {}}]"],
)
def test_a_trial_without_sense_is_not_run(cases: str) -> None:
    """No cases, an unknown end, or a value that the recipe does not ask for: nothing is tried."""
    with pytest.raises(RecipeRefused):
        _try(cases=cases)


@given(owner=TEXTS.filter(str.strip), approver=TEXTS.filter(str.strip))
def test_whoever_answers_for_it_stands_in_its_head(owner: str, approver: str) -> None:
    """Any name is written so that it is read back, and nothing else of the recipe changes."""
    recipe = read_recipe(answered_by(SOURCE, owner, approver))
    wanted = [" ".join(each.split()) for each in (owner, approver)]
    assert [recipe.owner, recipe.approver] == wanted
    assert (recipe.title, recipe.kle, len(recipe.steps)) == ("Rykker i hver sag", "15.20.04", 3)


@pytest.mark.parametrize(
    ("step", "hosts"),
    [
        ("åbn: https://a.example.dk/x", ("a.example.dk",)),
        ('åbn: "https://a.example.dk/{sagsnr}"', ("a.example.dk",)),
        ('åbn: "https://a.example.dk{sagsnr}"', (ANYWHERE,)),
        ('åbn: "{sagsnr}"', (ANYWHERE,)),
        ('åbn: {system: fag, side: "/{sagsnr}"}', ()),
    ],
)
def test_where_a_recipe_can_go_is_known(step: str, hosts: tuple[str, ...]) -> None:
    """A host that the recipe names is told; one that a value decides is told to be any."""
    needs: Any = read_travelling(SOURCE.replace("trin:\n", f"trin:\n  - {step}\n")).needs
    assert needs.hosts == hosts
