# SPDX-License-Identifier: EUPL-1.2
"""The recipe language: what can be written, what it means, and what is said of what is wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from gearskifte.robots.rules import vocabulary
from gearskifte.robots.rules.approval import hindrances
from gearskifte.robots.rules.evaluating import evaluate, fill_in
from gearskifte.robots.rules.expressions import ExpressionFault, parse, parse_template
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.refusals import RecipeRefused, ValueFault
from gearskifte.robots.rules.sentences import sentences
from gearskifte.robots.rules.values import Value, kept, number_in, recalled
from tests.builders.recipes import NOTES

pytestmark = pytest.mark.unit

VALUES: dict[str, Value] = {
    "antal": Decimal(3),
    "krav": Decimal(4),
    "status": "Åben",
    "frist": date(2026, 12, 24),
    "sager": ({"nr": "7", "beløb": Decimal(10)}, {"nr": "8", "beløb": Decimal(5)}),
}

ANY_VALUE = st.recursive(
    st.none()
    | st.booleans()
    | st.text()
    | st.dates()
    | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("antal < krav", True),
        ('antal + 1 >= krav og ikke status er "lukket"', True),
        ("antal * 2 - 1", Decimal(5)),
        ("(antal + 1) * 2 / 4", Decimal(2)),
        ("status = 'åben'", True),
        ('status indeholder "be"', True),
        ('sum(kolonne(sager; "beløb"))', Decimal(15)),
        ("sager[2].nr", "8"),
        ('antal(hvor(sager; "nr"; "7"))', Decimal(1)),
        ('format(frist; "DD.MM.ÅÅÅÅ")', "24.12.2026"),
        ('dato("1/2/2026")', date(2026, 2, 1)),
        ('tal("1.234,50 kr.")', Decimal("1234.50")),
        ('tal("$1,234.50"; ".")', Decimal("1234.50")),
        ('mellem("tryk på " & status & " nu"; "på "; " nu")', "Åben"),
        ('"7" findes i kolonne(sager; "nr")', True),
        ("-antal + 3 = 0", True),
    ],
)
def test_an_expression_means_what_it_says(source: str, value: Value) -> None:
    """Comparison, arithmetic, text and lists come to what a Danish reader expects."""
    assert evaluate(parse(source), VALUES) == value


@pytest.mark.parametrize(
    "source", ['antal = "3"', "status < 3", "antal + status", "ukendt", "antal / 0", 'tal("12.5")']
)
def test_values_of_two_kinds_never_mix(source: str) -> None:
    """What would need a guess is refused, with words for the author."""
    with pytest.raises(ValueFault) as refused:
        evaluate(parse(source), VALUES)
    assert refused.value.why.da
    assert refused.value.do.en


@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_is_refused(source: str) -> None:
    """Reading an expression ends, and with nothing but a refusal where it is none."""
    try:
        parse(source)
    except ExpressionFault as fault:
        shown = fault.text.da
    else:
        shown = "an expression"
    assert shown


@given(ANY_VALUE)
def test_a_kept_value_comes_back_the_same(value: Value) -> None:
    """What the ledger keeps of a value is the same value again, kind and all."""
    assert recalled(kept(value)) == value


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_number_in_danish_form_is_read_exactly(number: Decimal) -> None:
    """1.234,50 is one thousand two hundred thirty-four and a half."""
    danish = f"{number:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    assert number_in(danish) == number


def test_a_template_holds_values_and_brackets() -> None:
    """`{x}` is a value, `{{` a bracket."""
    assert fill_in(parse_template("{antal} af {{4}}: {status}"), VALUES) == "3 af {4}: Åben"


@pytest.mark.parametrize(
    ("written", "line", "code", "words"),
    [
        ("  - klik: Gem", 3, "GS-ROB-003", "«klik» er ikke et trin"),
        ("  - tryk: Gem\n    effect: x", 4, "GS-ROB-004", "«effect» kendes ikke her"),
        ("  - udfyld: {felt: A}", 3, "GS-ROB-004", "mangler «med»"),
        ("  - hvis: antal >\n    så: [{tryk: A}]", 3, "GS-ROB-005", "mangler en værdi"),
        ("  - hvis: ja\n    så:\n      - læs: B", 5, "GS-ROB-004", "mangler «som»"),
        ("  - udfyld: {felt: A, med: '{a'}", 3, "GS-ROB-006", "bliver ikke lukket"),
        ("  - hent: {system: x, sti: /}\n    som: y", 3, "GS-ROB-009", "«x» står ikke"),
        ("  - tryk: A\n    bekræft: {åbn: /x}", 4, "GS-ROB-007", "hvor der ses efter"),
        ("  - tryk: A\n    bekræft: {trin: [{tryk: B}], at: ja}", 4, "GS-ROB-007", "kun se efter"),
        ("  - tryk: [A", 4, "GS-ROB-002", "kan ikke læses"),
        ("  - tryk: *A", 3, "GS-ROB-002", "bruges ikke"),
        ("  - tryk: A\n    tryk: B", 4, "GS-ROB-002", "to gange"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    written: str, line: int, code: str, words: str
) -> None:
    """A fault names the line it stands on, in words, and a code to search for."""
    with pytest.raises(RecipeRefused) as refused:
        read_recipe(f"opskrift: Prøve\ntrin:\n{written}\n")
    (problem,) = refused.value.problems
    assert (problem.line, problem.code) == (line, code)
    assert words in problem.text.da
    assert problem.text.en


def test_a_value_that_no_step_gives_is_told_with_the_nearest() -> None:
    """A misspelled value is found before the recipe runs."""
    with pytest.raises(RecipeRefused) as refused:
        read_recipe(NOTES.replace("sagen\n", "sagen\n  - afslut: '{sagn}'\n", 1))
    (problem,) = refused.value.problems
    assert (problem.code, problem.line) == ("GS-ROB-008", 14)
    assert "«sagen»" in problem.text.da


@given(st.text(max_size=80) | st.binary(max_size=80).map(lambda raw: raw.decode("latin-1")))
def test_any_text_is_a_recipe_or_is_refused(text: str) -> None:
    """Whatever a file holds, reading it ends in a recipe or a refusal with lines."""
    try:
        read_recipe(f"opskrift: x\ntrin:\n  - {text}")
    except RecipeRefused as refused:
        problems = refused.problems
    else:
        problems = ()
    assert all(problem.line >= 1 for problem in problems)


def test_a_complete_recipe_may_be_approved() -> None:
    """Nothing hinders a recipe with owner, approver, right, measured time and read-backs."""
    assert hindrances(read_recipe(NOTES)) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("ejer: Lone Madsen, jobcenterchef\n", "", "GS-ROB-020"),
        (
            "godkender: Per Holm, afdelingsleder",
            "godkender: Lone Madsen, jobcenterchef",
            "GS-ROB-021",
        ),
        ("hjemmel: Retssikkerhedsloven § 11\n", "", "GS-ROB-020"),
        ("    effekt: status for sag {sagsnr}\n", "", "GS-ROB-022"),
        (
            (
                '    bekræft: {hent: {system: fag, sti: "/sager/{sagsnr}"}, '
                "at: 'svar.status = \"rykket\"'}\n"
            ),
            "",
            "GS-ROB-023",
        ),
        ("/sager/{sagsnr}\"}, at: 'svar.s", "/alle\"}, at: 'svar.s", "GS-ROB-024"),
    ],
)
def test_what_hinders_an_approval_is_told(old: str, new: str, code: str) -> None:
    """A change that nobody looks for, or that nobody answers for, is not approved."""
    assert old in NOTES
    assert [each.code for each in hindrances(read_recipe(NOTES.replace(old, new)))] == [code]


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_step_has_its_sentence(language: str) -> None:
    """A recipe is told in sentences, numbered, with what is changed and how it is read back."""
    told = sentences(read_recipe(NOTES), language)
    assert [each.number for each in told] == ["1", "2", "3", "4"]
    assert [each.changes for each in told] == [False, True, True, False]
    assert "notat i sag {sagsnr}" in told[1].text
    assert "rykket" in told[2].read_back


def test_the_schema_is_a_schema_and_accepts_the_recipes_that_are_read() -> None:
    """What editors check a recipe by is a JSON Schema, made of the vocabulary."""
    import yaml

    schema = vocabulary.recipe_schema()
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(yaml.safe_load(NOTES))
