# SPDX-License-Identifier: EUPL-1.2
"""The door of the effects room."""

from __future__ import annotations

from gearskifte.effects.rules.aggregation import JointTest, Summary, Summed, joint_test, summed
from gearskifte.effects.rules.answer import Evaluation, Interval, PreTrend, Question
from gearskifte.effects.rules.case_panel import Measure, StartedCase, case_panel
from gearskifte.effects.rules.case_panel import Rule as CaseRule
from gearskifte.effects.rules.comparison import Method
from gearskifte.effects.rules.course import CoursePoint
from gearskifte.effects.rules.design import LeftOut
from gearskifte.effects.rules.evaluation import evaluate
from gearskifte.effects.rules.group_time import (
    Base,
    Controls,
    GroupTimeDesign,
    GroupTimes,
    NothingToCompare,
    group_times,
)
from gearskifte.effects.rules.multiplier import Bootstrapped
from gearskifte.effects.rules.panel import Panel, Scale
from gearskifte.effects.rules.panel_table import NAMES as COLUMN_NAMES
from gearskifte.effects.rules.panel_table import PanelTable, read_panel
from gearskifte.effects.rules.periods import Step
from gearskifte.effects.rules.power import detectable_before_start
from gearskifte.effects.rules.sentences import details, sentence
from gearskifte.effects.rules.together import evaluate_together
from gearskifte.effects.rules.verdict import Direction, Reason, Verdict

__all__ = [
    "COLUMN_NAMES",
    "Base",
    "Bootstrapped",
    "CaseRule",
    "Controls",
    "CoursePoint",
    "Direction",
    "Evaluation",
    "GroupTimeDesign",
    "GroupTimes",
    "Interval",
    "JointTest",
    "LeftOut",
    "Measure",
    "Method",
    "NothingToCompare",
    "Panel",
    "PanelTable",
    "PreTrend",
    "Question",
    "Reason",
    "Scale",
    "StartedCase",
    "Step",
    "Summary",
    "Summed",
    "Verdict",
    "case_panel",
    "details",
    "detectable_before_start",
    "evaluate",
    "evaluate_together",
    "group_times",
    "joint_test",
    "read_panel",
    "sentence",
    "summed",
]
