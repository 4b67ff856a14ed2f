# SPDX-License-Identifier: EUPL-1.2
"""The step machine: every change once, whatever breaks off, and never silently."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.binding import bind
from gearskifte.robots.rules.driver import Hit, Target, Tools
from gearskifte.robots.rules.interpreter import run
from gearskifte.robots.rules.journal import Entry, MemoryJournal, State
from gearskifte.robots.rules.outcomes import Failed, Finished, HandedOver, Outcome, Waits, Why
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.recipe import Recipe
from gearskifte.robots.rules.refusals import StepFailed, StepRefused
from gearskifte.robots.rules.values import Value
from tests.builders.recipes import NOTES, WHERE, FormScreen, FormWorld, Keys, NotesWorld

pytestmark = pytest.mark.unit

ITEM: dict[str, Value] = {"sagsnr": "S-1", "nøgle": "S-1", "i_dag": "29-11-2026"}

FORM = """
opskrift: Opret opgave
systemer: {fag: fagsystemet}
sag: {felter: [navn], nøgle: "{navn}"}
trin:
  - log ind: {system: fag, side: /login, bruger: Brugernavn, kode: Kode, tryk: Log ind}
  - åbn: {system: fag, side: /opgaver/ny}
  - udfyld: {felt: Navn, med: "{navn}"}
  - udfyld: {felt: Frist, med: 14 dage}
  - tryk: Gem
    effekt: opgave
    bekræft: {åbn: {system: fag, side: /opgaver}, tabel: Opgaver, hvor: {Navn: "{navn}"}, inden: 1}
  - åbn: {system: fag, side: /breve/ny}
  - udfyld: {felt: Navn, med: "brev {navn}"}
  - tryk: Send
    effekt: brev
    bekræft: {åbn: {system: fag, side: /breve}, tabel: Breve, hvor: {Navn: "brev {navn}"}, inden: 1}
"""


class Killed(BaseException):
    """The process is gone: nothing after it runs."""


class Killer:
    """Kills at chosen moments, counted over all lives."""

    def __init__(self, moments: set[int]) -> None:
        self._moments = moments
        self._count = 0

    def __call__(self, moment: str) -> None:
        self._count += 1
        if self._count in self._moments:
            raise Killed


class MortalJournal(MemoryJournal):
    """Keeps what was written, and dies just before or after writing."""

    def __init__(self, killer: Callable[[str], None]) -> None:
        super().__init__()
        self._killer = killer

    def begin(self, at: str, *rest: object) -> None:
        """Remember an intent."""
        self._killer("before begin")
        super().begin(at, *rest)  # type: ignore[arg-type]
        self._killer("after begin")

    def done(self, at: str, *rest: object) -> None:
        """Remember a result."""
        self._killer("before done")
        super().done(at, *rest)  # type: ignore[arg-type]
        self._killer("after done")


def _live_on(
    recipe: Recipe, item: dict[str, Value], tools: Callable[[], Tools], journal: MemoryJournal
) -> Outcome:
    """Run again after every death, with new tools and the same journal."""
    for _ in range(60):
        try:
            return run(bind(recipe, WHERE), item, tools(), journal)
        except Killed:
            continue
    raise AssertionError("it never ended")


@given(st.sets(st.integers(1, 60), max_size=20))
def test_a_change_by_api_is_made_exactly_once_whatever_is_killed(moments: set[int]) -> None:
    """Any number of deaths, anywhere: each note once, none lost, and the run comes to its end."""
    killer = Killer(moments)
    world, journal = NotesWorld(killer), MortalJournal(killer)
    ended = _live_on(
        read_recipe(NOTES), ITEM, lambda: Tools(pause=lambda _: None, api=world), journal
    )
    assert isinstance(ended, Finished)
    assert world.notes == {"S-1": ["Rykket S-1"]}
    assert world.status_sets == 1


@given(st.sets(st.integers(1, 80), max_size=20))
def test_a_change_on_a_screen_is_made_exactly_once_whatever_is_killed(moments: set[int]) -> None:
    """A new browser logs in, makes the page the same again, looks, and goes on where it stopped."""
    killer = Killer(moments)
    world, journal = FormWorld(killer), MortalJournal(killer)

    def tools() -> Tools:
        return Tools(pause=lambda _: None, screen=world.browser(), secrets=Keys())

    ended = _live_on(read_recipe(FORM), {"navn": "Ida", "nøgle": "Ida"}, tools, journal)
    assert isinstance(ended, Finished)
    assert world.saved == [{"Navn": "Ida", "Frist": "14 dage"}, {"Navn": "brev Ida"}]


def test_an_uncertain_change_without_read_back_is_left_to_a_person() -> None:
    """A begun change that cannot be looked for is neither redone nor taken for done."""
    recipe = read_recipe(
        "opskrift: x\nsystemer: {a: et system}\ntrin:\n"
        "  - send: {system: a, sti: /sager/1/notater, data: {tekst: x}}\n"
        "    effekt: notat\n    kan_ikke_bekræftes: spørg medarbejder\n"
    )
    world, journal = NotesWorld(), MemoryJournal()
    journal.entries["1"] = Entry(State.BEGUN)
    ended = run(bind(recipe, WHERE), {}, Tools(pause=lambda _: None, api=world), journal)
    assert isinstance(ended, Waits)
    assert (ended.why, ended.line) == (Why.UNCERTAIN, 4)
    assert world.notes == {}
    journal.entries["1"] = Entry(State.AGAIN)
    assert isinstance(
        run(bind(recipe, WHERE), {}, Tools(pause=lambda _: None, api=world), journal), Finished
    )
    assert world.notes == {"1": ["x"]}


def test_a_passing_message_is_no_proof_that_nothing_was_done() -> None:
    """After a death, a read-back that looks at the page of the moment asks when it sees none."""
    recipe = read_recipe(
        "opskrift: x\ntrin:\n  - åbn: http://a.test/ny\n  - tryk: Gem\n"
        "    effekt: gemt\n    bekræft: Gemt\n"
    )
    journal = MemoryJournal()
    journal.entries = {"1": Entry(State.DONE), "2": Entry(State.BEGUN)}
    world = FormWorld()
    ended = run(
        bind(recipe, WHERE), {}, Tools(pause=lambda _: None, screen=world.browser()), journal
    )
    assert isinstance(ended, Waits)
    assert ended.why is Why.UNCERTAIN
    assert world.saved == []


def test_a_refusal_means_that_nothing_was_done() -> None:
    """A driver that refuses has changed nothing: the step waits, and is done when asked again."""

    class Drifted(FormScreen):
        def press(self, target: Target) -> Hit:
            text = Text("Knappen er væk.", "The button is gone.")
            raise StepRefused("GS-ROB-300", what=text, why=text, do=text)

    recipe = read_recipe("opskrift: x\ntrin:\n  - tryk: Gem\n")
    journal = MemoryJournal()
    tools = Tools(pause=lambda _: None, screen=Drifted(FormWorld(), {"logged in": ""}))
    ended = run(bind(recipe, WHERE), {}, tools, journal)
    assert isinstance(ended, Waits)
    assert (ended.why, ended.code) == (Why.BUSINESS, "GS-ROB-300")
    assert journal.recall("1") is None


def test_a_technical_failure_in_a_change_is_looked_for_before_it_is_redone() -> None:
    """A save that timed out after all went through is found, and not made again."""
    world, journal = NotesWorld(), MemoryJournal()

    def fails(moment: str) -> None:
        if moment == "after send":
            text = Text("Ingen svar.", "No answer.")
            raise StepFailed("GS-ROB-210", what=text, why=text, do=text)

    world.interrupt = fails
    recipe = read_recipe(NOTES)
    tools = Tools(pause=lambda _: None, api=world)
    assert isinstance(run(bind(recipe, WHERE), ITEM, tools, journal), Failed)
    world.interrupt = lambda _: None
    assert isinstance(run(bind(recipe, WHERE), ITEM, tools, journal), Finished)
    assert world.notes == {"S-1": ["Rykket S-1"]}


def test_a_question_waits_and_the_run_goes_on_with_the_answer() -> None:
    """The item continues in place: nothing before the question is done again."""
    recipe = read_recipe(
        "opskrift: x\ntrin:\n  - spørg: Er den underskrevet?\n    valg: [Ja, Nej]\n    som: svar\n"
        '  - hvis: svar = "Ja"\n    så: [{afslut: underskrevet}]\n'
        "    ellers: [{overdrag: mangler underskrift}]\n"
    )
    journal = MemoryJournal()
    tools = Tools(pause=lambda _: None)
    asked = run(bind(recipe, WHERE), {}, tools, journal)
    assert isinstance(asked, Waits)
    assert asked.choices == ("Ja", "Nej")
    journal.entries["1"] = Entry(State.DONE, "Nej")
    assert isinstance(run(bind(recipe, WHERE), {}, tools, journal), HandedOver)
    journal.entries["1"] = Entry(State.DONE, "Ja")
    ended = run(bind(recipe, WHERE), {}, tools, journal)
    assert isinstance(ended, Finished)
    assert ended.reason == "underskrevet"


def test_a_text_gives_its_values_by_the_fixed_words() -> None:
    """A pattern takes values out of a text, and a text of another form stops the item."""
    recipe = read_recipe(
        "opskrift: x\nsag: {felter: [opgave], nøgle: '{opgave}'}\ntrin:\n"
        "  - uddrag: {af: opgave, mønster: 'Skriv \"{tekst}\" og tryk {knap}.'}\n"
        "  - afslut: '{tekst}|{knap}'\n"
    )
    tools = Tools(pause=lambda _: None)
    ended = run(bind(recipe, WHERE), {"opgave": 'Skriv "a b"  og tryk OK.'}, tools, MemoryJournal())
    assert isinstance(ended, Finished)
    assert ended.reason == "a b|OK"
    other = run(bind(recipe, WHERE), {"opgave": "Noget andet"}, tools, MemoryJournal())
    assert isinstance(other, Waits)


def test_a_secret_is_used_and_never_said() -> None:
    """A secret reaches the field, and stands in no result."""
    recipe = read_recipe(
        "opskrift: x\nsystemer: [fag]\ntrin:\n  - udfyld: {felt: Kode, hemmelighed: fag.kode}\n"
    )
    journal, screen, keys = MemoryJournal(), FormWorld().browser(), Keys()
    run(bind(recipe, WHERE), {}, Tools(pause=lambda _: None, screen=screen, secrets=keys), journal)
    assert screen.read(Target("Kode"))[1] == "u7"
    assert keys.used == ["fag.kode"]
    assert "u7" not in repr(journal.results)


def test_a_value_in_a_path_leads_nowhere_else() -> None:
    """A value from an item is a part of the address, never a way out of it."""
    recipe = read_recipe(
        "opskrift: x\nsystemer: {a: et system}\ntrin:\n  - åbn: {system: a, side: '/sager/{nr}'}\n"
    )
    journal = MemoryJournal()
    tools = Tools(pause=lambda _: None, screen=FormWorld().browser())
    run(bind(recipe, WHERE), {"nr": "../admin?x=1"}, tools, journal)
    hit = journal.results["1"].hit
    assert hit is not None
    assert hit.element == "http://a.test/sager/..%2Fadmin%3Fx%3D1"
