# SPDX-License-Identifier: EUPL-1.2
"""Who hears of what, and the worker: it reads what the API has kept and tells what happened."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Mapping
from functools import partial
from typing import Final

from gearskifte.app.boot import Installation
from gearskifte.app.fellowship import keep_in_touch
from gearskifte.app.intake import keep_taking_in
from gearskifte.app.trials import trying
from gearskifte.commons.public import OfflineEmbedder, read_new_meanings
from gearskifte.commons.reactions import count_reuse
from gearskifte.effects.public import refresh_pictures
from gearskifte.effects.reactions import count_cases, forget_cases, note_act, note_time
from gearskifte.kernel.events import Receiver, deliver
from gearskifte.kernel.time import system_now
from gearskifte.overview.public import channels, gather_news, renew_waits, send_messages
from gearskifte.overview.reactions import (
    forget_objects,
    note_person,
    remember_payment,
    remember_progress,
    remember_robot,
)
from gearskifte.registry.public import Intake, judge_references, read_new, refresh, take_in
from gearskifte.robots.public import tell_acts
from gearskifte.robots.reactions import begin_robots
from gearskifte.workforce.public import note_freed

SUBSCRIPTIONS: Final[Mapping[str, tuple[Receiver, ...]]] = {
    "CasesChanged": (count_cases,),
    "CaseProgressed": (remember_progress, begin_robots),
    "ObjectsErased": (forget_objects, forget_cases),
    "PaymentAnnounced": (remember_payment,),
    "RobotRunFinished": (count_reuse,),
    "PersonEventReceived": (note_person,),
    "RobotActed": (note_act, remember_robot),
    "WorkTimed": (note_time,),
}
"""Event → the reactions that hear of it."""

PAUSE_SECONDS: Final = 0.2
JUDGE_SECONDS: Final = 10.0
"""How often references that point nowhere are looked for: what they point at may be on its way."""

COUNT_SECONDS: Final = 60.0
"""Service is counted when nobody waits to be read or heard, and at least so often.

Freed hours are noted with it when anything has happened since, and at least so often: what they
are made from is read whole, which an idle worker need not do five times a second.
"""


def work(installed: Installation, *, once: bool) -> None:
    """Read messages, deliver events and keep cards fresh, until told to stop or once."""
    stop = threading.Event()
    if not once:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    with trying(installed, stop, once=once):
        keep_taking_in(installed, stop, lambda intake: _work(installed, intake, stop, once=once))


def _tell_citizens(installed: Installation, intake: Intake) -> int:
    """Tell citizens that there is news; how much was decided, sent or looked after."""
    config, now = installed.config, system_now()
    gathered = gather_news(intake.connection, now)
    ways = channels(config)
    return gathered + send_messages(intake.connection, ways, intake.vault, config, now)


def _work(installed: Installation, intake: Intake, stop: threading.Event, *, once: bool) -> None:
    unjudged: set[int] = set()
    model = OfflineEmbedder()
    meet = keep_in_touch(installed)
    judged_at = counted_at = noted_at = time.monotonic()
    stirred = True
    while not stop.is_set():
        read = read_new(intake)
        unjudged |= read
        tried = deliver(intake.connection, SUBSCRIPTIONS, system_now())
        acted = tell_acts(intake.connection, intake.vault, partial(take_in, intake))
        understood = read_new_meanings(intake.connection, model)
        meet(intake.connection, system_now())
        told = _tell_citizens(installed, intake)
        busy = bool(read or tried or acted or understood or told)
        stirred = stirred or busy
        freshened = refresh(intake.connection, system_now())
        counted = 0
        if not busy or time.monotonic() > counted_at + COUNT_SECONDS:
            counted = refresh_pictures(intake.connection, system_now())
            counted_at = time.monotonic()
            if stirred or counted or counted_at > noted_at + COUNT_SECONDS:
                counted += note_freed(intake.connection, system_now())
                stirred, noted_at = False, counted_at
        idle = not (busy or freshened or counted)
        if unjudged and (time.monotonic() > judged_at + JUDGE_SECONDS or (once and idle)):
            judge_references(intake, unjudged)
            unjudged, judged_at = set(), time.monotonic()
        if idle and renew_waits(intake.connection, system_now()):
            continue
        if idle:
            if once:
                return
            stop.wait(PAUSE_SECONDS)
    judge_references(intake, unjudged)
