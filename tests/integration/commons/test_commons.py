# SPDX-License-Identifier: EUPL-1.2
"""The commons on a real database: registered, found, judged, counted."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import psycopg
import pytest

from gearskifte.commons import service
from gearskifte.commons.catalogue import Catalogue
from gearskifte.commons.embedding import OfflineEmbedder
from gearskifte.commons.queries import find_entry, judgements, own_entries, replies
from gearskifte.commons.rules.portfolio import (
    Answer,
    Phase,
    Stage,
    municipalities_in,
    topic_of,
)
from gearskifte.commons.service import NewEntry
from gearskifte.commons.thesaurus import Written
from gearskifte.demo.neighbours import invented, seed_commons
from tests.unit.commons.feeds import NOW, later

pytestmark = pytest.mark.integration

Web = psycopg.Connection[tuple[Any, ...]]
SELF_DRIVING = 16


def _idea(title: str, description: str, municipality: str = "Korsbæk") -> NewEntry:
    return NewEntry(uuid4(), municipality, title, description)


def test_sixteen_wordings_are_found_to_be_one_topic(web: Web) -> None:
    """Of the sixteen on self-driving, at least fourteen are proposed together, and none else."""
    model = OfflineEmbedder()
    entries = [each.entry for each in invented()]
    chosen = entries[:SELF_DRIVING] + entries[SELF_DRIVING::6]
    with web.cursor() as cursor:
        service.register(cursor, chosen, NOW, model)
        catalogue = Catalogue()
        catalogue.freshen(cursor)
        asked = Written(chosen[0].title, chosen[0].description)
        near = catalogue.by_meaning(asked, model, without=chosen[0].id, most=20)
        wanted = {each.id for each in entries[:SELF_DRIVING]}
        proposed = {found.entry.id for found in near}
        assert len(proposed & wanted) + 1 >= 14
        assert not proposed - wanted
        for other in proposed:
            service.judge_pair(cursor, chosen[0].id, other, same=True, at=NOW)
        topic = topic_of(chosen[0].id, judgements(cursor)[0])
        found = [find_entry(cursor, each) for each in topic]
        owners = {each.id: (each.municipality, each.alive_at) for each in found if each}
        assert municipalities_in(topic, owners, NOW) == len(proposed) + 1
        assert municipalities_in(topic, owners, later(200)) == 0


def test_what_is_saved_is_found_at_once(web: Web) -> None:
    """An entry is in both lists of a process that asks after it was committed, and says why."""
    model = OfflineEmbedder()
    catalogue = Catalogue()
    with web.cursor() as cursor:
        catalogue.freshen(cursor)
        assert catalogue.by_words("skraldesp") == []
        mine = _idea("Smarte skraldespande", "Sensorer siger til, når de er fulde.")
        service.register(cursor, [mine], NOW, model)
        catalogue.freshen(cursor)
        (by_words,) = catalogue.by_words("nye skraldesp")
        assert by_words.entry.id == mine.id
        asked = Written("Tømning efter behov", "Målere i spandene melder, hvor fulde de er.")
        (by_meaning,) = catalogue.by_meaning(asked, model)
        assert by_meaning.entry.id == mine.id
        assert by_meaning.topic
        assert catalogue.by_meaning(Written("Valgkort", "Brevstemmer optælles."), model) == []


def test_a_changed_entry_is_found_once(web: Web) -> None:
    """A new phase replaces the entry in the lists, and stands there in its newest form."""
    catalogue = Catalogue()
    with web.cursor() as cursor:
        mine = _idea("Robotplæneklipper", "Klipper boldbanen om natten.")
        service.register(cursor, [mine], NOW, None)
        catalogue.freshen(cursor)
        stopped = Stage(Phase.STOPPED, because="Den kørte i bækken.")
        service.enter_phase(cursor, mine.id, "Korsbæk", stopped, later(1))
        catalogue.freshen(cursor)
        (found,) = catalogue.by_words("robotplæne")
        assert (found.entry.phase, found.entry.because) == (Phase.STOPPED, "Den kørte i bækken.")


def test_only_the_owner_moves_an_entry(web: Web) -> None:
    """Another municipality can neither change an entry's phase nor keep it alive."""
    with web.cursor() as cursor:
        theirs = _idea("Delebiler", "Vogne på tværs.", "Andeby")
        service.register(cursor, [theirs], NOW, None)
        service.enter_phase(cursor, theirs.id, "Korsbæk", Stage(Phase.RUNNING), later(1))
        service.say_alive(cursor, theirs.id, "Korsbæk", later(1))
        kept = find_entry(cursor, theirs.id)
        assert kept is not None
        assert (kept.phase, kept.alive_at) == (Phase.IDEA, NOW)
        assert [each.id for each in own_entries(cursor, "Andeby")] == [theirs.id]


def test_the_newest_answer_counts(web: Web) -> None:
    """A pair is judged either way, an answer given again replaces the first."""
    with web.cursor() as cursor:
        one, other = _idea("A", "a"), _idea("B", "b", "Andeby")
        service.register(cursor, [one, other], NOW, None)
        service.judge_pair(cursor, one.id, other.id, same=True, at=NOW)
        service.judge_pair(cursor, other.id, one.id, same=False, at=NOW)
        assert judgements(cursor)[0] == []
        service.answer_entry(cursor, one.id, other.id, Answer.WAIT, NOW)
        service.answer_entry(cursor, one.id, other.id, Answer.JOIN, NOW)
        assert replies(cursor, one.id) == {other.id: Answer.JOIN}


def test_the_demo_is_seeded_once(worker: Web) -> None:
    """Some hundred entries are there, and a second seeding adds none; meanings are read later."""
    with worker.cursor() as cursor:
        count = seed_commons(cursor, NOW, "Korsbæk")
        assert count >= 300
        assert seed_commons(cursor, NOW, "Korsbæk") == 0
        assert cursor.execute("SELECT count(*) FROM commons_entry").fetchone() == (count,)
        assert service.read_meanings(cursor, OfflineEmbedder(), most=2) == 2
