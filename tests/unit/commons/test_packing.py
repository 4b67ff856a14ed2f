# SPDX-License-Identifier: EUPL-1.2
"""Robots as packages: what goes with one, what stays at home, and what is refused."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.commons.packing import FILES, PUBLICCODE, SCHEMA, unpack_robot
from gearskifte.commons.rules.package import PackageRefused, claimed_owner
from gearskifte.commons.rules.refusal_words import WORDS
from tests.builders.packages import (
    BACKWARDS,
    GOOD,
    MOCK_TEXT,
    OWNER,
    PUBLIC,
    SOURCE,
    attacks,
    opened,
    packed,
    zipped,
)
from tests.unit.commons.feeds import NOW

pytestmark = pytest.mark.unit

FORGED = attacks()


def _refused(body: bytes, name: str = "") -> str:
    pin = unpack_robot(packed(), OWNER, PUBLIC).package.pin(NOW) if name in BACKWARDS else None
    try:
        unpack_robot(body, OWNER, PUBLIC, pin)
    except PackageRefused as refused:
        return refused.code
    return ""


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_robot_is_refused(name: str) -> None:
    """A forged, changed, greedy, personal or unreadable package is refused, with words for why."""
    assert _refused(FORGED[name], name) in WORDS


def test_what_is_local_stays_at_home() -> None:
    """The people of the head do not travel; everything else comes back the same."""
    robot = unpack_robot(packed(), OWNER, PUBLIC)
    text = robot.travelling.text
    assert "Madsen" not in text
    assert text.count("UDFYLDES") == 2
    assert [each.name for each in robot.travelling.parameters] == ["fag"]
    assert (
        text.splitlines()[3:]
        == [line for line in SOURCE.splitlines() if not line.startswith(("ejer", "godkender"))][1:]
    )


def test_the_same_robot_is_the_same_bytes() -> None:
    """Packing twice gives the same bytes, so that anybody can see that nothing was slipped in."""
    assert packed() == packed()
    assert claimed_owner(packed()) == OWNER


def test_others_can_read_what_it_is() -> None:
    """publiccode.yml and the schema of what is filled in stand in it for other programs."""
    files = opened(packed())
    assert files.keys() - {"manifest.json", "signature"} == FILES
    told = yaml.safe_load(files[PUBLICCODE])
    assert told["legal"]["license"] == "EUPL-1.2"
    schema = json.loads(files[SCHEMA])
    assert schema["required"] == ["ejer", "godkender", "fag"]


@given(st.data())
def test_no_byte_can_be_changed_unseen(data: st.DataObject) -> None:
    """Whichever byte of the zip is changed, the package is refused."""
    body = bytearray(packed())
    at = data.draw(st.integers(0, len(body) - 1))
    body[at] ^= data.draw(st.integers(1, 255))
    assert _refused(bytes(body))


def test_what_would_be_refused_is_not_packed() -> None:
    """The owner hears at home what others would say."""
    with pytest.raises(PackageRefused, match="trial"):
        packed(mock=MOCK_TEXT.replace("fag:", "andet:"))
    with pytest.raises(PackageRefused, match="personal"):
        packed(recipe=SOURCE.replace("Fagsystemet", "Karen Møllers system"))
    assert _refused(zipped(GOOD)) == ""
