# SPDX-License-Identifier: EUPL-1.2
"""One more file of events counted into a folder, and the report of all; prints what was counted."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from gearskifte.effects.daily import add_day, daily_report

DECIDED = ("01_HOOFD_510_2", "01_HOOFD_510_3", "01_HOOFD_510_4")

file = Path(sys.argv[1])
touched = add_day(file.parent, file, DECIDED)
found = daily_report(file.parent, most=1)
print(
    json.dumps(
        {
            "cases": found.throughput.cases,
            "edges": found.edges_total,
            "variants": found.variants_total,
            "rework": found.cases_with_rework,
            "median_days": round(found.throughput.median_days, 6),
            "touched": touched,
        }
    )
)
