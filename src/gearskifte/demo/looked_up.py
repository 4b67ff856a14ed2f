# SPDX-License-Identifier: EUPL-1.2
"""Who has looked Karen up in the care system of the demo, as that system tells it by itself."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Final

from gearskifte.demo.organisation import CARE, CVR, KLOKKEVAERK
from gearskifte.demo.people import KAREN

LOOKED_IN: Final = KLOKKEVAERK
_VISITS: Final = ((1, 7, 52, "employee"), (8, 7, 49, "employee"), (15, 23, 0, "robot"))
"""So many days ago, at what time (UTC), and who."""


def looked_up(now: datetime) -> bytes:
    """The look-ups of the last weeks in the form that a system sends them in (`docs/api.md`)."""
    lines = [
        {
            "id": f"besøg-{number}",
            "at": (now - timedelta(days=days)).replace(hour=hour, minute=minute).isoformat(),
            "person": KAREN.party.urn,
            "purpose": "supervision" if by == "robot" else "casework",
            "authority": CVR,
            "unit": CARE.name,
            "by": by,
            "legal_basis": "Serviceloven § 83",
        }
        for number, (days, hour, minute, by) in enumerate(_VISITS, 1)
    ]
    return json.dumps({"look_ups": lines, "until": now.isoformat()}).encode()
