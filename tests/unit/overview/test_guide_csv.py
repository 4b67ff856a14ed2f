# SPDX-License-Identifier: EUPL-1.2
"""The published guide as a table: taken as it is written, or refused with the line at fault."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.effects.public import DeadlineRule, PublishedDeadline
from gearskifte.kernel.errors import InputRefused
from gearskifte.overview.rules.guide_csv import COLUMNS, read_guide

pytestmark = pytest.mark.unit

HEAD = ";".join(COLUMNS)


def test_a_table_is_read_as_it_is_written() -> None:
    """Subjects, units, sources and register events, each with what it needs."""
    guide = read_guide(
        f"\ufeff{HEAD}\n"
        "emne;27.35;2026-01-01;56;4;Ankestyrelsen;https://a.example/;https://b.example/;;\n"
        "\n"
        "enhed;Team A;;;;;;;00 00 00 41;man-fre 10-14\n"
        "kilde;Nexus;;2;;;https://c.example/{id};;;\n"
        "hændelse;7654895c;;;;custody-begins;;;;CPR\n"
    )
    (subject,) = guide.subjects
    assert (subject.kle, subject.starts) == ("27.35", date(2026, 1, 1))
    (deadline,) = guide.deadlines.entered
    assert deadline == PublishedDeadline(
        DeadlineRule(56), date(2026, 1, 1), "27.35", link="https://b.example/"
    )
    assert (subject.appeal_weeks, subject.appeal_to) == (4, "Ankestyrelsen")
    assert guide.contact("Team A") == guide.units[0]
    assert guide.sources[0].silent_days == 2
    assert guide.document("Nexus", UUID(int=7)) == f"https://c.example/{UUID(int=7)}"
    assert guide.document("Another", UUID(int=7)) == ""
    event = guide.event("7654895c")
    assert event is not None
    assert (event.means, event.register) == ("custody-begins", "CPR")


def test_a_promise_is_taken_back_in_words_only() -> None:
    """An empty field says nothing new of a deadline; "ingen" takes it back from a day."""
    guide = read_guide(f"{HEAD}\nemne;27;2026-01-01;;4;;;;;\nemne;27.35;2026-01-01;ingen;4;;;;;\n")
    (deadline,) = guide.deadlines.entered
    assert (deadline.topic, deadline.rule) == ("27.35", None)


@pytest.mark.parametrize(
    "line",
    [
        "sag;27.35;2026-01-01;56;4;;;;;",
        "emne;27.3;2026-01-01;56;4;;;;;",
        "emne;27.35;1. jan.;56;4;;;;;",
        "emne;27.35;2026-01-01;otte;4;;;;;",
        "emne;27.35;2026-01-01;0;4;;;;;",
        "emne;27.35;2026-01-01;56;-4;;;;;",
        "emne;27.35;2026-01-01;56;4;;javascript:alert(1);;;",
        "enhed;;;;;;;;00;",
        "kilde;Nexus;;;;;;;;",
        "kilde;Nexus;;2;;;https://c.example/all;;;",
        "hændelse;7654895c;;;;noget;;;;",
    ],
)
def test_a_faulty_line_is_refused_by_its_number(line: str) -> None:
    """Nothing of a table with a fault is used, and the line is named."""
    with pytest.raises(InputRefused, match=r"GS-OVW-010.*Line 3") as refused:
        read_guide(f"{HEAD}\nkilde;Nexus;;2;;;;;;\n{line}\n")
    assert "Linje 3" in refused.value.describe("da")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text makes it fail in another way."""
    for written in (text, f"{HEAD}\n{text}"):
        with suppress(InputRefused):
            read_guide(written)
