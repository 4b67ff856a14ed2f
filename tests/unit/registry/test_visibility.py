# SPDX-License-Identifier: EUPL-1.2
"""Which roles let a citizen see an object: those that are named, and no other."""

from __future__ import annotations

import pytest

from gearskifte.registry.rules import fields as f
from gearskifte.registry.rules.intake import Kind
from gearskifte.registry.rules.visibility import CITIZEN_SEES_AS, shown_roles

pytestmark = pytest.mark.unit


def test_every_kind_of_object_has_a_rule() -> None:
    """A kind that is forgotten would be decided by accident."""
    assert set(CITIZEN_SEES_AS) == set(Kind)


def test_a_case_is_seen_by_its_primary_part_alone() -> None:
    """A secondary part, or a role that is not known, shows no case."""
    assert CITIZEN_SEES_AS[Kind.CASE] == (f.PRIMARY,)


def test_a_document_is_seen_through_its_cases_alone() -> None:
    """No role on the document itself shows it."""
    assert CITIZEN_SEES_AS[Kind.DOCUMENT] == ()


def test_an_unknown_role_shows_nothing() -> None:
    """What no catalogue knows opens no object of any kind."""
    assert all(f.UNKNOWN not in roles for roles in CITIZEN_SEES_AS.values())


def test_the_database_is_told_the_same_rule() -> None:
    """The pairs that the audience is made of are those of the rule."""
    pairs = {f"{kind}:{role}" for kind, roles in CITIZEN_SEES_AS.items() for role in roles}
    assert set(shown_roles()) == pairs
    assert len(shown_roles()) == len(pairs) > 0
