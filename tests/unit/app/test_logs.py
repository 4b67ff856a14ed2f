# SPDX-License-Identifier: EUPL-1.2
"""The lines of the log, as text and as JSON."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from gearskifte.app.logs import JsonFormatter, TextFormatter

pytestmark = pytest.mark.unit

SECRET = "610170-9990"


def _failed() -> logging.LogRecord:
    try:
        raise ValueError(f"the row ({SECRET}) is wrong")
    except ValueError:
        return logging.LogRecord(
            "django.request", logging.ERROR, __file__, 1, "Failed: %s", ("/x/",), sys.exc_info()
        )


@pytest.mark.parametrize("formatter", [TextFormatter(), JsonFormatter()])
def test_an_exception_is_logged_without_its_words(formatter: logging.Formatter) -> None:
    """Its kind and its lines are there; what it says, which may quote a row, is not."""
    line = formatter.format(_failed())
    assert "ValueError at test_logs.py:" in line
    assert "Failed: /x/" in line
    assert SECRET not in line


def test_a_line_of_json_is_one_object_on_one_line() -> None:
    """A machine that gathers logs reads time, level, logger and text."""
    line = JsonFormatter().format(_failed())
    assert "\n" not in line
    assert json.loads(line).keys() == {"time", "level", "logger", "text", "fault"}
