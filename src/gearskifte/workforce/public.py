# SPDX-License-Identifier: EUPL-1.2
"""The door of the workforce: everything other rooms and connectors may use."""

from __future__ import annotations

from gearskifte.workforce.queries import measured_freed
from gearskifte.workforce.reading import read_loans, read_municipality, read_outlook
from gearskifte.workforce.rules.hands.files import Kind, file_kind
from gearskifte.workforce.rules.hands.inputs import FreedHours, Service
from gearskifte.workforce.rules.hands.loop import Measured, MeasuredBy, Use
from gearskifte.workforce.rules.hands.outlook import Choice, Lacking, Outlook, Part
from gearskifte.workforce.rules.hands.region import Lent, Together, lent, plan_together
from gearskifte.workforce.rules.moves.loans import Loan
from gearskifte.workforce.rules.population.abridged import Reproduced, reproduce
from gearskifte.workforce.rules.population.backtest import BackTest, backtest, choose_origins
from gearskifte.workforce.rules.population.counts import Population, Sex
from gearskifte.workforce.rules.population.reading import population_of
from gearskifte.workforce.rules.population.vintages import Grade, base_year, grade
from gearskifte.workforce.rules.promised import CLAIMS, COUNTED, Came, Claim, graded
from gearskifte.workforce.rules.statistics import (
    LICENCE,
    Category,
    Period,
    Provenance,
    StatTable,
    Variable,
    parse_period,
)
from gearskifte.workforce.service import keep_file, note_freed, say_use, use_file

__all__ = [
    "CLAIMS",
    "COUNTED",
    "LICENCE",
    "BackTest",
    "Came",
    "Category",
    "Choice",
    "Claim",
    "FreedHours",
    "Grade",
    "Kind",
    "Lacking",
    "Lent",
    "Loan",
    "Measured",
    "MeasuredBy",
    "Outlook",
    "Part",
    "Period",
    "Population",
    "Provenance",
    "Reproduced",
    "Service",
    "Sex",
    "StatTable",
    "Together",
    "Use",
    "Variable",
    "backtest",
    "base_year",
    "choose_origins",
    "file_kind",
    "grade",
    "graded",
    "keep_file",
    "lent",
    "measured_freed",
    "note_freed",
    "parse_period",
    "plan_together",
    "population_of",
    "read_loans",
    "read_municipality",
    "read_outlook",
    "reproduce",
    "say_use",
    "use_file",
]
