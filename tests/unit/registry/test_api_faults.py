# SPDX-License-Identifier: EUPL-1.2
"""A fault of ours stops one message, and is written down without what the message says."""

from __future__ import annotations

import pytest

from gearskifte.app.intake import guarded
from gearskifte.registry.public import Reading
from tests.builders.people import ANNA

pytestmark = pytest.mark.unit


def _fails(body: bytes) -> Reading:
    raise ValueError(body.decode())


def test_a_reader_that_fails_refuses_that_message(caplog: pytest.LogCaptureFixture) -> None:
    """The refusal says that the fault is ours, and the log where it is, in nobody's words."""
    (refusal,) = guarded(_fails)(ANNA.cpr.encode()).refusals
    assert refusal.code == "GS-REG-003"
    assert "A connector: ValueError at test_api_faults.py:" in caplog.text
    assert ANNA.cpr not in caplog.text


def test_a_reader_that_works_is_left_alone() -> None:
    """What it makes of a message is what is used."""
    reading = Reading("SF1470")
    assert guarded(lambda body: reading)(b"") is reading
