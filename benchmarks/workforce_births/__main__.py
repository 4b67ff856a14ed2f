# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.workforce_births`: how far simple rules miss five years' births.

Each rule forecasts total fertility in Denmark from every year of 1979-2004 with what was known in
that year, and is held against the mean of the next five. Prints one JSON: errors in percent.
"""

from __future__ import annotations

import json

import numpy as np

from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.population.births import FERTILITY_MEMORY, TREND_KEPT, unborn_sd

FIRST = 1973
PER_1000_WOMEN = (
    1917.0, 1896.8, 1918.8, 1747.2, 1659.8, 1668.5, 1601.6, 1546.4, 1437.1, 1427.3, 1377.4, 1400.1,
    1447.2, 1481.9, 1497.7, 1561.8, 1621.2, 1669.6, 1684.4, 1764.8, 1751.2, 1809.1, 1809.7, 1753.5,
    1756.2, 1725.2, 1738.3, 1774.2, 1745.0, 1724.9, 1759.9, 1785.2, 1802.1, 1847.6, 1843.5, 1888.8,
    1839.6,
)  # fmt: skip
"""Total fertility 1973-2009 (Statistics Denmark, fertility rates by age and time)."""
AHEAD = np.arange(1, 6)
ORIGINS = range(1979, 2005)


def miss(known: Floats, came: Floats, memory: float, kept: float, years: int) -> float:
    """The log error of five years' mean: the newest level, on its way to the mean, with trend."""
    mean, trend = known.mean(), (known[-1] - known[-1 - years]) / years
    path = mean + (known[-1] - mean) * memory**AHEAD + trend * np.cumsum(kept**AHEAD)
    return float(np.log(np.exp(path).mean() / np.exp(came).mean()))


def mean_of_five(known: Floats, came: Floats) -> float:
    """The log error of the last five years' mean."""
    return float(np.log(np.exp(known[-5:]).mean() / np.exp(came).mean()))


def main() -> None:
    """Compare the rules."""
    logs = np.log(np.array(PER_1000_WOMEN) / 1000)
    parts = [(logs[: y - FIRST + 1], logs[y - FIRST + 1 : y - FIRST + 6]) for y in ORIGINS]
    rules = {"mean of five years": [mean_of_five(*part) for part in parts]}
    for memory in (1.0, 0.98, FERTILITY_MEMORY, 0.9):
        for kept in (0.0, 0.25, TREND_KEPT, 0.75):
            name = f"memory {memory}, trend {kept}"
            rules[name] = [miss(*part, memory, kept, 3) for part in parts]
    result = {
        "root_mean_square_percent": {
            name: round(100 * float(np.sqrt(np.mean(np.square(errors)))), 2)
            for name, errors in rules.items()
        },
        "chosen": f"memory {FERTILITY_MEMORY}, trend {TREND_KEPT}",
        "second_differences_sd_percent": round(100 * float(np.diff(logs, n=2).std()), 2),
        "mean": round(float(np.exp(logs.mean())), 3),
        "assumed_sd_percent_five_years_ahead": round(100 * unborn_sd(0, 5, 5), 2),
    }
    print(json.dumps(result, indent=2))


main()
