# SPDX-License-Identifier: EUPL-1.2
"""The door of the workforce: everything other rooms and connectors may use."""

from __future__ import annotations

from gearskifte.workforce.rules.population.backtest import BackTest, backtest, choose_origins
from gearskifte.workforce.rules.population.counts import Population, Sex
from gearskifte.workforce.rules.population.reading import population_of
from gearskifte.workforce.rules.statistics import (
    LICENCE,
    Category,
    Period,
    Provenance,
    StatTable,
    Variable,
    parse_period,
)

__all__ = [
    "LICENCE",
    "BackTest",
    "Category",
    "Period",
    "Population",
    "Provenance",
    "Sex",
    "StatTable",
    "Variable",
    "backtest",
    "choose_origins",
    "parse_period",
    "population_of",
]
