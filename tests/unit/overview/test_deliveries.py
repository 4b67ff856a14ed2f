# SPDX-License-Identifier: EUPL-1.2
"""The table of what was delivered: read whole, or refused with the line that is wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from gearskifte.kernel.errors import InputRefused
from gearskifte.overview.rules.deliveries import DeliveryLine, read_deliveries_csv, untold

pytestmark = pytest.mark.unit

HEAD = "bevilling;ydelse;fra;til;leveret;enhed\n"
GRANT = UUID(int=7)
ROW = f"{GRANT};Rengøring;2026-11-02;2026-11-08;1,5;timer\n"
LINE = DeliveryLine(
    GRANT, "Rengøring", date(2026, 11, 2), date(2026, 11, 8), Decimal("1.5"), "timer"
)


def test_a_row_says_how_much_of_what_and_when() -> None:
    """An empty line and a mark at the beginning of the file are nothing; nought is an amount."""
    none = ROW.replace("1,5", "0").replace("11-02", "11-01")
    first, second = read_deliveries_csv("\ufeff" + HEAD + ROW + ";;;;;\n" + none)
    assert first == LINE
    assert second.amount == 0


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        (str(GRANT), "7", "UUID"),
        ("2026-11-02", "2/11", "dato"),
        ("2026-11-08", "2026-11-01", "før"),
        ("1,5", "1.5", "leveret"),
        ("1,5", "-1", "leveret"),
        ("1,5", "", "leveret"),
        ("timer", "t", "enhed"),
    ],
)
def test_a_fault_is_told_with_its_line(was: str, becomes: str, said: str) -> None:
    """Whatever is wrong in one row refuses the table, and says where."""
    good = ROW.replace("11-02", "11-01")
    with pytest.raises(InputRefused, match="GS-OVW-030") as refused:
        read_deliveries_csv(HEAD + good + ROW.replace(was, becomes, 1))
    assert "Linje 3" in refused.value.why.da
    assert said in refused.value.why.da


def test_a_row_that_is_there_twice_is_a_fault() -> None:
    """Nobody guesses which of the two amounts holds."""
    with pytest.raises(InputRefused, match="GS-OVW-030"):
        read_deliveries_csv(HEAD + ROW + ROW.replace("1,5", "2"))


def test_a_column_that_is_not_there_is_a_fault() -> None:
    """The first line names the columns."""
    with pytest.raises(InputRefused, match="GS-OVW-030"):
        read_deliveries_csv(HEAD.replace(";enhed", "") + ROW)


def test_what_nobody_tells_of_is_not_known() -> None:
    """A service without a row is unknown, and one with nought is told."""
    assert untold(["Rengøring", "Bad", "Bad"], [LINE]) == ("Bad",)
    assert untold(["Rengøring"], []) == ("Rengøring",)
