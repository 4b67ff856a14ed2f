# SPDX-License-Identifier: EUPL-1.2
"""One text of a recipe, carried out wherever its municipality says."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.robots.rules.binding import BindingsRefused, bind, faults_in, secrets_of
from gearskifte.robots.rules.driver import Tools
from gearskifte.robots.rules.interpreter import run
from gearskifte.robots.rules.journal import MemoryJournal
from gearskifte.robots.rules.outcomes import Finished
from gearskifte.robots.rules.parameters import Kind, Parameter
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.refusals import RecipeRefused
from gearskifte.robots.rules.values import Value
from tests.builders.recipes import NotesWorld

pytestmark = pytest.mark.unit

RECIPE = """
opskrift: Notat til teamet
systemer: {fag: Fagsystemet}
lokalt:
  team: {slags: enhed, hvad: Teamet der får notatet}
  frist: {slags: tal, hvad: Dage til svar, forslag: 14}
  tone: {slags: valg, hvad: Hvordan der skrives, muligheder: [kort, venlig]}
sag: {felter: [nr], nøgle: "{nr}"}
trin:
  - send: {system: fag, sti: "/sager/{nr}/notater", data: {tekst: "{team}: {frist * 2} {tone}"}}
    kan ikke bekræftes: spørg medarbejder
    effekt: notat
"""
AALBORG = {"fag": "https://fag.aalborg.test/", "team": "Team Nord", "tone": "kort"}
ODENSE = {"fag": "https://odense.test:8443/kms", "team": "T-17", "tone": "venlig", "frist": "2,5"}


class _Api(NotesWorld):
    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def send(self, method: str, address: str, data: Value, system: str) -> Value:
        """Notes what was sent where."""
        assert isinstance(data, Mapping)
        self.asked.append(f"{address} {data['tekst']}")
        return None


def test_the_same_text_works_in_two_municipalities() -> None:
    """Only what is filled in differs; each works in its own system with its own words."""
    recipe = read_recipe(RECIPE)
    said = []
    for local in (AALBORG, ODENSE):
        api = _Api()
        tools = Tools(pause=lambda _: None, api=api)
        assert isinstance(run(bind(recipe, local), {"nr": "7"}, tools, MemoryJournal()), Finished)
        said += api.asked
    assert said == [
        "https://fag.aalborg.test/sager/7/notater Team Nord: 28 kort",
        "https://odense.test:8443/kms/sager/7/notater T-17: 5,0 venlig",
    ]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("fag", "ftp://fag.test"),
        ("fag", "https://bruger:kode@fag.test"),
        ("fag", "https://fag.test/?kode=1"),
        ("fag", "javascript:alert(1)"),
        ("fag", "https://fag test"),
        ("fag", "https:///sti"),
        ("fag", "https://fag.test:99999"),
        ("team", "  "),
        ("team", "x" * 501),
        ("frist", "snart"),
        ("tone", "vred"),
        ("andet", "x"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_by_name(name: str, written: str) -> None:
    """An address is one without a login, a number is one, a choice is one of those offered."""
    assert list(faults_in(read_recipe(RECIPE), {**AALBORG, name: written})) == [name]


@given(missing=st.sets(st.sampled_from(["fag", "team", "tone"]), min_size=1))
def test_nothing_is_carried_out_while_something_is_missing(missing: set[str]) -> None:
    """Everything that is missing is named at once; a suggestion stands where nobody says."""
    given = {name: value for name, value in AALBORG.items() if name not in missing}
    with pytest.raises(BindingsRefused) as refused:
        bind(read_recipe(RECIPE), given)
    assert set(refused.value.faults) == missing


@given(written=st.text(max_size=40))
def test_what_is_accepted_has_a_value(written: str) -> None:
    """Whatever is written, it is refused in words or is a value of its kind."""
    for kind in Kind:
        parameter = Parameter("x", kind, options=("a",) if kind is Kind.CHOICE else ())
        if parameter.wrong(written) is None:
            assert parameter.value(written) is not None


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("fag: Fagsystemet", "fag: https://fag.test", "GS-ROB-010"),
        ("forslag: 14", "forslag: fjorten", "GS-ROB-011"),
        (", muligheder: [kort, venlig]", "", "GS-ROB-011"),
        ("team: {slags: enhed", "nr: {slags: enhed", "GS-ROB-011"),
        ("slags: enhed", "slags: person", "GS-ROB-004"),
    ],
)
def test_a_recipe_that_asks_wrongly_is_refused(old: str, new: str, code: str) -> None:
    """An address in the text, a suggestion of another kind and a name used twice are told."""
    with pytest.raises(RecipeRefused) as refused:
        read_recipe(RECIPE.replace(old, new))
    assert code in [each.code for each in refused.value.problems]


def test_a_secret_belongs_to_a_system() -> None:
    """A secret of no system has no address to be kept to, and is refused."""
    text = "opskrift: x\nsystemer: [fag]\ntrin: [{udfyld: {felt: Kode, hemmelighed: fag.kode}}]"
    assert secrets_of(read_recipe(text)) == ("fag.kode",)
    with pytest.raises(RecipeRefused, match="GS-ROB-009"):
        read_recipe(text.replace("fag.kode", "kode"))
