# SPDX-License-Identifier: EUPL-1.2
"""The reference in the documentation is the program's own."""

from __future__ import annotations

import pytest

from scripts.reference import PAGES, REFERENCE

pytestmark = pytest.mark.architecture


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_reference_says_what_the_program_says(name: str) -> None:
    """Every command, setting and error code stands in the documentation as it is now."""
    written = (REFERENCE / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), f"docs/reference/{name} is old: run `just reference`"
