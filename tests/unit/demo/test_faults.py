# SPDX-License-Identifier: EUPL-1.2
"""What goes wrong on purpose: some of every kind, and never more than was meant."""

from __future__ import annotations

from itertools import pairwise
from pathlib import PurePath

import pytest
from lxml import etree

from gearskifte.demo.faults import BROKEN, Fault, broken, can_break, message_id
from gearskifte.demo.municipality import DemoMessage
from tests.unit.demo.sample import beginning, sent_by, small

pytestmark = pytest.mark.unit


def _label(message: DemoMessage) -> str:
    return PurePath(message.name).stem.split("-", 1)[1]


def test_every_kind_of_fault_is_there() -> None:
    """The small municipality has each kind of fault at least once."""
    assert {each.fault for each in small()} == {None, *Fault}


@pytest.mark.parametrize("size", ["s", "m"])
def test_three_to_five_percent_of_the_messages_have_a_fault(size: str) -> None:
    """There is enough to see in quarantine, and most is well."""
    messages = small() if size == "s" else beginning("m", 3000)
    share = sum(each.fault is not None for each in messages) / len(messages)
    assert 0.03 <= share <= 0.055


@pytest.mark.parametrize("fault", sorted(BROKEN | {Fault.REUSED_ID}))
def test_the_right_message_follows_the_broken_one(fault: Fault) -> None:
    """After a message that broke, the same one comes through whole."""
    pairs = [(one, after) for one, after in pairwise(small()) if one.fault is fault]
    assert pairs
    assert all(_label(one) == f"{_label(after)}-{fault}" for one, after in pairs)


def test_a_duplicate_is_the_same_message() -> None:
    """A duplicate has the very bytes of the message before it."""
    pairs = [(one, two) for one, two in pairwise(small()) if two.fault is Fault.DUPLICATE]
    assert pairs
    assert all(one.body == two.body for one, two in pairs)


def test_a_reused_id_has_another_content() -> None:
    """The same BeskedId stands on two events with different content."""
    seen: dict[bytes, bytes] = {}
    for message in small():
        key = message_id(message.body)
        if message.fault is Fault.REUSED_ID:
            assert seen[key] != message.body
        if key and message.fault is None:
            seen[key] = message.body


@pytest.mark.parametrize("fault", sorted(BROKEN - {Fault.UNKNOWN_VERSION}))
def test_a_broken_message_cannot_be_parsed(fault: Fault) -> None:
    """Truncated, wrongly encoded or no XML: a parser refuses it."""
    for message in (each for each in small() if each.fault is fault):
        with pytest.raises(etree.XMLSyntaxError):
            etree.fromstring(message.body)


def test_an_unknown_version_is_told_by_its_namespace() -> None:
    """A message of an unknown version is well-formed and one of its namespaces ends in 9 or 9.0."""
    bodies = [each.body for each in small() if each.fault is Fault.UNKNOWN_VERSION]
    assert bodies
    for body in bodies:
        spaces = {str(e.tag).partition("}")[0] for e in etree.fromstring(body).iter("*")}
        assert any(space.split(":")[-1].startswith("9") for space in spaces)


def test_what_would_not_show_is_not_a_fault() -> None:
    """Latin-1 without Danish letters is UTF-8 as well, so it breaks nothing."""
    assert not can_break(b"<a>abc</a>", Fault.WRONG_ENCODING)
    assert can_break("<a>æøå</a>".encode(), Fault.WRONG_ENCODING)


def test_two_error_pages_differ() -> None:
    """A proxy's page names the request, so two of them are not the same message."""
    one, two = (broken(each.body, Fault.NOT_XML) for each in sent_by("klokkevaerk")[:2])
    assert one != two
