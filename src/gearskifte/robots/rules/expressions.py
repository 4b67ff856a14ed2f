# SPDX-License-Identifier: EUPL-1.2
"""The tiny language of conditions and templates: read here, worked out in `evaluating`.

    antal >= krav og status er ikke "Lukket"
    Opgave {nøgle} for {borger.navn}

It has names, texts, numbers, comparison, arithmetic and a closed list of functions; it has no
assignment, no attributes of the machine and no way to run for ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.functions import FUNCTIONS
from gearskifte.robots.rules.values import Value

DEEPEST: Final = 40
LONGEST: Final = 2_000

_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<number>[0-9]+(?:,[0-9]+)?(?![\w]))|(?P<text>"[^"]*"|'[^']*')"""
    r"""|(?P<word>[^\W\d]\w*)|(?P<sign><=|>=|<>|!=|==|[-+*/=<>().,;\[\]&]))"""
)
_LITERALS: Final[dict[str, Value]] = {
    "sand": True,
    "falsk": False,
    "ja": True,
    "nej": False,
    "tom": None,
}
_TWO_WORDS: Final = {
    ("er", "ikke"): "<>",
    ("begynder", "med"): "begynder med",
    ("slutter", "med"): "slutter med",
    ("findes", "i"): "findes i",
}
_COMPARED: Final = {
    "=": "=",
    "==": "=",
    "er": "=",
    "<>": "<>",
    "!=": "<>",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
    "indeholder": "indeholder",
}
RESERVED: Final = frozenset({"og", "eller", "ikke", "er", "indeholder", *_LITERALS})

_ENGLISH: Final = {
    "=": "is",
    "<>": "is not",
    "og": "and",
    "eller": "or",
    "indeholder": "contains",
    "begynder med": "begins with",
    "slutter med": "ends with",
    "findes i": "is among",
}
_DANISH: Final = {"=": "er", "<>": "er ikke"}
_BINDS: Final = {"eller": 1, "og": 2, "+": 5, "-": 5, "&": 5, "*": 6, "/": 6}
_COMPARISON_BINDS: Final = 4


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written out."""

    value: Value


@dataclass(frozen=True, slots=True)
class Name:
    """A value by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a record, or an element of a list (the first is number 1)."""

    of: Tree
    key: Tree


@dataclass(frozen=True, slots=True)
class Call:
    """One of the functions."""

    function: str
    arguments: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    of: Tree


@dataclass(frozen=True, slots=True)
class Binary:
    """Two values and what is between them."""

    operator: str
    left: Tree
    right: Tree


Tree: TypeAlias = "Literal | Name | Part | Call | Not | Binary"


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression, as it was written and as it was understood."""

    source: str
    tree: Tree

    def in_language(self, language: str) -> str:
        """The expression in words."""
        return _words(self.tree, language, 0)


@dataclass(frozen=True, slots=True)
class Template:
    """Text with values in it: `Opgave {nøgle}`."""

    source: str
    parts: tuple[str | Expression, ...]

    @property
    def fixed(self) -> bool:
        """Whether it is the same text always."""
        return all(isinstance(part, str) for part in self.parts)


class ExpressionFault(ValueError):
    """What is written is no expression; `text` says why in both languages."""

    def __init__(self, da: str, en: str) -> None:
        self.text = Text(da, en)
        super().__init__(en)


def parse(source: str) -> Expression:
    """Read an expression.

    Raises:
        ExpressionFault: if it is none.
    """
    if len(source) > LONGEST:
        raise ExpressionFault("udtrykket er for langt", "the expression is too long")
    return Expression(source, _Parser(source).whole())


def parse_template(source: str) -> Template:
    """Read a text with `{…}` in it; `{{` and `}}` are the brackets themselves.

    Raises:
        ExpressionFault: if a bracket is left open or holds no expression.
    """
    parts: list[str | Expression] = []
    at = 0
    text = ""
    while at < len(source):
        two = source[at : at + 2]
        if two in ("{{", "}}"):
            text, at = text + two[0], at + 2
        elif source[at] == "{":
            end = source.find("}", at)
            if end < 0:
                raise ExpressionFault("«{» bliver ikke lukket med «}»", "`{` is not closed by `}`")
            parts += [text, parse(source[at + 1 : end])]
            text, at = "", end + 1
        elif source[at] == "}":
            raise ExpressionFault("«}» uden «{» foran", "`}` without `{` before it")
        else:
            text, at = text + source[at], at + 1
    return Template(source, tuple(part for part in (*parts, text) if part != ""))


def names_in(expression: Expression | Template) -> Iterator[str]:
    """The names of values that it needs."""
    if isinstance(expression, Template):
        for part in expression.parts:
            if isinstance(part, Expression):
                yield from names_in(part)
        return
    waiting: list[Tree] = [expression.tree]
    while waiting:
        match waiting.pop():
            case Name(name):
                yield name
            case Part(of, key):
                waiting += [of, key]
            case Call(_, arguments):
                waiting += arguments
            case Not(of):
                waiting.append(of)
            case Binary(_, left, right):
                waiting += [left, right]


class _Parser:
    def __init__(self, source: str) -> None:
        self._tokens = list(_tokens(source))
        self._at = 0
        self._depth = 0

    def whole(self) -> Tree:
        tree = self._or()
        kind, word = self._peek()
        if kind:
            raise ExpressionFault(f"forstår ikke «{word}» her", f"`{word}` is not understood here")
        return tree

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("", "")

    def _take(self, *words: str) -> str:
        kind, word = self._peek()
        if kind in ("word", "sign") and word in words:
            self._at += 1
            return word
        return ""

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise ExpressionFault(f"der mangler «{sign}»", f"`{sign}` is missing")

    def _or(self) -> Tree:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionFault("for mange parenteser", "too many brackets")
        tree = self._and()
        while self._take("eller"):
            tree = Binary("eller", tree, self._and())
        self._depth -= 1
        return tree

    def _and(self) -> Tree:
        tree = self._not()
        while self._take("og"):
            tree = Binary("og", tree, self._not())
        return tree

    def _not(self) -> Tree:
        turns = 0
        while self._take("ikke"):
            turns += 1
        tree = self._comparison()
        return Not(tree) if turns % 2 else tree

    def _comparison(self) -> Tree:
        left = self._sum()
        operator = self._comparer()
        return Binary(operator, left, self._sum()) if operator else left

    def _comparer(self) -> str:
        kind, first = self._peek()
        if kind in ("word", "sign"):
            second = self._tokens[self._at + 1][1] if self._at + 1 < len(self._tokens) else ""
            if (first, second) in _TWO_WORDS:
                self._at += 2
                return _TWO_WORDS[first, second]
            if first in _COMPARED:
                self._at += 1
                return _COMPARED[first]
        return ""

    def _sum(self) -> Tree:
        tree = self._product()
        while operator := self._take("+", "-", "&"):
            tree = Binary(operator, tree, self._product())
        return tree

    def _product(self) -> Tree:
        tree = self._signed()
        while operator := self._take("*", "/"):
            tree = Binary(operator, tree, self._signed())
        return tree

    def _signed(self) -> Tree:
        if self._take("-"):
            return Binary("-", Literal(Decimal(0)), self._parts())
        return self._parts()

    def _parts(self) -> Tree:
        tree = self._single()
        while sign := self._take(".", "["):
            if sign == ".":
                kind, word = self._peek()
                if kind != "word":
                    raise ExpressionFault("efter «.» skal stå et felt", "a field must follow `.`")
                self._at += 1
                tree = Part(tree, Literal(word))
            else:
                tree = Part(tree, self._or())
                self._expect("]")
        return tree

    def _single(self) -> Tree:
        kind, word = self._peek()
        self._at += 1
        if kind == "number":
            return Literal(Decimal(word.replace(",", ".")))
        if kind == "text":
            return Literal(word[1:-1])
        if kind == "sign" and word == "(":
            tree = self._or()
            self._expect(")")
            return tree
        if kind == "word" and word in _LITERALS:
            return Literal(_LITERALS[word])
        if kind == "word" and word not in RESERVED:
            return self._call(word) if self._take("(") else Name(word)
        raise ExpressionFault(
            f"der mangler en værdi ved «{word}»" if word else "der mangler en værdi til sidst",
            f"a value is missing at `{word}`" if word else "a value is missing at the end",
        )

    def _call(self, function: str) -> Tree:
        arguments: list[Tree] = []
        while not self._take(")"):
            if arguments and not self._take(";", ","):
                raise ExpressionFault("der mangler «)»", "`)` is missing")
            arguments.append(self._or())
        known = FUNCTIONS.get(function)
        if known is None:
            raise ExpressionFault(
                f"«{function}» findes ikke; der er {', '.join(sorted(FUNCTIONS))}",
                f"there is no `{function}`; there are {', '.join(sorted(FUNCTIONS))}",
            )
        if not known.fewest <= len(arguments) <= known.most:
            raise ExpressionFault(
                f"{known.usage} kaldes ikke med {len(arguments)} værdier",
                f"{known.usage} is not called with {len(arguments)} values",
            )
        return Call(function, tuple(arguments))


def _tokens(source: str) -> Iterator[tuple[str, str]]:
    at = 0
    source = source.rstrip()
    while at < len(source):
        found = _TOKEN.match(source, at)
        if found is None:
            rest = source[at:].strip()[:1]
            raise ExpressionFault(f"forstår ikke «{rest}»", f"`{rest}` is not understood")
        at = found.end()
        yield str(found.lastgroup), found[str(found.lastgroup)]


def _words(tree: Tree, language: str, outer: int) -> str:
    english = language.startswith("en")
    match tree:
        case Literal(str(text)):
            return f"“{text}”" if english else f"»{text}«"
        case Literal(value):
            return _literal(value, english=english)
        case Name(name):
            return name
        case Part(of, Literal(str(field))):
            return f"{_words(of, language, 9)}.{field}"
        case Part(of, key):
            return f"{_words(of, language, 9)}[{_words(key, language, 0)}]"
        case Call(function, arguments):
            return f"{function}({'; '.join(_words(each, language, 0) for each in arguments)})"
        case Not(of):
            return f"{'not' if english else 'ikke'} {_words(of, language, 3)}"
        case Binary(operator, left, right):
            word = (_ENGLISH if english else _DANISH).get(operator, operator)
            binds = _BINDS.get(operator, _COMPARISON_BINDS)
            text = f"{_words(left, language, binds)} {word} {_words(right, language, binds + 1)}"
            return f"({text})" if binds < outer else text
    raise TypeError(type(tree).__name__)


def _literal(value: Value, *, english: bool) -> str:
    if value is None:
        return "empty" if english else "tom"
    if isinstance(value, bool):
        return {(True, True): "yes", (True, False): "no"}.get((english, value)) or (
            "ja" if value else "nej"
        )
    return str(value) if english else str(value).replace(".", ",")
