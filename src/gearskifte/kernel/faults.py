# SPDX-License-Identifier: EUPL-1.2
"""Writing down a fault that nobody foresaw: what kind it was and where, never in its own words.

The words of an error may quote what somebody sent, and so a CPR number.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path


def write_down(log: logging.Logger, doing: str, error: Exception) -> None:
    """Log the kind of an error and the lines it came through, the innermost first.

    Args:
        log: where to.
        doing: what failed, in a word or two.
        error: caught where it is, so that its way is known.
    """
    log.error("%s: %s", doing, describe(error))


def describe(error: BaseException) -> str:
    """The kind of an error and the lines it came through, innermost first; none of its words."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(each.filename).name}:{each.lineno}" for each in frames[::-1])
    return f"{type(error).__name__} at {places}"
