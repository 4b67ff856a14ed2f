# SPDX-License-Identifier: EUPL-1.2
"""From what a provider vouched for to who somebody is here (default deny)."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from typing import Final
from uuid import UUID

from lxml import etree

from gearskifte.kernel.access import Actor, Role
from gearskifte.login.rules import refusals
from gearskifte.login.rules.assurance import Level, level_of
from gearskifte.login.rules.configured import Citizens, Officials
from gearskifte.login.rules.proof import Proof
from gearskifte.login.rules.xml import parse

_CPR: Final = re.compile(r"\d{6}-?\d{4}")
_BPP: Final = "{*}PrivilegeGroup"
_SCOPE: Final = "urn:dk:gov:saml:cvrNumberIdentifier:"
_MOST_NAME: Final = 200


def citizen(proof: Proof, rules: Citizens, person_id: Callable[[str], UUID]) -> Actor:
    """The citizen that a proof is about. `person_id` makes the registry's id of a CPR number.

    Raises:
        Refused: GS-LOGIN-006 for a level that is too low, GS-LOGIN-008 without a CPR number.
    """
    _level(proof, rules.loa, rules.level)
    cpr = proof.first(rules.cpr)
    if not _CPR.fullmatch(cpr):
        raise refusals.no_cpr()
    name = _name(proof, rules.name) or "Borger"
    return Actor(str(person_id(cpr.replace("-", ""))), name, Role.CITIZEN)


def official(proof: Proof, rules: Officials) -> Actor:
    """The official that a proof is about, in the first role that the rules give them.

    Raises:
        Refused: GS-LOGIN-007 without a role, GS-LOGIN-006 where the level is too low for it,
            GS-LOGIN-009 for another authority's, GS-LOGIN-004 without an id.
    """
    cvr = proof.first(rules.cvr)
    authority = rules.authorities.get(cvr)
    if not cvr or not authority:
        raise refusals.unknown_authority()
    who = proof.first(rules.id)
    if not who or _CPR.fullmatch(who):
        raise refusals.not_genuine("the employee has no usable id")
    held = frozenset(_held(proof.values.get(rules.groups, ()), cvr))
    rule = next((each for each in rules.roles if each.value in held), None)
    if rule is None:
        raise refusals.no_role()
    _level(proof, rules.loa, rule.level)
    name = _name(proof, rules.name) or who
    return Actor(who, name, rule.role, _name(proof, rules.unit), authority)


def _name(proof: Proof, attribute: str) -> str:
    """A name to show; one that looks like a CPR number is not shown."""
    found = proof.first(attribute)[:_MOST_NAME]
    return "" if _CPR.search(found) else found


def _level(proof: Proof, attribute: str, least: Level) -> None:
    """See that the stated level is enough; what is not stated is not there."""
    level = level_of(proof.first(attribute) or proof.context)
    if level is None or not level.reaches(least):
        raise refusals.too_weak()


def _held(values: tuple[str, ...], cvr: str) -> Iterator[str]:
    """Every role, group or privilege in the values: plain words, or OIO BPP in Base64.

    Privileges of a group count only where the group's scope is the authority's own CVR number.
    """
    for value in values:
        yield value.strip()
        tree = _privileges(value)
        if tree is None:
            continue
        for group in tree.iterfind(_BPP):
            if group.get("Scope") == f"{_SCOPE}{cvr}":
                for privilege in group.iterfind("{*}Privilege"):
                    yield (privilege.text or "").strip()


def _privileges(value: str) -> etree._Element | None:
    """The value as OIO Basic Privilege Profile, if it is that."""
    try:
        return parse(base64.b64decode(value, validate=True))
    except ValueError:
        return None
