# SPDX-License-Identifier: EUPL-1.2
"""The door of the commons."""

from __future__ import annotations

from gearskifte.commons.embedding import OfflineEmbedder
from gearskifte.commons.fields import field_of_topics
from gearskifte.commons.importing import import_catalogue
from gearskifte.commons.pools import NewPool, join, open_pool
from gearskifte.commons.reuse import add_effect, add_reuse
from gearskifte.commons.rules.pools import Share
from gearskifte.commons.rules.portfolio import Field, Origin, Phase, Plan, Stage
from gearskifte.commons.rules.reuse import How, Method, Metric, Reused, ToldEffect
from gearskifte.commons.rules.topics import Topic
from gearskifte.commons.service import (
    NewEntry,
    decide,
    enter_phase,
    judge_pair,
    read_new_meanings,
    register,
    say_alive,
)
from gearskifte.commons.thesaurus import read_topics

__all__ = [
    "Field",
    "How",
    "Method",
    "Metric",
    "NewEntry",
    "NewPool",
    "OfflineEmbedder",
    "Origin",
    "Phase",
    "Plan",
    "Reused",
    "Share",
    "Stage",
    "ToldEffect",
    "Topic",
    "add_effect",
    "add_reuse",
    "decide",
    "enter_phase",
    "field_of_topics",
    "import_catalogue",
    "join",
    "judge_pair",
    "open_pool",
    "read_new_meanings",
    "read_topics",
    "register",
    "say_alive",
]
