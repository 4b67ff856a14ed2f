# SPDX-License-Identifier: EUPL-1.2
"""The demo's national commons: invented entries of the 98 municipalities.

Among them sixteen on self-driving vehicles, in sixteen wordings; the others are put together from
the thesaurus's own wordings, two for each. The same seed gives the same entries.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from psycopg import Cursor

from gearskifte.commons.rules.portfolio import UNNAMED, Phase, Stage
from gearskifte.commons.service import NewEntry, register
from gearskifte.commons.thesaurus import FOLDER, read_topics

OTHERS: Final = 320
OWN_EVERY: Final = 40
OLDEST: Final = timedelta(days=170)
_SEEDED: Final = UUID("6f1e9c1a-3f0e-4a57-9d0b-5f5b0a9d2c11")
_BECAUSE: Final = "Forsøget viste for få rejser til at betale for drift og tilsyn."


def invented(own: str = "") -> list[NewEntry]:
    """All entries of the demo's national commons, in a fixed order; every 40th is `own`."""
    lines = (FOLDER / "self_driving.tsv").read_text(encoding="utf-8").splitlines()
    entries = []
    for line in lines:
        municipality, phase, title, description = line.split("\t")
        entries.append(_entry(municipality, title, description, Phase(phase)))
    drawn = random.Random(98)  # noqa: S311 - invented data, no secret
    municipalities = (FOLDER / "municipalities.txt").read_text(encoding="utf-8").splitlines()
    topics = [topic for topic in read_topics() if len(topic.wordings) >= 4]
    for number in range(OTHERS):
        topic = topics[number % len(topics)]
        if topic.name == "selvkørende-bus":
            continue
        first, second = drawn.sample(topic.wordings, 2)
        phase = drawn.choice([Phase.IDEA, Phase.PROJECT, Phase.RUNNING])
        title, description = first[0].upper() + first[1:], f"{second[0].upper()}{second[1:]}."
        drawn_municipality = drawn.choice(municipalities)
        municipality = own if own and number % OWN_EVERY == 0 else drawn_municipality
        entries.append(_entry(municipality, title, description, phase))
    return entries


def seed_commons(cursor: Cursor[Any], now: datetime, own: str = "") -> int:
    """Put the invented entries in, spread over the last half year; a second time changes nothing.

    Their meaning is read afterwards, a few at a time, by `read_meanings`.
    """
    entries = invented(own or UNNAMED)
    for number, entry in enumerate(entries):
        at = now - OLDEST * number / len(entries)
        register(cursor, [entry], at, None)
    return len(entries)


def _entry(municipality: str, title: str, description: str, phase: Phase) -> NewEntry:
    stage = Stage(phase)
    if phase is Phase.STOPPED:
        stage = Stage(phase, because=_BECAUSE)
    elif phase is Phase.PILOT:
        stage = Stage(phase, stop_criterion="Færre end ti rejser om dagen efter tre måneder.")
    name = f"{municipality}/{title}"
    return NewEntry(uuid5(_SEEDED, name), municipality, title, description, "", stage)
