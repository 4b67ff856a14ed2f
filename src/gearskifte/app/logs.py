# SPDX-License-Identifier: EUPL-1.2
"""How the lines of the log are written: as text, or as JSON for a machine that gathers them.

An exception is written as its kind and where it came from, never in its own words: those of a
database quote the row that was wrong, and so may hold a CPR number.
"""

from __future__ import annotations

import json
import logging
import time
from types import TracebackType

from gearskifte.kernel.faults import describe

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class TextFormatter(logging.Formatter):
    """`2026-11-29T03:45:00Z ERROR django.request: …` on one line."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%SZ")
        self.converter = time.gmtime  # every line in UTC

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - logging's name for it
        """The kind and the places of an exception."""
        return describe(ei[1]) if ei[1] is not None else ""

    def formatStack(self, stack_info: str) -> str:  # noqa: N802 - logging's name for it
        """Nothing: source lines may hold values."""
        return ""


class JsonFormatter(TextFormatter):
    """One JSON object a line: time, level, logger, text and, where there is one, fault."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line = {
            "time": self.formatTime(record, self.datefmt),
            "level": record.levelname,
            "logger": record.name,
            "text": record.getMessage(),
        }
        if record.exc_info:
            line["fault"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
