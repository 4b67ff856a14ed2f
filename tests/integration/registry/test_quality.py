# SPDX-License-Identifier: EUPL-1.2
"""The quality report: rules by system and month, and the citizens who see it."""

from __future__ import annotations

from datetime import date

import pytest

from gearskifte.kernel.errors import Text
from gearskifte.registry.public import Finding, Severity, as_csv, quality_by_month
from gearskifte.registry.quality import earlier_month
from tests.builders.desk import Desk
from tests.builders.facts import case, object_id
from tests.builders.messages import message
from tests.builders.people import ANNA, BO

pytestmark = pytest.mark.integration


def _fault(name: str) -> Finding:
    text = Text("Der mangler noget.", "Something is missing.")
    return Finding("TEST.rule", Severity.ERROR, "/x", text, object_id(name))


def test_faults_are_counted_by_month_with_those_who_see_them(desk: Desk) -> None:
    """Times, objects, citizens who have one on their page, and messages sent."""
    desk.take(
        message(case("a", ANNA, BO), findings=(_fault("a"),)),
        message(case("b", ANNA), findings=(_fault("b"), _fault("b"))),
        message(case("c", ANNA)),
    )
    (told,) = quality_by_month(desk.connection.cursor(), date(2024, 6, 15))
    assert (told.month, told.rule) == (date(2024, 6, 1), "TEST.rule")
    assert (told.number, told.objects, told.citizens, told.messages) == (3, 2, 2, 3)


def test_the_csv_has_a_line_for_each_month_and_rule(desk: Desk) -> None:
    """With the columns named, for a Danish spreadsheet."""
    desk.take(message(case("a", ANNA), findings=(_fault("a"),)))
    head, line, rest = as_csv(quality_by_month(desk.connection.cursor(), date(2024, 6, 1))).split(
        "\r\n"
    )
    assert head.startswith("system;system_name;month;rule;severity;number")
    assert "2024-06-01;TEST.rule;error;1;1;1;1;Der mangler noget." in line
    assert rest == ""


def test_one_goes_back_only_to_months_with_messages(desk: Desk) -> None:
    """The month before the first message is nowhere; empty months between are passed over."""
    desk.take(message(case("a", ANNA)))
    cursor = desk.connection.cursor()
    assert earlier_month(cursor, date(2024, 9, 1)) == date(2024, 6, 1)
    assert earlier_month(cursor, date(2024, 6, 1)) is None
