# SPDX-License-Identifier: EUPL-1.2
"""Working out expressions and templates over named values. Values of two kinds never mix."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, DivisionByZero, InvalidOperation

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.expressions import (
    Binary,
    Call,
    Expression,
    Literal,
    Name,
    Not,
    Part,
    Template,
    Tree,
)
from gearskifte.robots.rules.functions import FUNCTIONS, number, part, wrong
from gearskifte.robots.rules.refusals import ValueFault
from gearskifte.robots.rules.values import Value, shown

Values = Mapping[str, Value]


def evaluate(expression: Expression, values: Values) -> Value:
    """What the expression comes to.

    Raises:
        ValueFault: if a name is unknown or a value is of the wrong kind.
    """
    return _value(expression.tree, values)


def holds(expression: Expression, values: Values) -> bool:
    """Whether a condition is so.

    Raises:
        ValueFault: as `evaluate`, and if it comes to something else than yes or no.
    """
    return _truth(_value(expression.tree, values))


def fill_in(template: Template, values: Values) -> str:
    """The text with its values in place.

    Raises:
        ValueFault: as `evaluate`.
    """
    return "".join(
        each if isinstance(each, str) else shown(evaluate(each, values)) for each in template.parts
    )


def fill_in_value(template: Template, values: Values) -> Value:
    """As `fill_in`, but `{x}` alone is the value of x itself, not its text."""
    if len(template.parts) == 1 and isinstance(template.parts[0], Expression):
        return evaluate(template.parts[0], values)
    return fill_in(template, values)


def _truth(value: Value) -> bool:
    if not isinstance(value, bool):
        raise wrong(value, "ja eller nej", "yes or no")
    return value


def _value(tree: Tree, values: Values) -> Value:
    match tree:
        case Literal(value):
            return value
        case Name(name):
            return _named(name, values)
        case Part(of, key):
            return part(_value(of, values), _value(key, values))
        case Call(function, arguments):
            return FUNCTIONS[function].work(*(_value(each, values) for each in arguments))
        case Not(of):
            return not _truth(_value(of, values))
        case Binary("og", left, right):
            return _truth(_value(left, values)) and _truth(_value(right, values))
        case Binary("eller", left, right):
            return _truth(_value(left, values)) or _truth(_value(right, values))
        case Binary(operator, left, right):
            return _binary(operator, _value(left, values), _value(right, values))
    raise TypeError(type(tree).__name__)


def _named(name: str, values: Values) -> Value:
    if name not in values:
        raise ValueFault(
            Text(f"Værdien «{name}» findes ikke.", f"There is no value `{name}`."),
            Text(
                "Skriv et trin, der giver den («som: …»), eller et felt i sagen.",
                "Write a step that gives it (`som: …`), or a field of the item.",
            ),
        )
    return values[name]


def _binary(operator: str, left: Value, right: Value) -> Value:
    match operator:
        case "=":
            return _same(left, right)
        case "<>":
            return not _same(left, right)
        case "<" | "<=" | ">" | ">=":
            return _ordered(operator, left, right)
        case "&":
            return shown(left) + shown(right)
        case "findes i":
            return _contains(right, left)
        case "indeholder":
            return _contains(left, right)
        case "begynder med":
            return _comparable(shown(left)).startswith(_comparable(shown(right)))
        case "slutter med":
            return _comparable(shown(left)).endswith(_comparable(shown(right)))
    return _arithmetic(operator, number(left), number(right))


def _same(left: Value, right: Value) -> bool:
    """Whether two values are the same; texts without regard to letter case and spaces."""
    if left is None or right is None:
        return left in (None, "") and right in (None, "")
    if isinstance(left, str) and isinstance(right, str):
        return _comparable(left) == _comparable(right)
    if type(left) is not type(right):
        raise wrong(left, "noget af samme slags på begge sider", "the same kind on both sides")
    return left == right


def _comparable(text: str) -> str:
    return " ".join(text.split()).casefold()


def _contains(whole: Value, wanted: Value) -> bool:
    if isinstance(whole, tuple):
        return any(type(each) is type(wanted) and _same(each, wanted) for each in whole)
    return _comparable(shown(wanted)) in _comparable(shown(whole))


def _ordered(operator: str, left: Value, right: Value) -> bool:
    if isinstance(left, date) and isinstance(right, date):
        order = (left > right) - (left < right)
    else:
        one, other = number(left), number(right)
        order = (one > other) - (one < other)
    return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[operator]


def _arithmetic(operator: str, left: Decimal, right: Decimal) -> Decimal:
    try:
        match operator:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
        return left / right
    except (DivisionByZero, InvalidOperation) as error:
        raise ValueFault(
            Text("Der divideres med nul.", "There is a division by zero."),
            Text("Undersøg nævneren med «hvis».", "Look at the divisor with `hvis`."),
        ) from error
