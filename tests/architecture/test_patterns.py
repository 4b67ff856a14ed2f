# SPDX-License-Identifier: EUPL-1.2
"""What regular expressions may use, so that they match the same in every Python we run on."""

from __future__ import annotations

import re

import pytest

from tests.architecture.tree import files, place, refuse, text

pytestmark = pytest.mark.architecture

# CPython issue 106052, mended in 3.11.5; Debian 12 has 3.11.2.
POSSESSIVE_GROUP = re.compile(r"\)[*+?]\+|\)\{[\d,]+\}\+|\(\?>")


def test_no_group_is_repeated_possessively() -> None:
    """Only a letter is repeated possessively: a group may match too much on Debian's Python."""
    refuse(
        place(path, number)
        for path in files(".py")
        if path.name != "test_patterns.py"
        for number, line in enumerate(text(path).splitlines(), start=1)
        if POSSESSIVE_GROUP.search(line)
    )
