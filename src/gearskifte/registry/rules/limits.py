# SPDX-License-Identifier: EUPL-1.2
"""What an official may read: the standard's three dimensions and the security profile.

*Dataafgrænsning*: the owner (Ejer), the KLE subject (Primær klasse) and the sensitivity
(Følsomhed); a Sikkerhedsprofil narrows further to the organisations, units and users it names.
Documents are read through at least one case that may be read; grants through at least one benefit
and, where money has been paid, at least one payment; payments the same way round.

Source: KOMBIT, Generel vejledning til anvisninger §12.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

import msgspec

HIGHEST: Final = 4
"""VIP_SAGER; what states no sensitivity, or one we do not know, counts as this."""


class Clearance(msgspec.Struct, frozen=True):
    """What a reader has been given.

    Attributes:
        authority: the owner whose objects may be read.
        subjects: KLE numbers, each opening itself and all below it ("27" opens "27.35.04").
        level: the highest sensitivity, 1 to 4.
        identities: UUIDs of the reader and of the units and organisation they belong to.
    """

    authority: str
    subjects: frozenset[str]
    level: int
    identities: frozenset[UUID] = frozenset()


class Limits(msgspec.Struct, frozen=True):
    """What an object demands of a reader.

    Attributes:
        subjects: its KLE number; for a grant one for each benefit, for a payment one for each line.
        sensitivity: None where the kind carries none of its own.
        profile: UUIDs named by its security profiles; empty opens it to all who pass the rest.
    """

    owner: str
    subjects: frozenset[str]
    sensitivity: int | None
    profile: frozenset[UUID] = frozenset()


def opens(clearance: Clearance, subject: str) -> bool:
    """Whether the clearance covers a KLE number; no number is covered by none."""
    parts = subject.split(".") if subject else []
    return any(".".join(parts[: n + 1]) in clearance.subjects for n in range(len(parts)))


def readable_subjects(limits: Limits, clearance: Clearance) -> frozenset[str]:
    """The subjects of an object that are covered: single benefits in a grant may stay closed."""
    return frozenset(subject for subject in limits.subjects if opens(clearance, subject))


def may_read_case(case: Limits, clearance: Clearance) -> bool:
    """Owner, subject, sensitivity and profile all allow it."""
    return (
        _owner_and_profile(case, clearance)
        and _level(case.sensitivity, clearance)
        and bool(readable_subjects(case, clearance))
    )


def may_read_document(document: Limits, cases: Iterable[Limits], clearance: Clearance) -> bool:
    """Through at least one of its cases; on no case, by what it says itself."""
    on_cases = list(cases)
    if not on_cases:
        return may_read_case(document, clearance)
    return (
        _profile(document, clearance)
        and _level(document.sensitivity, clearance)
        and any(may_read_case(case, clearance) for case in on_cases)
    )


def may_read_grant(grant: Limits, payments: Iterable[Limits], clearance: Clearance) -> bool:
    """Owner, sensitivity, at least one benefit and, where there are any, one payment."""
    paid = list(payments)
    return _grant_itself(grant, clearance) and (
        not paid or any(_payment_itself(payment, clearance) for payment in paid)
    )


def may_read_payment(payment: Limits, grants: Iterable[Limits], clearance: Clearance) -> bool:
    """As a grant, the other way round; the sensitivity is the grant's, unknown without one."""
    granted = list(grants)
    if not granted:
        return _payment_itself(payment, clearance) and clearance.level >= HIGHEST
    return _payment_itself(payment, clearance) and any(
        _grant_itself(grant, clearance) for grant in granted
    )


def _grant_itself(grant: Limits, clearance: Clearance) -> bool:
    return may_read_case(grant, clearance)


def _payment_itself(payment: Limits, clearance: Clearance) -> bool:
    return _owner_and_profile(payment, clearance) and bool(readable_subjects(payment, clearance))


def _owner_and_profile(limits: Limits, clearance: Clearance) -> bool:
    owned = limits.owner != "" and limits.owner == clearance.authority
    return owned and _profile(limits, clearance)


def _profile(limits: Limits, clearance: Clearance) -> bool:
    return not limits.profile or not limits.profile.isdisjoint(clearance.identities)


def _level(sensitivity: int | None, clearance: Clearance) -> bool:
    return (HIGHEST if sensitivity is None else sensitivity) <= clearance.level
