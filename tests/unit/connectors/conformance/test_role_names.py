# SPDX-License-Identifier: EUPL-1.2
"""Roles whose UUID is not public: guessed by their form, told by a list where there is one."""

from __future__ import annotations

import pytest

from gearskifte.connectors.public import check, parse_roles
from gearskifte.kernel.errors import InputRefused
from gearskifte.registry.public import Severity
from tests.unit.connectors.conformance import good, good_case
from tests.unit.connectors.conformance.mutants import RULES, mutants_of

pytestmark = pytest.mark.unit

ROLES = parse_roles(
    "\n".join(
        (
            "uuid,object,section,role",
            *(
                f"{good.role_id(role.name, section)},{name},{section},{role.name}"
                for (name, section), some in RULES.roles.items()
                for role in some
            ),
        )
    )
)
HIDDEN = [
    (name, section, role.name)
    for (name, section), some in RULES.roles.items()
    for role in some
    if role.name not in good._PUBLIC_ROLES
]


@pytest.mark.parametrize("place", HIDDEN, ids=".".join)
def test_with_the_list_no_broken_index_escapes(place: tuple[str, str, str]) -> None:
    """Whether Indeks must be there is told by the role, and the rule names that role."""
    made = [each for each in mutants_of(*place) if ".Indeks." in each.rule]
    assert made
    for mutant in made:
        found = check(mutant.body, max_bytes=good.LARGEST, roles=ROLES)
        assert [e.rule for e in found if e.severity is Severity.ERROR] == [mutant.rule]


def test_with_the_list_nothing_is_guessed() -> None:
    """Good messages stay good, and no role is remarked on."""
    found = check(good_case.case(good_case.OPTIONAL), max_bytes=good.LARGEST, roles=ROLES)
    assert not [each for each in found if each.severity is Severity.ERROR]
    assert not [each for each in found if each.rule.endswith(("role-unknown", "role-unusual"))]


def test_without_the_list_a_guess_is_told() -> None:
    """A role that is told by its form alone is remarked on for information."""
    found = check(good_case.case(["Sagspart/SekundaerPart"]), max_bytes=good.LARGEST)
    (guess,) = [each for each in found if each.rule.endswith("role-unknown")]
    assert guess.severity is Severity.INFO
    assert "Sekundær part" in guess.text.da


@pytest.mark.parametrize(
    "line", ["12,Sag,Sagspart,SekundaerPart", f"{good.CASE},Sag,Sagspart,Nabo", ""]
)
def test_a_list_with_a_strange_line_is_refused(line: str) -> None:
    """A line without a UUID or with a role that is none is told by its number."""
    with pytest.raises(InputRefused, match="Line 2"):
        parse_roles(f"uuid,object,section,role\n{line or ','}\n")
