# SPDX-License-Identifier: EUPL-1.2
"""Who reads what, and when: through a role that holds, never what is hidden, always up to date."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import psycopg
import pytest

from gearskifte.kernel.access import WHOLE, Access
from gearskifte.registry.public import (
    MOST_COUNTED,
    CaseCard,
    GrantCard,
    Kind,
    PersonOverview,
    authorities,
    find_person,
    newest_persons,
    read_list,
    read_object,
    read_overview,
)
from gearskifte.registry.public import fields as f
from tests.builders.desk import Desk
from tests.builders.facts import (
    MASTER_ID,
    START,
    case,
    document,
    filed,
    grant,
    hidden,
    object_id,
    owner,
    party,
    payment,
    registration,
    state,
)
from tests.builders.people import (
    ANNA,
    BO,
    CARLA,
    CECIL,
    DAY,
    DORTE,
    HOUR,
    NOW,
    OTHER_CVR,
    OUR_CVR,
    VAULT,
    official_access,
    own_access,
)

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]


def _overview(web: Connection, access: Access) -> PersonOverview:
    with web.transaction(), web.cursor() as cursor:
        return read_overview(cursor, access)


def _same_by_policies(web: Connection, access: Access) -> bool:
    """Whether the page is the same by way of the row policies, as it is for who acts for them."""
    own, acting = _overview(web, access), _overview(web, replace(access, scope=WHOLE))
    assert set(own.totals) == set(acting.totals)
    return (own.name, own.objects, own.sources) == (acting.name, acting.objects, acting.sources)


def _seen(web: Connection, access: Access) -> set[str]:
    """The names of the objects that an access shows, both in the overview and one by one."""
    listed = {held.id for held in _overview(web, access).objects}
    names = {name for name in "abcdefgps" if _opens(web, access, name)}
    assert {object_id(name) for name in names} == listed
    return names


def _opens(web: Connection, access: Access, name: str) -> bool:
    with web.transaction(), web.cursor() as cursor:
        return read_object(cursor, access, object_id(name)) is not None


def test_a_citizen_sees_what_the_roles_show_and_an_official_what_the_authority_owns(
    desk: Desk, web: Connection
) -> None:
    """A secondary part is shown nothing as a citizen, but is known to who works on the case."""
    desk.entitle()
    desk.take(
        case("a", ANNA, more=[party(BO, "unknown")]),
        case("b", BO, cvr=OTHER_CVR),
        grant("g", ANNA, role=f.BENEFIT_RECIPIENT),
        payment("p", ANNA, of="g"),
    )
    assert _seen(web, own_access(ANNA)) == {"a", "g", "p"}
    assert _seen(web, own_access(BO)) == {"b"}
    assert _seen(web, own_access(DORTE)) == set()
    assert _seen(web, official_access(BO, CARLA)) == {"a"}
    assert _seen(web, official_access(BO, CECIL)) == {"b"}
    assert _seen(web, official_access(ANNA, CECIL)) == set()


def test_a_party_sees_for_as_long_as_it_is_one(desk: Desk, web: Connection) -> None:
    """From the start and until the end of the relation, no card need be made anew for it."""
    desk.take(case("a", more=[party(ANNA, start=NOW, end=NOW + DAY)]))
    seen = [bool(_seen(web, own_access(ANNA, NOW + HOUR * hour))) for hour in (-1, 0, 23, 24, 25)]
    assert seen == [False, True, True, False, False]


def test_a_first_page_shows_the_newest_and_counts_no_further_than_it_must(
    desk: Desk, web: Connection
) -> None:
    """Fifty of thousands of cases, the newest first, each once; a list counts them all."""
    times = [START + HOUR * number for number in range(MOST_COUNTED + 20)]
    desk.take(*(case(f"many {n}", ANNA, at=at) for n, at in enumerate(times)))
    desk.take(case("h", ANNA, at=times[-1] + HOUR, more=[hidden()]))
    desk.take(case("i", at=times[-1] + HOUR, more=[party(ANNA, end=NOW)]))
    seen = _overview(web, own_access(ANNA))
    assert [held.changed_at for held in seen.objects] == times[:-51:-1]
    assert [total.number for total in seen.totals] == [MOST_COUNTED]
    assert _same_by_policies(web, own_access(ANNA))
    with web.transaction(), web.cursor() as cursor:
        listed = read_list(cursor, own_access(ANNA), kind=Kind.CASE, finished=False, most=3, skip=2)
    assert [held.changed_at for held in listed.objects] == times[-3:-6:-1]
    assert [total.number for total in listed.totals] == [len(times)]


def test_ones_own_page_is_what_the_row_policies_show(desk: Desk, web: Connection) -> None:
    """It is read past them: what begins and ends, is hidden, is others', or comes twice."""
    desk.entitle()
    desk.take(
        case("a", ANNA, more=[party(BO, "unknown")]),
        case("b", BO, cvr=OTHER_CVR, more=[party(ANNA, start=NOW, end=NOW + DAY)]),
        case("c", ANNA, more=[party(ANNA, "unknown", index="2"), hidden(NOW + HOUR)]),
        case("d", ANNA, more=[party(ANNA, index="2", start=NOW), filed("e")]),
        document("e"),
        grant("g", ANNA, role=f.BENEFIT_RECIPIENT),
        payment("p", ANNA, of="g"),
    )
    for person in (ANNA, BO, DORTE):
        for hours in (-30, -1, 0, 2, 25):
            assert _same_by_policies(web, own_access(person, NOW + HOUR * hours))
    assert len(_overview(web, own_access(ANNA)).objects) == 6


def test_a_page_that_was_not_opened_is_empty(desk: Desk, web: Connection) -> None:
    """What reads past the policies opens what was opened and logged, to the citizen alone."""
    desk.entitle()
    desk.take(case("a", ANNA))
    ask = "SELECT registry_own_overview() ->> 'name', registry_own_overview() -> 'objects'"
    assert web.execute(ask).fetchall() == [(None, [])]
    web.commit()
    acting = replace(own_access(ANNA), scope=WHOLE)
    for access in (official_access(ANNA, CARLA), acting):
        with web.transaction(), web.cursor() as cursor:
            assert read_overview(cursor, access).objects
            assert cursor.execute(ask).fetchall() == [(None, None)]


def test_a_party_that_was_closed_sees_no_more(desk: Desk, web: Connection) -> None:
    """When a vendor takes a wrong person off a case, that person's view of it ends at once."""
    desk.take(case("a", ANNA, BO, more=[filed("d")]), document("d"))
    assert _seen(web, own_access(BO)) == {"a", "d"}
    desk.take(registration("a", Kind.CASE, party(BO, end=START), at=START + DAY))
    assert _seen(web, own_access(BO)) == set()
    assert _seen(web, own_access(ANNA)) == {"a", "d"}


def test_a_hidden_case_and_its_documents_are_not_shown(desk: Desk, web: Connection) -> None:
    """Visningsklasse on a case covers its documents wherever else they lie; officials see both."""
    desk.entitle()
    desk.take(case("a", ANNA, more=[filed("d"), hidden()]), document("d"), case("b", ANNA))
    assert _seen(web, own_access(ANNA)) == {"b"}
    assert _seen(web, official_access(ANNA)) == {"a", "b", "d"}
    desk.take(case("c", ANNA, more=[filed("d"), filed("e")]), document("e"))
    assert _seen(web, own_access(ANNA)) == {"b", "c", "e"}
    desk.take(registration("e", Kind.DOCUMENT, hidden(), at=START + DAY))
    assert _seen(web, own_access(ANNA)) == {"b", "c"}


def test_a_case_hidden_from_a_moment_on_is_not_shown_at_it(desk: Desk, web: Connection) -> None:
    """No worker need be running when the exclusion begins: nothing slips through in between."""
    desk.take(case("a", ANNA, more=[filed("d"), hidden(NOW + DAY)]), document("d"))
    assert _seen(web, own_access(ANNA, NOW + DAY)) == set()
    assert _seen(web, own_access(ANNA, NOW + 2 * DAY)) == set()


def test_a_hidden_grant_hides_the_payments_seen_through_it(desk: Desk, web: Connection) -> None:
    """Money is seen by whom the grant was given to, or by whom it is paid to."""
    desk.take(grant("g", ANNA), payment("p", of="g"), payment("s", BO, of="g"))
    assert _seen(web, own_access(ANNA)) == {"g", "p", "s"}
    assert _seen(web, own_access(BO)) == {"s"}
    desk.take(registration("g", Kind.GRANT, hidden(), at=START + DAY))
    assert _seen(web, own_access(ANNA)) == set()
    assert _seen(web, own_access(BO)) == {"s"}


def test_what_comes_late_is_shown_through_what_was_there(desk: Desk, web: Connection) -> None:
    """A document, a payment or a grant that arrives after what points at it is seen."""
    desk.take(payment("p", of="g"), case("a", ANNA, more=[filed("d")]))
    assert _seen(web, own_access(ANNA)) == {"a"}
    desk.take(document("d"), grant("g", ANNA))
    assert _seen(web, own_access(ANNA)) == {"a", "d", "g", "p"}


def test_a_case_that_changes_owner_is_the_new_authoritys(desk: Desk, web: Connection) -> None:
    """After a move the old authority looks the case up in vain."""
    desk.entitle()
    desk.take(case("a", ANNA))
    assert _seen(web, official_access(ANNA, CARLA)) == {"a"}
    moved = owner(OTHER_CVR, "Naboby Kommune")
    desk.take(registration("a", Kind.CASE, moved, at=START + DAY))
    assert _seen(web, official_access(ANNA, CARLA)) == set()
    assert _seen(web, official_access(ANNA, CECIL)) == {"a"}


def test_a_card_is_made_anew_when_it_is_read_late(desk: Desk, web: Connection) -> None:
    """A state that has begun since is on the page though no worker ran; finished follows."""
    ends = NOW + HOUR
    desk.take(
        case("a", ANNA, more=[state("Afsluttet", ends)]), grant("g", ANNA, benefit_end="2024-06-04")
    )
    before = {held.id: held for held in _overview(web, own_access(ANNA)).objects}
    after = {held.id: held for held in _overview(web, own_access(ANNA, NOW + DAY)).objects}
    assert [before[object_id(name)].finished for name in "ag"] == [False, False]
    assert [after[object_id(name)].finished for name in "ag"] == [True, True]
    assert desk.one("SELECT count(*) FROM registry_object WHERE finished") == 0


def test_a_refresh_makes_stale_cards_anew_and_no_others(desk: Desk) -> None:
    """Only what has begun or ended since is touched, once, and tells nobody."""
    desk.take(case("a", ANNA, more=[state("Afsluttet", NOW + HOUR)]), case("b", ANNA))
    told = desk.one("SELECT count(*) FROM kernel_outbox")
    assert desk.refresh() == 0
    desk.now = NOW + DAY
    assert (desk.refresh(), desk.refresh()) == (1, 0)
    assert desk.rows("SELECT id FROM registry_object WHERE finished") == [(object_id("a"),)]
    assert desk.one("SELECT count(*) FROM kernel_outbox") == told


def test_a_refreshed_registry_is_as_one_made_anew(desk: Desk) -> None:
    """A card that was refreshed in time is the card that a replay would make now."""
    desk.take(case("a", ANNA, more=[state("Oplyst", NOW + HOUR), hidden(NOW, NOW + HOUR)]))
    desk.now = NOW + DAY
    desk.refresh()
    state_then = desk.state
    desk.replay()
    assert desk.state == state_then


def test_an_object_comes_with_its_history_and_what_it_is_linked_with(
    desk: Desk, web: Connection
) -> None:
    """One read gives the card, what was known before, and the linked objects that may be seen."""
    desk.take(
        case("a", ANNA, more=[filed("d"), filed("e")]),
        registration("a", Kind.CASE, state("Oplyst", START + DAY), at=START + DAY),
        document("d"),
        document("e", more=[hidden()]),
    )
    with web.transaction(), web.cursor() as cursor:
        detail = read_object(cursor, own_access(ANNA), object_id("a"))
    assert detail is not None
    assert isinstance(detail.held.card, CaseCard)
    assert [each.state for each in detail.held.card.states] == ["Opstaaet", "Oplyst"]
    assert {held.id for held in detail.linked} == {object_id("d")}
    assert detail.name == ANNA.name
    assert [source.id for source in detail.sources] == [MASTER_ID]
    assert detail.history.next_change_after(START) == START + DAY


def test_a_long_list_comes_in_pages_without_gaps(desk: Desk, web: Connection) -> None:
    """Every case is on exactly one page, the total is right on each, newest first."""
    desk.take(*(case(f"n{n}", ANNA, at=START + DAY * n) for n in range(23)))
    found = []
    for page in range(4):
        with web.transaction(), web.cursor() as cursor:
            read = read_list(
                cursor, own_access(ANNA), kind=Kind.CASE, finished=False, most=7, skip=7 * page
            )
        assert [total.number for total in read.totals] == [23]
        found += [held.id for held in read.objects]
    assert found == [object_id(f"n{n}") for n in reversed(range(23))]


def test_somebody_who_is_a_party_twice_has_one_case(desk: Desk, web: Connection) -> None:
    """Two relations to one case, also with other times or roles, show and count it once."""
    twice = [party(ANNA, index="2", start=START + HOUR), party(ANNA, "unknown", index="3")]
    desk.entitle()
    desk.take(case("a", ANNA, more=twice), grant("g", ANNA), payment("p", ANNA, of="g"))
    for access in (own_access(ANNA), official_access(ANNA)):
        read = _overview(web, access)
        there = [Kind.CASE, Kind.GRANT, Kind.PAYMENT]
        assert sorted(held.kind for held in read.objects) == there
        assert {(each.kind, each.number) for each in read.totals} == {(kind, 1) for kind in there}


def test_what_concerns_a_person_in_two_ways_takes_one_place(desk: Desk, web: Connection) -> None:
    """Payments that are seen both by themselves and through their grant fill the list once each."""
    own = [party(ANNA, f.PAYMENT_RECIPIENT, start=START + HOUR)]
    payments = [payment(f"p{n}", of="g", on=f"2024-01-{n + 1:02}", more=own) for n in range(26)]
    desk.take(grant("g", ANNA), *payments)
    objects = _overview(web, own_access(ANNA)).objects
    paid = [held.id for held in objects if held.kind is Kind.PAYMENT]
    assert paid == [object_id(f"p{n}") for n in range(25, 1, -1)]


def test_a_person_is_found_by_fingerprint_and_nothing_else_is_told(
    desk: Desk, web: Connection
) -> None:
    """The web role learns an id by a whole number's fingerprint, and sees no row of persons."""
    desk.take(case("a", ANNA))
    with web.transaction(), web.cursor() as cursor:
        assert find_person(cursor, VAULT.fingerprint(ANNA.cpr)) == ANNA.id
        assert find_person(cursor, VAULT.fingerprint(BO.cpr)) is None
        assert cursor.execute("SELECT count(*) FROM registry_person").fetchall() == [(0,)]


def test_the_demo_login_finds_people_and_authorities(desk: Desk) -> None:
    """The worker lists those met last, and every authority that owns something."""
    desk.take(case("a", ANNA))
    desk.now = NOW + DAY
    desk.take(case("b", BO, cvr=OTHER_CVR))
    with desk.connection.cursor() as cursor:
        assert [person.name for person in newest_persons(cursor, most=2)] == [BO.name, ANNA.name]
        assert [person.id for person in newest_persons(cursor, most=1)] == [BO.id]
        assert set(authorities(cursor)) == {OUR_CVR, OTHER_CVR}


def test_a_grant_tells_its_case_and_its_benefits(desk: Desk, web: Connection) -> None:
    """What was granted stands on the card with its plan, as the source wrote it."""
    desk.take(grant("g", ANNA))
    (held,) = _overview(web, own_access(ANNA)).objects
    assert isinstance(held.card, GrantCard)
    assert [(each.name, each.plans[0].amount) for each in held.card.benefits] == [
        ("Boligstøtte", "1500.00")
    ]
