# SPDX-License-Identifier: EUPL-1.2
"""A recipe as numbered sentences, in Danish and in English, as a manager reads it.

4. Hvis antal < krav:
   4.1 Tryk «Gem». Ændrer: opgave oprettet. Læses tilbage: siden viser «Opgave {nøgle}».
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gearskifte.robots.rules import steps as s
from gearskifte.robots.rules.evaluating import Values, fill_in
from gearskifte.robots.rules.expressions import Expression, Template
from gearskifte.robots.rules.phrases import PHRASES
from gearskifte.robots.rules.recipe import Recipe
from gearskifte.robots.rules.refusals import ValueFault
from gearskifte.robots.rules.step_reading import SEEN


@dataclass(frozen=True, slots=True)
class Sentence:
    """One step in words.

    Attributes:
        number: its place, as it is read aloud: `4.1`.
        depth: how far it stands in.
        at: the same place as the journal writes it, without turns of loops: `4a.1`.
        read_back: how a change is read back; "" where nothing is changed.
    """

    number: str
    depth: int
    line: int
    at: str
    text: str
    changes: bool
    read_back: str


def sentences(recipe: Recipe, language: str) -> list[Sentence]:
    """The recipe's steps in words, in order."""
    return list(_block(recipe.steps, language, "", ""))


def _block(
    steps: tuple[s.Step, ...], language: str, number: str, before: str, start: int = 1
) -> Iterator[Sentence]:
    for place, step in enumerate(steps, start=1):
        mine, at = f"{number}{start + place - 1}", f"{before}{place}"
        yield Sentence(
            number=mine,
            depth=mine.count("."),
            line=step.line,
            at=at,
            text=sentence(step, language),
            changes=s.changes(step),
            read_back=_read_back(step, language),
        )
        match step:
            case s.If():
                yield from _block(step.then, language, f"{mine}.", f"{at}a.")
                if step.otherwise:
                    count = len(step.then)
                    other = _block(step.otherwise, language, f"{mine}.", f"{at}b.", count + 1)
                    yield from _otherwise(other, language)
            case s.ForEach() | s.Repeat():
                yield from _block(step.steps, language, f"{mine}.", f"{at}.")


def _otherwise(block: Iterator[Sentence], language: str) -> Iterator[Sentence]:
    """The other way; its first sentence says that it is."""
    word = "Otherwise" if language.startswith("en") else "Ellers"
    first = next(block)
    yield Sentence(
        first.number,
        first.depth,
        first.line,
        first.at,
        f"{word}: {first.text}",
        first.changes,
        first.read_back,
    )
    yield from block


def sentence(step: s.Step, language: str, values: Values | None = None) -> str:
    """One step in words; with the values of an item where they are given and known."""
    return _Writer(language, values).step(step)


def filled(template: Template, values: Values) -> str:
    """The text with its values; as it is written where one is not known."""
    try:
        return fill_in(template, values)
    except ValueFault:
        return template.source


def _read_back(step: s.Step, language: str) -> str:
    if not s.changes(step):
        return ""
    effect = s.effect_of(step)
    writer = _Writer(language, None)
    if effect.confirmation is None:
        return writer.phrase("ask a person" if effect.ask else "nobody looks")
    looks = "; ".join(_look(writer, each) for each in effect.confirmation.steps)
    that = effect.confirmation.that
    return f"{looks}." if that.source == SEEN else f"{looks}: {that.in_language(language)}."


def _look(writer: _Writer, step: s.Step) -> str:
    """One look; that the page shows a text needs no name for the answer."""
    if isinstance(step, s.Look) and step.name == SEEN:
        return writer.phrase("must show", text=step.text.source)
    return writer.step(step).rstrip(".")


class _Writer:
    def __init__(self, language: str, values: Values | None) -> None:
        self._language = "en" if language.startswith("en") else "da"
        self._values = values

    def phrase(self, name: str, /, **words: object) -> str:
        text = PHRASES[name].in_language(self._language)
        return text.format(**words)

    def step(self, step: s.Step) -> str:
        words = {
            name: self._word(getattr(step, name))
            for name in step.__dataclass_fields__
            if name not in ("steps", "then", "otherwise", "effect", "confirmation")
        }
        told = self.phrase(self._name(step), **words)
        what = s.effect_of(step).what
        return f"{told} {self.phrase('changes', what=self._template(what))}" if what else told

    def _name(self, step: s.Step) -> str:
        match step:
            case s.Open(system=system) if system:
                return "Open in a system"
            case s.Fill(secret=secret) if secret:
                return "Fill a secret"
            case s.Check(on=False):
                return "Uncheck"
            case s.Key(field=field) if field:
                return "Key in a field"
            case s.ReadTable(where=where) | s.LookUp(where=where) if where:
                return f"{type(step).__name__} where"
            case s.Record(citizen=citizen) if citizen:
                return "Record for a citizen"
            case s.Ask(to=""):
                return "Ask somebody"
            case s.HandOver(to=""):
                return "HandOver to somebody"
        return type(step).__name__

    def _word(self, value: object) -> str:
        match value:
            case Template():
                return self._template(value)
            case Expression():
                return value.in_language(self._language)
            case s.Field():
                return self._field(value)
            case s.Named():
                return ", ".join(f"{name}: {self._word(each)}" for name, each in value.values)
            case tuple():
                return ", ".join(self._pair(each) for each in value)
            case None:
                return ""
        return str(value)

    def _pair(self, value: object) -> str:
        match value:
            case (name, Expression() as expression):
                return f"{name} = {self._word(expression)}"
            case (name, Template() as template):
                return f"{self._word(name)}: {self._word(template)}"
        return self._word(value)

    def _template(self, template: Template) -> str:
        return template.source if self._values is None else filled(template, self._values)

    def _field(self, field: s.Field) -> str:
        label = self._template(field.label)
        if field.within:
            return self.phrase("within", label=label, within=self._template(field.within))
        if field.number:
            return self.phrase("number", label=label, number=field.number)
        return self.phrase("label", label=label)
