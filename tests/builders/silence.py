# SPDX-License-Identifier: EUPL-1.2
"""Sources that fail in every way, and what the citizen's page may say of an empty list then.

A draw decides for each source when it was last heard, how long it may be silent, and whether it was
ever heard at all, whether it has promised a rhythm besides, and whether what it says it has sent is
here; and whom messages in quarantine name, and for how long others have waited to be read. By brute
force an empty list is *none* only when every source that is agreed on was heard within its time;
the page is read as HTML, the way a citizen meets it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import uuid4

from django.test import RequestFactory
from psycopg import Connection, Cursor

from gearskifte.kernel.access import Access
from gearskifte.overview.places import OWN
from gearskifte.overview.public import Guide, SourcePromise, publish_guide
from gearskifte.overview.publishing import forget_kept
from gearskifte.overview.rules.sources import SILENT_DAYS
from gearskifte.overview.views import overview_context
from gearskifte.registry.public import ON_ITS_WAY, agree
from gearskifte.ui.public import render
from tests.builders.people import ANNA, BO, Person

SOURCES: Final = ("Alfa", "Bravo", "Charlie", "Delta")
MOST_AGREED_DAYS: Final = 14
_BOX: Final = re.compile(r'<div class="(gs-empty[^"]*)">')


@dataclass(frozen=True, slots=True)
class Failing:
    """One drawn state of the sources.

    Attributes:
        ages: how long ago each source was heard; None where it never was.
        agreed: how many days each source may be silent, of those for which that is agreed.
        rhythms: how often each has promised to be heard, of those that have.
        lacking: for how long what a source says it has sent has not been here, where it is not.
        quarantined: of each message in quarantine, whether it names Anna.
        waiting: for how long a message has waited to be read, where one waits.
    """

    ages: dict[str, timedelta | None]
    agreed: dict[str, int]
    rhythms: dict[str, timedelta] = field(default_factory=dict)
    lacking: dict[str, timedelta] = field(default_factory=dict)
    quarantined: tuple[bool, ...] = ()
    waiting: timedelta | None = None

    @property
    def vouched_for(self) -> bool:
        """Whether every source has been heard within its time, so that none means none."""
        heard = {name: age for name, age in self.ages.items() if age is not None}
        if not heard or any(self.ages[name] is None for name in (*self.agreed, *self.rhythms)):
            return False
        if any(since >= ON_ITS_WAY for since in self.lacking.values()):
            return False
        if any(self.quarantined) or (self.waiting is not None and self.waiting >= ON_ITS_WAY):
            return False
        if any(heard[name] > rhythm for name, rhythm in self.rhythms.items()):
            return False
        usual = SILENT_DAYS
        return all(
            age <= timedelta(days=self.agreed.get(name, usual)) for name, age in heard.items()
        )


def draw(dice: Random, *, failing: bool) -> Failing:
    """A state of the sources; with `failing` one at least of them has failed."""
    agreed = {name: dice.randint(1, MOST_AGREED_DAYS) for name in SOURCES if dice.random() < 0.7}
    ages: dict[str, timedelta | None] = {
        name: timedelta(days=agreed.get(name, SILENT_DAYS)) * dice.random() for name in SOURCES
    }
    rhythms = {
        name: age * 2 for name, age in ages.items() if age is not None and dice.random() < 0.3
    }
    lacking = {name: ON_ITS_WAY * dice.random() for name in SOURCES if dice.random() < 0.2}
    quarantined = (False,) * dice.choice((0, 0, 1, 3))
    waiting = ON_ITS_WAY * dice.random() if dice.random() < 0.3 else None
    way = dice.random() if failing else 1.0
    if failing and way < 0.5:
        for name in dice.sample(SOURCES, dice.randint(1, len(SOURCES))):
            _fail(dice, name, ages, agreed, rhythms, lacking)
    elif way < 0.75:
        quarantined = (*quarantined, True)
    elif failing:
        waiting = ON_ITS_WAY * (1 + dice.choice((0, 1, 1000)) * dice.random())
    return Failing(ages, agreed, rhythms, lacking, quarantined, waiting)


def _fail(
    dice: Random,
    name: str,
    ages: dict[str, timedelta | None],
    agreed: dict[str, int],
    rhythms: dict[str, timedelta],
    lacking: dict[str, timedelta],
) -> None:
    """Let one source fail: by silence, by a word that was not kept, or by what is not here."""
    over, way = timedelta(microseconds=dice.choice((1, 10**6, 10**12))), dice.random()
    age = ages[name]
    if way < 0.3 and age is not None:
        lacking[name] = ON_ITS_WAY + over - timedelta(microseconds=1)
    elif way < 0.5 and age is not None:
        rhythms[name] = age / 2
        ages[name] = age / 2 + over
    else:
        limit = timedelta(days=agreed.get(name, SILENT_DAYS))
        never = (name in agreed or name in rhythms) and dice.random() < 0.3
        ages[name] = None if never else limit + over
        if never:
            lacking.pop(name, None)


def inject(owner: Connection[Any], state: Failing, now: datetime) -> None:
    """Let the registry be in that state; by the owner's rights, as a rhythm is never taken back."""
    with owner.transaction(), owner.cursor() as cursor:
        cursor.execute("DELETE FROM registry_inventory")
        cursor.execute("DELETE FROM registry_rhythm")
        cursor.execute("DELETE FROM registry_system")
        cursor.execute("DELETE FROM registry_unread")
        cursor.execute("DELETE FROM registry_raw_message")
        for name, age in state.ages.items():
            if age is not None or name in state.rhythms:
                cursor.execute(
                    "INSERT INTO registry_system (id, name, heard_at) VALUES (%s, %s, %s)",
                    [name.lower(), name, None if age is None else now - age],
                )
        for name, rhythm in state.rhythms.items():
            agree(cursor, name.lower(), every=rhythm, grace=timedelta(), now=now)
        for name, since in state.lacking.items():
            _say_more_was_sent(cursor, name.lower(), now - since)
        for names_her in state.quarantined:
            _leave_unread(cursor, ANNA if names_her else BO, now - timedelta(days=1))
        if state.waiting is not None:
            _leave_unread(cursor, None, now - state.waiting)
        promises = tuple(SourcePromise(*each) for each in state.agreed.items())
        publish_guide(cursor, Guide(sources=promises), by="test", now=now)
    forget_kept()


def _say_more_was_sent(cursor: Cursor[Any], system: str, at: datetime) -> None:
    """An inventory that differs from what is here, in a message that came then."""
    cursor.execute(
        "WITH m AS (INSERT INTO registry_raw_message (received_at, interface, origin, system,"
        "               status, sha256, body, size, message_id)"
        "           VALUES (%s, 'inventory', 'test', %s, 'read', %s, '', 0, '') RETURNING id)"
        " INSERT INTO registry_inventory (id, message_id, system, kind, until, number, hash, ours,"
        "     agrees, missing)"
        " SELECT gen_random_uuid(), id, %s, 'case', %s, 5, '', 3, false, '[]' FROM m",
        [at, system, uuid4().bytes * 2, system, at],
    )


def _leave_unread(cursor: Cursor[Any], named: Person | None, at: datetime) -> None:
    """A message that came then: in quarantine and naming somebody, or not read yet."""
    cursor.execute(
        "WITH m AS (INSERT INTO registry_raw_message (received_at, interface, origin, system,"
        "               status, sha256, body, size, message_id)"
        "           VALUES (%s, '', 'test', '', %s, %s, '', 0, '') RETURNING id)"
        " INSERT INTO registry_unread (message_id, person_id)"
        " SELECT id, %s FROM m WHERE %s",
        [
            at,
            "quarantined" if named else "received",
            uuid4().bytes * 2,
            named.id if named else None,
            named is not None,
        ],
    )


def boxes(access: Access) -> list[str]:
    """The kinds of box on the page for its empty lists: "gs-empty" says none."""
    request = RequestFactory().get("/mit-overblik/")
    page = render(request, "overview/mine.html", overview_context(access, OWN))
    return _BOX.findall(page.content.decode())
