# SPDX-License-Identifier: EUPL-1.2
"""What is not allowed by role and purpose is denied."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from gearskifte.kernel.access import (
    CASEWORK,
    GUIDANCE,
    MAY_READ_FOR,
    OWN,
    PURPOSES,
    SUPERVISION,
    Access,
    Actor,
    Purpose,
    Role,
    grant_access,
)
from gearskifte.kernel.errors import AccessDenied, Text
from gearskifte.kernel.lookups import OPEN_FOR, open_look_up
from tests.builders.people import ANNA, BO, CARLA, DAY, FREDE, GRY, NOW, OUR_CVR

pytestmark = pytest.mark.unit

ALLOWED = {
    (Role.CITIZEN, "own"),
    (Role.CASE_WORKER, "casework"),
    (Role.CASE_WORKER, "guidance"),
    (Role.CASE_WORKER, "supervision"),
    (Role.ROBOT, "casework"),
    (Role.OPERATOR, "export"),
    (Role.OPERATOR, "notice"),
}


def _actor(role: Role, *, authority: str = OUR_CVR) -> Actor:
    if role is Role.CITIZEN:
        return ANNA.actor
    return Actor(f"some-{role}", "Somebody", role, "A unit", authority)


@pytest.mark.parametrize(("role", "code"), list(itertools.product(Role, PURPOSES)))
def test_a_role_reads_for_its_purposes_and_no_other(role: Role, code: str) -> None:
    """Citizens read their own, case workers for three purposes, robots one, operators export."""
    actor = _actor(role)
    if (role, code) in ALLOWED:
        access = grant_access(actor=actor, subject=ANNA.id, purpose=PURPOSES[code], at=NOW)
        assert access == Access(actor, ANNA.id, PURPOSES[code], NOW)
    else:
        with pytest.raises(AccessDenied) as denied:
            grant_access(actor=actor, subject=ANNA.id, purpose=PURPOSES[code], at=NOW)
        assert denied.value.code == "GS-ACC-001"


@pytest.mark.parametrize("role", list(Role))
def test_a_purpose_that_is_made_up_gives_nothing(role: Role) -> None:
    """Only purposes on the list open data, whatever they call themselves."""
    for purpose in (
        Purpose("curiosity", Text("Nysgerrighed", "Curiosity"), ""),
        Purpose("own", Text("Noget andet", "Something else"), ""),
    ):
        with pytest.raises(AccessDenied):
            grant_access(actor=_actor(role), subject=ANNA.id, purpose=purpose, at=NOW)


def test_a_citizen_reads_nobody_else() -> None:
    """Anna cannot read Bo."""
    with pytest.raises(AccessDenied, match="GS-ACC-002"):
        grant_access(actor=ANNA.actor, subject=BO.id, purpose=OWN, at=NOW)


@pytest.mark.parametrize("purpose", [CASEWORK, GUIDANCE, SUPERVISION], ids=lambda each: each.code)
def test_an_official_without_an_authority_reads_nothing(purpose: Purpose) -> None:
    """An empty authority would be a citizen's view, so it is refused."""
    with pytest.raises(AccessDenied, match="GS-ACC-003"):
        grant_access(
            actor=_actor(Role.CASE_WORKER, authority=""), subject=BO.id, purpose=purpose, at=NOW
        )


def test_every_role_and_purpose_is_on_the_list() -> None:
    """No role is forgotten, every purpose has words in both languages and a legal basis."""
    assert set(MAY_READ_FOR) == set(Role)
    for code, purpose in PURPOSES.items():
        assert code == purpose.code
        assert all((purpose.text.da, purpose.text.en, purpose.legal_basis))
    assert all(role.words.da and role.words.en for role in Role)


def test_a_citizen_reads_as_a_citizen_and_an_official_for_an_authority() -> None:
    """The authority is empty for the citizen, even if the login should carry one."""
    odd = Actor(str(ANNA.id), ANNA.name, Role.CITIZEN, authority=OUR_CVR)
    own = grant_access(actor=odd, subject=ANNA.id, purpose=OWN, at=NOW)
    work = grant_access(actor=CARLA, subject=ANNA.id, purpose=CASEWORK, at=NOW)
    assert (own.authority, work.authority) == ("", OUR_CVR)


def test_the_line_for_the_log_says_who_as_what_why_and_what() -> None:
    """An entry names the actor with role, unit and authority, the purpose and what was read."""
    access = grant_access(actor=CARLA, subject=ANNA.id, purpose=GUIDANCE, at=NOW)
    entry = msgspec.json.decode(access.entry("object", object="abc"))
    assert entry == {
        "action": "read",
        "what": "object",
        "object": "abc",
        "purpose": "guidance",
        "actor": {
            "id": "carla",
            "name": "Carla Kontor",
            "role": "case_worker",
            "unit": "Team Hjælpemidler",
            "authority": OUR_CVR,
        },
    }


def test_a_look_up_is_opened_by_who_may_read() -> None:
    """A look-up is open for half an hour, has an address of its own, and is for case workers."""
    one, other = (
        open_look_up(actor=CARLA, subject=ANNA.id, purpose=CASEWORK, at=NOW) for _ in range(2)
    )
    assert one.id != other.id
    assert one.closes_at - NOW == OPEN_FOR < DAY
    for actor in (FREDE, GRY, ANNA.actor):
        with pytest.raises(AccessDenied):
            open_look_up(actor=actor, subject=BO.id, purpose=CASEWORK, at=NOW)
