# SPDX-License-Identifier: EUPL-1.2
"""Levels, roles, pages to return to: what is not plainly given is not given."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.kernel.access import Role
from gearskifte.kernel.errors import AccessDenied
from gearskifte.kernel.secrets import Vault
from gearskifte.login.rules.actors import citizen, official
from gearskifte.login.rules.assurance import Level, level_of
from gearskifte.login.rules.configured import Citizens, Officials, Oidc, RoleRule
from gearskifte.login.rules.places import own_page
from gearskifte.login.rules.proof import Proof

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 29, tzinfo=UTC)
PROVIDER = Oidc(issuer="https://idp.example", client_id="us", client_secret_file="file")
NSIS = "https://data.gov.dk/concept/core/nsis/loa/"
RULES = Officials(
    provider=PROVIDER,
    roles=(
        RoleRule("director", Role.DIRECTOR, Level.HIGH),
        RoleRule("worker", Role.CASE_WORKER),
    ),
    authorities={"11111111": "own"},
    id="id",
    name="name",
    unit="unit",
    cvr="cvr",
    groups="groups",
    loa="loa",
)
CITIZENS = Citizens(provider=PROVIDER, cpr="cpr", name="name", loa="loa")


def proof(**values: str | tuple[str, ...]) -> Proof:
    """A proof of some values."""
    context = str(values.pop("context", ""))
    plain = {k: v if isinstance(v, tuple) else (v,) for k, v in values.items()}
    return Proof(plain, context, "subject", "session", "once", NOW)


def test_levels_are_the_three_of_the_standard() -> None:
    """Low, substantial and high are known as names and as URIs; every other word is no level."""
    assert level_of("Substantial") is level_of(f"{NSIS}Substantial") is Level.SUBSTANTIAL
    assert [level_of(word) for word in ("", "3", "4", "urn:loa:high", "highest")] == [None] * 5
    assert [Level.LOW.reaches(x) for x in Level] == [True, False, False]
    assert [Level.HIGH.reaches(x) for x in Level] == [True, True, True]


@given(st.lists(st.sampled_from(["director", "worker", "x", ""]), max_size=4), st.sampled_from(
    ["", "low", "substantial", "high", "3"]), st.sampled_from(["11111111", "2", ""]))  # fmt: skip
def test_an_official_is_somebody_only_by_a_rule(groups: list[str], loa: str, cvr: str) -> None:
    """A role takes its rule's group, its level, and an authority that is known; else nothing."""
    told = proof(id="7", name="Ida", cvr=cvr, groups=tuple(groups), loa=loa)
    wanted = "director" if "director" in groups else "worker" if "worker" in groups else ""
    least = {"director": ("high",), "worker": ("substantial", "high")}.get(wanted, ())
    if cvr == "11111111" and loa in least:
        actor = official(told, RULES)
        assert (actor.id, actor.authority) == ("7", "own")
        assert actor.role is (Role.DIRECTOR if wanted == "director" else Role.CASE_WORKER)
    else:
        with pytest.raises(AccessDenied, match=r"GS-LOGIN-00[679]"):
            official(told, RULES)


@pytest.mark.parametrize(("scope", "given"), [("11111111", True), ("29189999", False)])
def test_privileges_hold_for_their_own_authority(scope: str, given: bool) -> None:
    """A privilege in OIO BPP gives its role only where its scope is the official's authority."""
    bpp = (
        '<bpp:PrivilegeList xmlns:bpp="http://itst.dk/oiosaml/basic_privilege_profile">'
        f'<PrivilegeGroup Scope="urn:dk:gov:saml:cvrNumberIdentifier:{scope}">'
        "<Privilege>worker</Privilege></PrivilegeGroup></bpp:PrivilegeList>"
    )
    told = proof(id="7", cvr="11111111", loa="high", groups=base64.b64encode(bpp.encode()).decode())
    if given:
        assert official(told, RULES).role is Role.CASE_WORKER
    else:
        with pytest.raises(AccessDenied, match="GS-LOGIN-007"):
            official(told, RULES)


def test_a_citizen_is_known_by_the_registrys_id_and_not_by_the_number() -> None:
    """The actor has the id that the registry gives a CPR number, and the number nowhere."""
    vault = Vault(bytes(32))
    actor = citizen(
        proof(cpr="610180-0000", name="Sofie 6101800000", loa="high"), CITIZENS, vault.person_id
    )
    assert UUID(actor.id) == vault.person_id("6101800000")
    assert "610180" not in str(msgspec.to_builtins(actor))


@given(st.text(max_size=12))
def test_what_is_no_cpr_number_is_nobody(number: str) -> None:
    """A CPR number has ten digits, or the citizen is refused."""
    told = proof(cpr=number, loa="high")
    plain = number.strip().replace("-", "")
    if len(plain) == 10 and plain.isdecimal():
        return
    with pytest.raises(AccessDenied, match="GS-LOGIN-008"):
        citizen(told, CITIZENS, lambda _: UUID(int=0))


LEADS = ["//evil", "/\\evil", "https://evil", "http:evil", "javascript:x", "/x\n", "", "x", "/\t/e"]


@pytest.mark.parametrize("wanted", LEADS)
def test_no_address_leads_elsewhere(wanted: str) -> None:
    """A page to return to is a path on this site; anything else is the front page."""
    assert own_page(wanted) == "/"


@given(st.text(alphabet="/\\:.?#@%ab \t\n", max_size=9))
def test_a_page_to_return_to_is_always_on_this_site(wanted: str) -> None:
    """Whatever is asked for, the answer begins with one slash and holds no way out."""
    page = own_page(wanted)
    assert page.startswith("/")
    assert not page.startswith(("//", "/\\"))
    assert not set(page) & set("\\\n\t ")
