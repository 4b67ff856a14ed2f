# SPDX-License-Identifier: EUPL-1.2
"""A finding's path is divided into form and place, and joined to the same path again."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.kernel.errors import Text
from gearskifte.registry.findings import fault_of
from gearskifte.registry.rules.intake import Finding, Severity
from gearskifte.registry.rules.places import divided, joined

pytestmark = pytest.mark.unit

STEPS = st.sampled_from(["/Sag", "[1]", "[27]", " ", "journal:filed", "{}", ",", str(UUID(int=7))])


@given(st.lists(STEPS).map("".join))
def test_a_path_comes_back(path: str) -> None:
    """Whatever stands in a path, form and place make the same path."""
    assert joined(*divided(path)) == path


def test_the_same_fault_in_fifty_places_is_one() -> None:
    """Findings that differ by place alone share what they say."""
    text = Text("Virkning mangler.", "Virkning is missing.")
    found = [
        Finding("rule", Severity.WARNING, f"/Besked/SagIndeks[{number}]/Virkning", text)
        for number in range(50)
    ]
    assert len({fault_of(each)[0] for each in found}) == 1
    assert len({fault_of(each)[1] for each in found}) == 50
    other = Finding("rule", Severity.ERROR, found[0].path, text)
    assert fault_of(other)[0].id != fault_of(found[0])[0].id
