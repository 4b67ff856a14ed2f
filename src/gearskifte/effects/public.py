# SPDX-License-Identifier: EUPL-1.2
"""The door of effects: waiting, service, and what changed it."""

from __future__ import annotations

from gearskifte.effects.adopting import Adoption, note_import, note_touch, read_adoptions
from gearskifte.effects.analytics import Engine, LogReport, analyse
from gearskifte.effects.elsewhere import note_series, own_series
from gearskifte.effects.freeing import FreedByPromise, freed_by_promises
from gearskifte.effects.meanings import preview_meaning, read_meanings
from gearskifte.effects.queries import (
    Initiative,
    MeasuredEffect,
    Reckoned,
    Topic,
    pictures_overdue,
    read_effects,
    read_initiatives,
    read_published_deadlines,
    read_topics,
    read_wait_table,
)
from gearskifte.effects.rules.adoption import Use
from gearskifte.effects.rules.aggregation import JointTest, Summary, Summed, joint_test, summed
from gearskifte.effects.rules.answer import Evaluation, Interval, PreTrend, Question
from gearskifte.effects.rules.case_panel import Measure, StartedCase, case_panel
from gearskifte.effects.rules.case_panel import Rule as CaseRule
from gearskifte.effects.rules.comparison import Method
from gearskifte.effects.rules.course import CoursePoint
from gearskifte.effects.rules.deadlines import PublishedDeadline, PublishedDeadlines
from gearskifte.effects.rules.design import LeftOut
from gearskifte.effects.rules.elsewhere import Month, Series
from gearskifte.effects.rules.evaluation import evaluate
from gearskifte.effects.rules.group_time import (
    Base,
    Controls,
    GroupTimeDesign,
    GroupTimes,
    NothingToCompare,
    group_times,
)
from gearskifte.effects.rules.log import DeadlineRule, Milestone
from gearskifte.effects.rules.meaning import Meanings, MeaningVersion
from gearskifte.effects.rules.meaning_change import Change
from gearskifte.effects.rules.meaning_table import Written, read_written, written_of
from gearskifte.effects.rules.meaning_table import as_csv as written_as_csv
from gearskifte.effects.rules.meaning_table import as_json as written_as_json
from gearskifte.effects.rules.multiplier import Bootstrapped
from gearskifte.effects.rules.outcome_names import NAMES as OUTCOME_NAMES
from gearskifte.effects.rules.outcome_names import OutcomeName, of_column, within
from gearskifte.effects.rules.panel import Panel, Scale
from gearskifte.effects.rules.panel_table import NAMES as COLUMN_NAMES
from gearskifte.effects.rules.panel_table import PanelTable, read_panel
from gearskifte.effects.rules.periods import Step
from gearskifte.effects.rules.picture import ServicePicture, Share, share
from gearskifte.effects.rules.power import detectable_before_start
from gearskifte.effects.rules.promise import Detectable, Promise, StaffChange
from gearskifte.effects.rules.promised_outcome import FOLLOWED, PromisedOutcome
from gearskifte.effects.rules.sentences import details, sentence
from gearskifte.effects.rules.snapshot import Rebuilt, rebuild
from gearskifte.effects.rules.together import evaluate_together
from gearskifte.effects.rules.verdict import Direction, Reason, Verdict
from gearskifte.effects.rules.waiting import (
    ExpectedWait,
    PastCase,
    WaitTable,
    expected_wait,
    wait_table,
)
from gearskifte.effects.service import (
    change_staff,
    publish_deadline,
    refresh_pictures,
    register_promise,
    save_version,
)
from gearskifte.effects.store import LogRow, write_log

__all__ = [
    "COLUMN_NAMES",
    "FOLLOWED",
    "OUTCOME_NAMES",
    "Adoption",
    "Base",
    "Bootstrapped",
    "CaseRule",
    "Change",
    "Controls",
    "CoursePoint",
    "DeadlineRule",
    "Detectable",
    "Direction",
    "Engine",
    "Evaluation",
    "ExpectedWait",
    "FreedByPromise",
    "GroupTimeDesign",
    "GroupTimes",
    "Initiative",
    "Interval",
    "JointTest",
    "LeftOut",
    "LogReport",
    "LogRow",
    "MeaningVersion",
    "Meanings",
    "Measure",
    "MeasuredEffect",
    "Method",
    "Milestone",
    "Month",
    "NothingToCompare",
    "OutcomeName",
    "Panel",
    "PanelTable",
    "PastCase",
    "PreTrend",
    "Promise",
    "PromisedOutcome",
    "PublishedDeadline",
    "PublishedDeadlines",
    "Question",
    "Reason",
    "Rebuilt",
    "Reckoned",
    "Scale",
    "Series",
    "ServicePicture",
    "Share",
    "StaffChange",
    "StartedCase",
    "Step",
    "Summary",
    "Summed",
    "Topic",
    "Use",
    "Verdict",
    "WaitTable",
    "Written",
    "analyse",
    "case_panel",
    "change_staff",
    "details",
    "detectable_before_start",
    "evaluate",
    "evaluate_together",
    "expected_wait",
    "freed_by_promises",
    "group_times",
    "joint_test",
    "note_import",
    "note_series",
    "note_touch",
    "of_column",
    "own_series",
    "pictures_overdue",
    "preview_meaning",
    "publish_deadline",
    "read_adoptions",
    "read_effects",
    "read_initiatives",
    "read_meanings",
    "read_panel",
    "read_published_deadlines",
    "read_topics",
    "read_wait_table",
    "read_written",
    "rebuild",
    "refresh_pictures",
    "register_promise",
    "save_version",
    "sentence",
    "share",
    "summed",
    "wait_table",
    "within",
    "write_log",
    "written_as_csv",
    "written_as_json",
    "written_of",
]
