# SPDX-License-Identifier: EUPL-1.2
"""One message that tells a citizen that there is news, from the change to its end.

A message ends seen, failed and told of, or with a person (eskaleret); only one that has nothing
left to tell before it is sent just goes. It is handed over once: where nobody can say whether it
was, it goes to a person and is not sent again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from gearskifte.kernel.errors import Text

GATHER: Final = timedelta(minutes=10)
"""What changes within this time is told in one message."""
QUIET: Final = timedelta(days=1)
"""A person is sent one message in this time at most."""
GIVE_UP: Final = timedelta(days=1)
"""How long sending is tried again."""
STALE: Final = timedelta(minutes=15)
"""Sending that has not said how it went by then was broken off."""
UNSEEN: Final = timedelta(days=14)
UNTOLD: Final = timedelta(days=1)
LOOK_AGAIN: Final = timedelta(hours=6)
FIRST_PAUSE: Final = timedelta(minutes=5)


class State(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SEEN = "seen"
    TOLD = "told"
    ESCALATED = "escalated"
    DROPPED = "dropped"


ENDED: Final = frozenset((State.SEEN, State.TOLD, State.ESCALATED, State.DROPPED))


class Happening(StrEnum):
    """What a message can meet.

    Attributes:
        TURN: it is looked at, and is sent if it waits.
        GONE: nothing of what it would tell is true any more, or may be shown.
        ACCEPTED, DEFERRED, REFUSED, LOST: what came of handing it over; LOST is that nobody knows.
        VISITED: the citizen has seen the news on their page.
        READ: the citizen has seen the page that tells that a message failed.
    """

    TURN = "turn"
    GONE = "gone"
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    REFUSED = "refused"
    LOST = "lost"
    VISITED = "visited"
    READ = "read"


class Reason(StrEnum):
    """Why a message went to a person."""

    UNSEEN = "unseen"
    UNTOLD = "untold"
    UNKNOWN = "unknown"

    @property
    def words(self) -> Text:
        """The reason in words, for who must do something."""
        return _REASONS[self]


_REASONS: Final = {
    Reason.UNSEEN: Text(
        "Sendt, men borgeren har ikke set nyheden i 14 dage.",
        "Sent, but the citizen has not seen the news for 14 days.",
    ),
    Reason.UNTOLD: Text(
        "Kunne ikke sendes, og borgeren har ikke set det på sin side.",
        "Could not be sent, and the citizen has not seen that on their page.",
    ),
    Reason.UNKNOWN: Text(
        "Ingen kan sige, om den blev sendt. Den sendes ikke igen.",
        "Nobody can say whether it was sent. It is not sent again.",
    ),
}


class Message(msgspec.Struct, frozen=True):
    """A message as it stands.

    Attributes:
        due_at: when patience ends with where it stands now.
        look_at: when it is looked at the next time; None once it has ended.
        began_at: when sending was first tried.
    """

    state: State
    due_at: datetime
    look_at: datetime | None
    attempts: int = 0
    began_at: datetime | None = None
    sent_at: datetime | None = None
    ended_at: datetime | None = None
    reason: Reason | None = None


def new_message(now: datetime, last_sent: datetime | None = None) -> Message:
    """A message about a change that happened now, to a person who last was sent one then."""
    due = now + GATHER
    if last_sent is not None:
        due = max(due, last_sent + QUIET)
    return Message(State.WAITING, due, due)


def after(message: Message, happening: Happening, now: datetime) -> Message:
    """The message after something happened; what cannot happen to it changes nothing."""
    match message.state, happening:
        case State.WAITING, Happening.VISITED:
            return _ended(message, State.SEEN, now)
        case State.WAITING, Happening.GONE if not message.attempts:
            return _ended(message, State.DROPPED, now)
        case State.WAITING, Happening.TURN if now >= message.due_at:
            return msgspec.structs.replace(
                message,
                state=State.SENDING,
                due_at=now + STALE,
                look_at=now + STALE,
                attempts=message.attempts + 1,
                began_at=message.began_at or now,
            )
        case State.SENDING, _:
            return _handed_over(message, happening, now)
        case (State.SENT, Happening.VISITED):
            return _ended(message, State.SEEN, now)
        case (State.FAILED, Happening.READ):
            return _ended(message, State.TOLD, now)
        case (State.SENT | State.FAILED, Happening.TURN):
            return _looked_at(message, now)
        case _:
            return message


def _handed_over(message: Message, happening: Happening, now: datetime) -> Message:
    match happening:
        case Happening.ACCEPTED:
            return _waits(message, State.SENT, now, UNSEEN, sent_at=now)
        case Happening.REFUSED:
            return _waits(message, State.FAILED, now, UNTOLD)
        case Happening.DEFERRED:
            again = now + FIRST_PAUSE * 2 ** min(message.attempts - 1, 6)
            if again > (message.began_at or now) + GIVE_UP:
                return _waits(message, State.FAILED, now, UNTOLD)
            return msgspec.structs.replace(
                message, state=State.WAITING, due_at=again, look_at=again
            )
        case Happening.LOST:
            return _ended(message, State.ESCALATED, now, Reason.UNKNOWN)
        case Happening.TURN if now >= message.due_at:
            return _ended(message, State.ESCALATED, now, Reason.UNKNOWN)
        case _:
            return message


def _looked_at(message: Message, now: datetime) -> Message:
    if now >= message.due_at:
        reason = Reason.UNSEEN if message.state is State.SENT else Reason.UNTOLD
        return _ended(message, State.ESCALATED, now, reason)
    return msgspec.structs.replace(message, look_at=min(now + LOOK_AGAIN, message.due_at))


def _waits(
    message: Message,
    state: State,
    now: datetime,
    patience: timedelta,
    *,
    sent_at: datetime | None = None,
) -> Message:
    return msgspec.structs.replace(
        message,
        state=state,
        due_at=now + patience,
        look_at=min(now + LOOK_AGAIN, now + patience),
        sent_at=sent_at,
    )


def _ended(message: Message, state: State, now: datetime, reason: Reason | None = None) -> Message:
    return msgspec.structs.replace(message, state=state, look_at=None, ended_at=now, reason=reason)
