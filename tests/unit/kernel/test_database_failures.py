# SPDX-License-Identifier: EUPL-1.2
"""Every error of the database part says what, why and what to do, in two languages."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from gearskifte.kernel.database import failures
from gearskifte.kernel.errors import DatabaseError

pytestmark = pytest.mark.unit

SAMPLES: dict[Any, Any] = {Path: Path("/srv/data"), str: "Word", int: 7, Sequence[str]: ["one"]}


def _every_failure() -> list[DatabaseError]:
    made = []
    for _, function in inspect.getmembers(failures, inspect.isfunction):
        hints = get_type_hints(function)
        if hints.pop("return") is DatabaseError:
            made.append(function(**{name: SAMPLES[kind] for name, kind in hints.items()}))
    return made


def test_every_error_has_a_code_of_its_own() -> None:
    """The codes run from GS-DB-001 without a gap, each used once."""
    codes = sorted(error.code for error in _every_failure())
    assert codes == [f"GS-DB-{number:03}" for number in range(1, len(codes) + 1)]
    assert codes


def test_every_sentence_is_there_in_both_languages() -> None:
    """Each of the three sentences is whole, and the Danish one is not the English one."""
    for error in _every_failure():
        for text in (error.what, error.why, error.do):
            assert text.da != text.en, error.code
            for sentence in (text.da, text.en):
                assert sentence[0].isupper() or sentence.startswith("/"), error.code
        assert error.what.da.endswith("."), error.code
