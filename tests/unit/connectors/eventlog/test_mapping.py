# SPDX-License-Identifier: EUPL-1.2
"""A mapping is a file of the municipality's; what is wrong in it is told at once."""

from __future__ import annotations

import pytest

from gearskifte.connectors.public import parse_mapping
from gearskifte.kernel.errors import ConfigurationError
from tests.unit.connectors.eventlogs import FIXTURES

pytestmark = pytest.mark.unit


def test_a_whole_mapping_is_read() -> None:
    """What differs for a log goes before what is said of all."""
    whole = parse_mapping((FIXTURES / "eventlogs" / "bpic15.toml").read_bytes(), "bpic15.toml")
    assert whole.milestone_of["01_HOOFD_490_1"] == "Afgjort"
    third, other = whole.of_log("BPIC15_3.xes.gz"), whole.of_log("x.csv")
    assert (third.owner, third.name, third.logs) == ("00000003", "bpic15", {})
    assert (other.owner, other.version) == ("", 1)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name = ", "Invalid value"),
        ("nome = 'x'", "`nome`"),
        ("version = 0", "$.version"),
        ("version = 'two'", "$.version"),
        ("owner = 'Kommunen'", "$.owner"),
        ("kle = '1.2.3'", "$.kle"),
        ("[columns]\ntimestmp = 'Tid'", "$.columns"),
        ("[milestones]\nAfsagt = ['490']", "$.milestones"),
        ("[milestones]\nAfgjort = ['490']\nAfsluttet = ['490']", "490"),
        ("[logs.x]\nversion = 2", "$.logs"),
        ("title = 'ø'", "utf-8"),
    ],
)
def test_a_mapping_that_says_something_else_is_refused(text: str, why: str) -> None:
    """The error names the file and the place, in Danish and English."""
    encoding = "latin-1" if why == "utf-8" else "utf-8"
    with pytest.raises(ConfigurationError) as raised:
        parse_mapping(text.encode(encoding), "permits.toml")
    assert raised.value.code == "GS-CON-090"
    assert "permits.toml" in raised.value.what.da
    assert why in raised.value.why.en
