# SPDX-License-Identifier: EUPL-1.2
"""From a checked piece of a recipe to the step it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules import steps as s
from gearskifte.robots.rules.expressions import (
    Expression,
    ExpressionFault,
    Name,
    Template,
    parse,
    parse_template,
)
from gearskifte.robots.rules.lines import Node
from gearskifte.robots.rules.refusals import Problem

Parts: TypeAlias = "Mapping[str, Node]"
Check: TypeAlias = "Callable[[Node], tuple[str, list[Problem]]]"
Reader: TypeAlias = "Callable[[StepReader, Parts, Node], list[s.Step]]"
"""Reads one kind of step from what stands beside its keyword, and at it."""

EMPTY: Final = Node("", 0)
SEEN, VALUE, ROWS, ANSWER = "_vises", "værdi", "rækker", "svar"
"""The names that a short confirmation gives what it looked at."""


class StepReader:
    """Reads steps and gathers what is wrong with them."""

    def __init__(self, check: Check, readers: Mapping[str, Reader]) -> None:
        """`check` gives a step's keyword and what is wrong with how it is written."""
        self._check = check
        self._readers = readers
        self.problems: list[Problem] = []

    def steps(self, node: Node) -> tuple[s.Step, ...]:
        """The steps of a list; one `udfyld` with several fields is as many steps."""
        return tuple(step for each in node.items() for step in self._step(each))

    def _step(self, node: Node) -> list[s.Step]:
        keyword, problems = self._check(node)
        self.problems += problems
        if problems:
            self._look_inside(node)
            return []
        return self._readers[keyword](self, node.fields(), node.fields()[keyword])

    def _look_inside(self, node: Node) -> None:
        """Find the faults of the steps inside a faulty one too."""
        for name in ("så", "ellers", "gør"):
            inside = node.fields().get(name)
            if inside is not None and isinstance(inside.content, list):
                self.steps(inside)

    def template(self, node: Node) -> Template:
        """The text of a node, with values in it."""
        try:
            return parse_template(node.text())
        except ExpressionFault as fault:
            self.problems.append(Problem(node.line, "GS-ROB-006", _capital(fault.text)))
            return Template("", ())

    def expression(self, node: Node) -> Expression:
        """The expression of a node."""
        try:
            return parse(node.text())
        except ExpressionFault as fault:
            self.problems.append(Problem(node.line, "GS-ROB-005", _capital(fault.text)))
            return Expression("tom", Name("tom"))

    def pairs(self, node: Node | None) -> tuple[tuple[Template, Template], ...]:
        """Named texts, both with values in them."""
        named = node.fields().items() if node else ()
        return tuple((self.template(Node(n, v.line)), self.template(v)) for n, v in named)

    def named(self, node: Node | None) -> tuple[tuple[str, Template], ...]:
        """Named texts."""
        return tuple((n, self.template(v)) for n, v in (node.fields().items() if node else ()))

    def data(self, node: Node | None) -> s.Data:
        """What is sent."""
        if node is None:
            return None
        if isinstance(node.content, list):
            return tuple(self.data(each) for each in node.content)
        if isinstance(node.content, dict):
            return s.Named(tuple((name, self.data(each)) for name, each in node.content.items()))
        return self.template(node)

    def field(self, node: Node, name: str = "felt") -> s.Field:
        """Something on the screen, in the short form or the long."""
        parts = node.fields()
        if not parts:
            return s.Field(self.template(node))
        within = self.template(parts["i"]) if "i" in parts else None
        number = int(parts["nummer"].text()) if "nummer" in parts else 0
        return s.Field(self.template(parts.get(name, EMPTY)), within, number)

    def open(self, node: Node) -> s.Open:
        """A page, by its address or by system and path."""
        parts = node.fields()
        system = parts["system"].text() if "system" in parts else ""
        return s.Open(node.line, system, self.template(parts.get("side", node)))

    def effect(self, parts: Mapping[str, Node]) -> s.Effect:
        """What a step changes, and how that is read back."""
        confirmation = self._confirmation(parts["bekræft"]) if "bekræft" in parts else None
        ask = "kan ikke bekræftes" in parts
        if "effekt" not in parts:
            return s.Effect(confirmation=confirmation, ask=ask)
        node = parts["effekt"]
        if node.text().casefold() != "ingen":
            return s.Effect(self.template(node), confirmation=confirmation, ask=ask)
        if confirmation or ask:
            self._wrong(
                node,
                "«effekt: ingen» har intet at bekræfte. Slet den ene af linjerne.",
                "`effekt: ingen` has nothing to confirm. Remove one of the lines.",
            )
        return s.NOTHING

    def _confirmation(self, node: Node) -> s.Confirmation:
        parts = node.fields()
        if not parts:
            return s.Confirmation((s.Look(node.line, self.template(node), SEEN),), parse(SEEN))
        looks: list[s.Step] = [self.open(parts["åbn"])] if "åbn" in parts else []
        that: Expression | None = self.expression(parts["at"]) if "at" in parts else None
        if "trin" in parts:
            looks += self._only_looking(parts["trin"])
        if "vises" in parts:
            looks.append(s.Look(node.line, self.template(parts["vises"]), SEEN))
            that = that or parse(SEEN)
        if "felt" in parts:
            looks.append(s.Read(node.line, self.field(node), VALUE))
            that = that or self._equals(parts)
        if "tabel" in parts:
            table = self.template(parts["tabel"])
            looks.append(s.ReadTable(node.line, table, self.pairs(parts.get("hvor")), ROWS))
            that = that or parse(f"antal({ROWS}) = 1")
        if "hent" in parts:
            looks.append(self.get(parts["hent"], ANSWER))
        if that is None or not looks:
            self._wrong(
                node,
                "«bekræft» skal sige, hvor der ses efter (vises, felt, tabel, hent eller trin), "
                "og hvad der så skal gælde (er eller at).",
                "`bekræft` must say where to look (vises, felt, tabel, hent or trin), and what "
                "must then be so (er or at).",
            )
            that = parse("falsk")
        within = int(parts["inden"].text()) if "inden" in parts else s.SECONDS
        return s.Confirmation(tuple(looks), that, within)

    def _equals(self, parts: Mapping[str, Node]) -> Expression | None:
        """That the field says what it should."""
        if "er" not in parts:
            return None
        wanted = self.template(parts["er"])
        inner = " & ".join(_quoted(each) for each in wanted.parts) or '""'
        try:
            return parse(f"{VALUE} = ({inner})")
        except ExpressionFault as fault:
            self.problems.append(Problem(parts["er"].line, "GS-ROB-006", _capital(fault.text)))
            return None

    def _only_looking(self, node: Node) -> tuple[s.Step, ...]:
        steps = self.steps(node)
        for step in steps:
            if not isinstance(step, s.LOOKING) or s.changes(step):
                self._wrong(
                    Node("", step.line),
                    "Under «bekræft» må et trin kun se efter, ikke ændre noget. Et tryk skal have "
                    "«effekt: ingen».",
                    "Under `bekræft` a step may only look, not change anything. A press must have "
                    "`effekt: ingen`.",
                )
        return steps

    def get(self, node: Node, name: str) -> s.Get:
        """A question to another system."""
        parts = node.fields()
        query = self.named(parts.get("parametre"))
        return s.Get(node.line, parts["system"].text(), self.template(parts["sti"]), query, name)

    def _wrong(self, node: Node, da: str, en: str) -> None:
        self.problems.append(Problem(node.line, "GS-ROB-007", Text(da, en)))

    def pattern(self, node: Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The fixed words of a pattern, and the names between them."""
        words: list[str] = [""]
        names: list[str] = []
        for part in self.template(node).parts:
            if isinstance(part, str):
                words[-1] += part
            elif isinstance(part.tree, Name):
                if names and not words[-1]:
                    self._wrong(
                        node,
                        "Der skal stå noget mellem to navne i mønsteret.",
                        "Something must stand between two names in the pattern.",
                    )
                names.append(part.tree.name)
                words.append("")
            else:
                self._wrong(
                    node,
                    "I et mønster står kun navne mellem «{» og «}».",
                    "In a pattern only names stand between `{` and `}`.",
                )
        if not names:
            self._wrong(
                node,
                "Mønsteret har intet navn mellem «{» og «}», så det finder ingenting.",
                "The pattern has no name between `{` and `}`, so it finds nothing.",
            )
        return tuple(words), tuple(names)


def _quoted(part: str | Expression) -> str:
    if isinstance(part, Expression):
        return f"tekst({part.source})"
    return " & ".join(f"{mark}{piece}{mark}" for piece, mark in _pieces(part))


def _pieces(text: str) -> list[tuple[str, str]]:
    """The text in pieces, each with a quotation mark that it does not hold."""
    pieces: list[tuple[str, str]] = []
    for number, piece in enumerate(text.split('"')):
        if number:
            pieces.append(('"', "'"))
        if piece:
            pieces.append((piece, '"'))
    return pieces


def _capital(text: Text) -> Text:
    return Text(f"{text.da[:1].upper()}{text.da[1:]}.", f"{text.en[:1].upper()}{text.en[1:]}.")
