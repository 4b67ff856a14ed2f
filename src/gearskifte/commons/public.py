# SPDX-License-Identifier: EUPL-1.2
"""The door of the commons."""

from __future__ import annotations

from gearskifte.commons.embedding import OfflineEmbedder
from gearskifte.commons.federation import Hub, fetch_from
from gearskifte.commons.feeding import hear_others, read_refused_feeds, tell_others
from gearskifte.commons.fields import field_of_topics
from gearskifte.commons.gathering import gather_own
from gearskifte.commons.held import Held, Reuse, State, body_of, find, listed, reuses
from gearskifte.commons.importing import import_catalogue
from gearskifte.commons.living import keep_alive
from gearskifte.commons.months import tell_months
from gearskifte.commons.package_views import share as share_robot
from gearskifte.commons.packages import (
    believe,
    fill,
    offer,
    publish,
    receive,
    try_next,
)
from gearskifte.commons.packing import Publisher, publisher_of
from gearskifte.commons.pools import NewPool, join, open_pool
from gearskifte.commons.reuse import add_effect, add_reuse
from gearskifte.commons.rules.package import PackageRefused
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
from gearskifte.commons.rules.refusal_words import words_of as refusal_words
from gearskifte.commons.rules.reuse import How, Method, Metric, Ran, Reused, ToldEffect
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
from gearskifte.commons.standing import CommonsNow, commons_now
from gearskifte.commons.telling import Here, share_entry
from gearskifte.commons.thesaurus import Written, read_topics

__all__ = [
    "UNNAMED",
    "CommonsNow",
    "Field",
    "Held",
    "Here",
    "How",
    "Hub",
    "Method",
    "Metric",
    "NewEntry",
    "NewPool",
    "OfflineEmbedder",
    "Origin",
    "PackageRefused",
    "Paper",
    "Phase",
    "Plan",
    "Publisher",
    "Ran",
    "Reuse",
    "Reused",
    "Share",
    "Stage",
    "State",
    "ToldEffect",
    "Topic",
    "Written",
    "add_effect",
    "add_reuse",
    "believe",
    "body_of",
    "commons_now",
    "decide",
    "enter_phase",
    "fetch_from",
    "field_of_topics",
    "fill",
    "find",
    "gather_own",
    "hear_others",
    "import_catalogue",
    "join",
    "judge_pair",
    "keep_alive",
    "keep_plan",
    "listed",
    "offer",
    "open_pool",
    "publish",
    "publisher_of",
    "read_new_meanings",
    "read_refused_feeds",
    "read_topics",
    "receive",
    "refusal_words",
    "register",
    "reuses",
    "say_alive",
    "share_entry",
    "share_robot",
    "tell_months",
    "tell_others",
    "try_next",
]
