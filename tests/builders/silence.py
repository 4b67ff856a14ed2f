# SPDX-License-Identifier: EUPL-1.2
"""Sources that fail in every way, and what the citizen's page may say of an empty list then.

A draw decides for each source when it was last heard, how long it may be silent, and whether it was
ever heard at all. By brute force an empty list is *none* only when every source that is agreed on
was heard within its time; the page is read as HTML, the way a citizen meets it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from django.test import RequestFactory
from psycopg import Connection

from gearskifte.kernel.access import Access
from gearskifte.overview.places import OWN
from gearskifte.overview.public import Guide, SourcePromise, publish_guide
from gearskifte.overview.publishing import forget_kept
from gearskifte.overview.rules.sources import SILENT_DAYS
from gearskifte.overview.views import overview_context
from gearskifte.ui.public import render

SOURCES: Final = ("Alfa", "Bravo", "Charlie", "Delta")
MOST_AGREED_DAYS: Final = 14
_BOX: Final = re.compile(r'<div class="(gs-empty[^"]*)">')


@dataclass(frozen=True, slots=True)
class Failing:
    """One drawn state of the sources.

    Attributes:
        ages: how long ago each source was heard; None where it never was.
        agreed: how many days each source may be silent, of those for which that is agreed.
    """

    ages: dict[str, timedelta | None]
    agreed: dict[str, int]

    @property
    def vouched_for(self) -> bool:
        """Whether every source has been heard within its time, so that none means none."""
        heard = {name: age for name, age in self.ages.items() if age is not None}
        if not heard or any(self.ages[name] is None for name in self.agreed):
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
    if failing:
        for name in dice.sample(SOURCES, dice.randint(1, len(SOURCES))):
            limit = timedelta(days=agreed.get(name, SILENT_DAYS))
            over = timedelta(microseconds=dice.choice((1, 10**6, 10**12)))
            ages[name] = None if name in agreed and dice.random() < 0.3 else limit + over
    return Failing(ages, agreed)


def inject(worker: Connection[Any], state: Failing, now: datetime) -> None:
    """Let the registry be in that state."""
    with worker.transaction(), worker.cursor() as cursor:
        cursor.execute("DELETE FROM registry_system")
        for name, age in state.ages.items():
            if age is not None:
                cursor.execute(
                    "INSERT INTO registry_system (id, name, heard_at) VALUES (%s, %s, %s)",
                    [name.lower(), name, now - age],
                )
        promises = tuple(SourcePromise(*each) for each in state.agreed.items())
        publish_guide(cursor, Guide(sources=promises), by="test", now=now)
    forget_kept()


def boxes(access: Access) -> list[str]:
    """The kinds of box on the page for its empty lists: "gs-empty" says none."""
    request = RequestFactory().get("/mit-overblik/")
    page = render(request, "overview/mine.html", overview_context(access, OWN))
    return _BOX.findall(page.content.decode())
