# SPDX-License-Identifier: EUPL-1.2
"""What was delivered of the help that is granted in the demo, as the care system tells it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from gearskifte.demo.identity import identify
from gearskifte.demo.organisation import KLOKKEVAERK

TELLER: Final = KLOKKEVAERK.name
_MINUTES: Final = (45, 45, 0, 45, 45, 45)
"""Of every other week, the newest first; once nobody came."""

_FORTNIGHT: Final = timedelta(days=14)


def delivered_table(today: date) -> str:
    """Karen's cleaning, fortnight by fortnight, as the table that a system hands over."""
    grant = identify("grant", "karen", "cleaning")
    monday = today - timedelta(days=today.weekday())
    lines = ["bevilling;ydelse;fra;til;leveret;enhed"]
    for number, minutes in enumerate(_MINUTES, 1):
        first = monday - number * _FORTNIGHT
        last = first + timedelta(days=6)
        lines.append(f"{grant};Rengøring i hjemmet;{first};{last};{minutes};minutter")
    return "\n".join(lines)
