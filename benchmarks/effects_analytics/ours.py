# SPDX-License-Identifier: EUPL-1.2
"""The five analyses as the product makes them; prints what was counted, as JSON."""

from __future__ import annotations

import json
import sys

from gearskifte.effects.analytics import opened, report

DECIDED = ("01_HOOFD_510_2", "01_HOOFD_510_3", "01_HOOFD_510_4")

with opened([sys.argv[1]], threads=2) as log:
    found = report(log, DECIDED, most=1)
print(
    json.dumps(
        {
            "cases": found.throughput.cases,
            "edges": found.edges_total,
            "variants": found.variants_total,
            "rework": found.cases_with_rework,
            "median_days": round(found.throughput.median_days, 6),
        }
    )
)
