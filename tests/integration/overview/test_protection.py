# SPDX-License-Identifier: EUPL-1.2
"""A protected name is shown to nobody else, by mandate, in a log or in what is taken along."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gearskifte.kernel.access import grant_by_mandate
from gearskifte.kernel.audit import read_log
from gearskifte.overview.queries import held_mandate, named_in, protected, read_mandates
from gearskifte.overview.rules.mandates import new_code
from gearskifte.overview.rules.readers import readers
from gearskifte.overview.service import accept_mandate, give_mandate
from gearskifte.registry.public import read_overview
from tests.builders import facts
from tests.builders.desk import Desk
from tests.builders.people import ANNA, BO, DAY, DORTE, NOW, VAULT, Person, own_access
from tests.conftest import Connection

pytestmark = pytest.mark.integration

PEOPLE = (ANNA, BO, DORTE)


@pytest.fixture
def known(desk: Desk) -> Desk:
    """Three people with a case each."""
    desk.take(*(facts.case(person.name[:1], person) for person in PEOPLE))
    return desk


def _mandate(web: Connection, giver: Person, holder: Person) -> None:
    """The holder has a mandate for the giver's case, and has looked."""
    code = VAULT.fingerprint(new_code())
    with web.transaction(), web.cursor() as cursor:
        give_mandate(
            cursor,
            own_access(giver),
            mandate=uuid4(),
            scope=f"case:{facts.object_id(giver.name[:1])}",
            ends=NOW + 30 * DAY,
            code=code,
        )
        mandate = accept_mandate(cursor, holder.actor, code, NOW)
        assert mandate is not None
        line = held_mandate(cursor, holder.id, mandate, NOW)
        assert line is not None
        assert line.mandate is not None
        read_overview(cursor, grant_by_mandate(actor=holder.actor, mandate=line.mandate, at=NOW))


def _shown(web: Connection, reader: Person, at: timedelta) -> str:
    """Everything that a reader is told of others' names."""
    access = own_access(reader, NOW + at)
    with web.transaction(), web.cursor() as cursor:
        lines = read_mandates(cursor, access)
        log = read_log(cursor, access, before=None, most=50, own=True)
        hidden = protected(cursor, named_in(log, reader.id), access.at)
        held = [held_mandate(cursor, reader.id, line.id, access.at) for line in lines]
    named = [line.giver_name + "|" + line.holder_name for line in (*lines, *filter(None, held))]
    return "|".join((*named, *(each.name for each in readers(log, reader.id, hidden))))


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    st.lists(st.permutations(PEOPLE).map(lambda order: order[:2]), min_size=1, max_size=4),
    st.sets(st.sampled_from(PEOPLE)),
    st.integers(0, 3),
)
def test_a_protected_name_is_shown_to_nobody_else(
    known: Desk, web: Connection, given_to: list[list[Person]], hidden: set[Person], days: int
) -> None:
    """Whoever gave whom a mandate: from its first day on a protected name is only one's own."""
    connection = known.connection
    connection.execute("UPDATE overview_protection SET ends = starts")
    for person in hidden:
        connection.execute(
            "INSERT INTO overview_protection (person_id, starts, source) VALUES (%s, %s, 'CPR')"
            " ON CONFLICT (person_id, starts) DO UPDATE SET ends = NULL",
            [person.id, NOW],
        )
    connection.commit()
    for giver, holder in given_to:
        _mandate(web, giver, holder)
    for reader in PEOPLE:
        told = _shown(web, reader, timedelta(days=days))
        for person in hidden - {reader}:
            assert person.name not in told
    connection.execute("UPDATE overview_protection SET ends = starts")
    connection.commit()
    for giver, holder in given_to:
        assert giver.name in _shown(web, holder, timedelta(days=days))


def test_the_web_cannot_read_who_is_protected(web: Connection) -> None:
    """It can ask about persons it knows, never for a list."""
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute("SELECT * FROM overview_protection")
