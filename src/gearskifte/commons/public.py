# SPDX-License-Identifier: EUPL-1.2
"""The door of the commons."""

from __future__ import annotations

from gearskifte.commons.embedding import OfflineEmbedder
from gearskifte.commons.federation import Hub, fetch_from
from gearskifte.commons.feeding import hear_others, tell_others
from gearskifte.commons.fields import field_of_topics
from gearskifte.commons.importing import import_catalogue
from gearskifte.commons.living import keep_alive
from gearskifte.commons.pools import NewPool, join, open_pool
from gearskifte.commons.reuse import add_effect, add_reuse
from gearskifte.commons.rules.pools import Share
from gearskifte.commons.rules.portfolio import (
    UNNAMED,
    Field,
    Origin,
    Paper,
    Phase,
    Plan,
    Stage,
)
from gearskifte.commons.rules.reuse import How, Method, Metric, Reused, ToldEffect
from gearskifte.commons.rules.topics import Topic
from gearskifte.commons.service import (
    NewEntry,
    decide,
    enter_phase,
    judge_pair,
    keep_plan,
    read_new_meanings,
    register,
    say_alive,
)
from gearskifte.commons.telling import Here
from gearskifte.commons.thesaurus import Written, read_topics

__all__ = [
    "UNNAMED",
    "Field",
    "Here",
    "How",
    "Hub",
    "Method",
    "Metric",
    "NewEntry",
    "NewPool",
    "OfflineEmbedder",
    "Origin",
    "Paper",
    "Phase",
    "Plan",
    "Reused",
    "Share",
    "Stage",
    "ToldEffect",
    "Topic",
    "Written",
    "add_effect",
    "add_reuse",
    "decide",
    "enter_phase",
    "fetch_from",
    "field_of_topics",
    "hear_others",
    "import_catalogue",
    "join",
    "judge_pair",
    "keep_alive",
    "keep_plan",
    "open_pool",
    "read_new_meanings",
    "read_topics",
    "register",
    "say_alive",
    "tell_others",
]
