# SPDX-License-Identifier: EUPL-1.2
"""A message with exactly one broken rule earns exactly that error."""

from __future__ import annotations

from itertools import groupby

import pytest

from gearskifte.connectors.public import check, rules
from gearskifte.registry.public import Severity
from tests.unit.connectors.conformance import good
from tests.unit.connectors.conformance.mutants import RULES, Mutant, mutants_of

pytestmark = pytest.mark.unit

PLACES = sorted({(row.object, row.section, row.role) for row in RULES.rows if row.section})
LISTED = {rule.id for rule in rules()}

UNTELLABLE = {"OB3", "not"}
"""A relation whose role is not public may have Indeks or not, as the one role or as another."""


def _errors(body: bytes) -> set[str]:
    found = check(body, max_bytes=good.LARGEST)
    return {each.rule for each in found if each.severity is Severity.ERROR}


def _in_any_role(rule: str) -> str:
    steps = rule.split(".")
    return ".".join((*steps[:3], *steps[4:-1]))


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(filter(None, place)))
def test_each_broken_row_is_found_and_nothing_else(place: tuple[str, str, str]) -> None:
    """For each row of a section, breaking it gives one error, and it is that row's."""
    made = list(mutants_of(*place))
    assert made
    for mutant in made:
        found = _errors(mutant.body)
        if mutant.role_is_public and ".Rolle." not in mutant.rule:
            assert found == {mutant.rule}, mutant.name
        elif not _cannot_be_told(mutant):
            assert len(found) == 1, (mutant.name, mutant.rule, found)
            assert _in_any_role(found.pop()) == _in_any_role(mutant.rule), mutant.name
        assert mutant.rule in LISTED, mutant.name


def _cannot_be_told(mutant: Mutant) -> bool:
    return mutant.rule.rpartition(".")[0].endswith(".Indeks") and (
        mutant.rule.rpartition(".")[2] in UNTELLABLE
    )


def test_more_than_ninety_nine_in_a_hundred_are_found() -> None:
    """Of those that can be told by their form alone, few roles that are not public escape."""
    every = [mutant for place in PLACES for mutant in mutants_of(*place)]
    escaped = [each for each in every if _cannot_be_told(each) and not each.role_is_public]
    unseen = [each.rule for each in escaped if not _errors(each.body)]
    assert len(every) > 1900
    assert len(unseen) / len(every) < 0.01, unseen


def test_every_row_is_broken_at_least_once() -> None:
    """No row with a rule is left untried."""
    tried = {mutant.row for place in PLACES for mutant in mutants_of(*place)}
    ruled = {row.number for row in RULES.rows if row.section}
    assert ruled - tried == set()


def test_sections_are_tried_once_each() -> None:
    """The places the rows name are those of the table, without repetition."""
    named = [(row.object, row.section, row.role) for row in RULES.rows if row.section]
    assert [place for place, _ in groupby(named)] == list(dict.fromkeys(named))
