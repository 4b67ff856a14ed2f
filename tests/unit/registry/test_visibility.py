# SPDX-License-Identifier: EUPL-1.2
"""Which roles let a citizen see an object: those that are named, and no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.registry.rules import fields as f
from gearskifte.registry.rules.intake import Kind
from gearskifte.registry.rules.visibility import CITIZEN_SEES_AS, audience, shown_roles

pytestmark = pytest.mark.unit

DAYS: Final = [datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(6)]
PARTIES: Final = st.lists(
    st.tuples(
        st.integers(0, 2).map(lambda number: UUID(int=number)),
        st.sampled_from([f.PRIMARY, f.GRANT_RECIPIENT, f.UNKNOWN, "secondary"]),
        st.sampled_from(DAYS),
        st.none() | st.sampled_from(DAYS),
    ),
    max_size=5,
)


@given(PARTIES, st.sampled_from(list(Kind)), st.booleans())
def test_an_object_concerns_its_own_parties_and_shows_itself_by_role(
    parties: list[tuple[UUID, str, datetime, datetime | None]], kind: Kind, hidden: bool
) -> None:
    """At every moment whom an object concerns, and who sees it, is who is a party to it then."""
    made = audience(kind, parties, hidden=hidden)
    assert len({each[:3] for each in made}) == len(made)
    for person in map(UUID, {str(UUID(int=number)) for number in range(3)}):
        for start in DAYS:
            told = [(role, end) for who, role, at, end in parties if (who, at) == (person, start)]
            rows = {seen: end for who, at, seen, end in made if (who, at) == (person, start)}
            shown = [end for role, end in told if role in CITIZEN_SEES_AS[kind] and not hidden]
            other = [end for role, end in told if role not in CITIZEN_SEES_AS[kind] or hidden]
            wanted = {seen: ends for seen, ends in ((True, shown), (False, other)) if ends}
            assert rows == {
                seen: None if None in ends else max(end for end in ends if end is not None)
                for seen, ends in wanted.items()
            }


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
