# SPDX-License-Identifier: EUPL-1.2
"""Roles that an import shows although their UUID is in no catalogue.

Only some of the role UUIDs are public. When an object is imported whole, and nothing in it has a
certain role by its known UUID, the one relation that fits the role is taken to have it. Two that
fit leave the role unknown, and so does an update, which does not say what else the object has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from gearskifte.registry.public import Fact, Registration, fields

_ORGANISATION: Final = "bc6972cd-8f2b-4b9d-8d37-62916d6a71aa"
_UNIT: Final = "c5fc3b3b-5197-49ee-92e6-ae6ba1957174"
_USER: Final = "85d65133-4b00-460d-992e-3984857b5768"
_KLE_NUMBER = re.compile(r"[0-9]{2}(\.[0-9]{2}){2}")


def is_kle_number(text: str) -> bool:
    """Whether `text` has the form of a KLE subject's number, as in 27.35.04."""
    return _KLE_NUMBER.fullmatch(text) is not None


def _of_type(object_type: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda values: values.get(fields.OBJECT_TYPE_ID) == object_type


def _has_kle_number(values: Mapping[str, Any]) -> bool:
    return is_kle_number(values.get(fields.CLASS_KEY) or "")


_FITTING: Final = (
    (fields.ACTOR, fields.OWNER, _of_type(_ORGANISATION)),
    (fields.ACTOR, fields.RESPONSIBLE, _of_type(_UNIT)),
    (fields.ACTOR, fields.PRIMARY_HANDLER, _of_type(_USER)),
    (fields.CLASS, fields.PRIMARY, _has_kle_number),
)


def with_roles(registrations: tuple[Registration, ...]) -> tuple[Registration, ...]:
    """The registrations of one imported object, with the roles that can be inferred filled in."""
    facts = [fact for each in registrations for fact in each.facts]
    inferred: dict[str, str] = {}
    for kind, role, fits in _FITTING:
        alike = [fact for fact in facts if fact.values.get(fields.TYPE) == kind]
        if any(fact.values[fields.ROLE] == role for fact in alike):
            continue
        unknown = [fact for fact in alike if fact.values[fields.ROLE] == fields.UNKNOWN]
        keys = {fact.key for fact in unknown if fits(fact.values)}
        if len(keys) == 1:
            inferred[keys.pop()] = role
    if not inferred:
        return registrations
    return tuple(
        msgspec.structs.replace(each, facts=tuple(_renamed(fact, inferred) for fact in each.facts))
        for each in registrations
    )


def reads_back(
    registrations: tuple[Registration, ...], role_of: Callable[[Fact], str | None]
) -> bool:
    """Whether these registrations, sent as one object, would get the roles that they have.

    `role_of` is the role that a fact has by itself, None for a fact that is no relation.
    """
    bare = tuple(
        msgspec.structs.replace(
            each, facts=tuple(_bare(fact, role_of(fact)) for fact in each.facts)
        )
        for each in registrations
    )
    return with_roles(bare) == registrations


def _bare(fact: Fact, role: str | None) -> Fact:
    if role is None or fact.values.get(fields.ROLE) == role:
        return fact
    return msgspec.structs.replace(fact, values={**fact.values, fields.ROLE: role})


def _renamed(fact: Fact, inferred: Mapping[str, str]) -> Fact:
    role = inferred.get(fact.key)
    if role is None:
        return fact
    return msgspec.structs.replace(fact, values={**fact.values, fields.ROLE: role})
