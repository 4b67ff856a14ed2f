# SPDX-License-Identifier: EUPL-1.2
"""Whatever a message refers to by UUID is somewhere: sent, or known from the catalogues."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from lxml import etree

from gearskifte.demo import organisation as org
from gearskifte.demo import roles
from gearskifte.demo.faults import Fault
from gearskifte.demo.messages import events
from gearskifte.demo.subjects import ACTION, NOT_FOR_CITIZEN, OUTCOMES, SUBJECTS, Outcome, Subject
from gearskifte.demo.vendors.pengepung import STRANGER
from tests.unit.demo.sample import small

pytestmark = pytest.mark.unit

OBJECTS = {
    "SagIndeks",
    "DokumentIndeks",
    "BevillingIndeks",
    "OekonomiskEffektueringIndeks",
    "BeskedId",
    "ObjektRegistreringId",
}
"""Elements whose own UUID is an object's or a message's, not a reference."""


def _catalogued() -> set[UUID]:
    actors = (*org.UNITS, *org.SYSTEMS, org.MUNICIPALITY, *(e.actor for e in org.EMPLOYEES))
    classes: list[Subject | Outcome] = [*SUBJECTS.values(), *OUTCOMES]
    fixed = {
        value for module in (roles, events) for value in vars(module).values()
        if isinstance(value, UUID)
    }  # fmt: skip
    return (
        {actor.id for actor in actors}
        | {each.id for each in classes}
        | {ACTION[2], NOT_FOR_CITIZEN[2]}
        | fixed
    )


def _uuids(body: bytes) -> Iterator[tuple[str, UUID]]:
    for element in etree.fromstring(body).iter("{*}UUIDIdentifikator"):
        parent = element.getparent()
        assert parent is not None
        assert element.text is not None
        yield etree.QName(parent).localname, UUID(element.text)


def test_every_reference_leads_somewhere() -> None:
    """In good messages only the one dangling payment refers to what nobody sent."""
    good = [each.body for each in small() if each.fault in (None, Fault.DANGLING_GRANT)]
    found = [pair for body in good for pair in _uuids(body)]
    sent = {key for place, key in found if place in OBJECTS}
    lost = {key for place, key in found if place not in OBJECTS} - sent - _catalogued()
    assert lost == {STRANGER}


def test_payments_refer_to_grants_that_were_sent_before() -> None:
    """A grant arrives before the first payment that refers to it."""
    granted: set[UUID] = set()
    for message in (each for each in small() if each.fault is None):
        found = list(_uuids(message.body))
        granted |= {key for place, key in found if place == "BevillingIndeks"}
        referred = {key for place, key in found if place == "BevilgetYdelseRef"}
        assert referred <= granted, message.name
