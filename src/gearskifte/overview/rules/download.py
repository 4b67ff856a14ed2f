# SPDX-License-Identifier: EUPL-1.2
"""Everything a person can take with them (databeskyttelsesforordningen art. 15 and 20).

The form of the JSON is a contract: `FORMAT` changes when a field is removed or means another thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from gearskifte.kernel.audit import LogLine
from gearskifte.kernel.time import local_date
from gearskifte.overview.rules.corrections import Correction
from gearskifte.overview.rules.deliveries import DeliveryLine
from gearskifte.overview.rules.exposure import opened, row_of, visible
from gearskifte.overview.rules.guide import Guide
from gearskifte.overview.rules.look_ups import Telling
from gearskifte.overview.rules.mandates import MandateLine
from gearskifte.overview.rules.page import OverviewPage, overview_page
from gearskifte.overview.rules.readers import Reader, readers
from gearskifte.overview.rules.sources import source_names
from gearskifte.registry.public import (
    CaseCard,
    DocumentCard,
    GrantCard,
    Held,
    PaymentCard,
    PersonOverview,
)

FORMAT: Final = "gearskifte-overblik-1"


class TakenObject(msgspec.Struct, frozen=True):
    """A case, document, grant or payment, with its texts as the source system wrote them.

    What the municipality does not show of the subject (titles, documents, notes) is left out.

    Attributes:
        owner: the authority's CVR number, or its id in the index.
        system: the source system's id in the index.
    """

    id: UUID
    kind: str
    owner: str
    system: str
    changed_at: datetime
    finished: bool
    content: dict[str, Any]


class TakenCorrection(msgspec.Struct, frozen=True):
    """What the person said was wrong, and the answer."""

    id: UUID
    sent_at: datetime
    due_at: datetime
    about: UUID | None
    log_line: int | None
    unit: str
    text: str
    answered_at: datetime | None
    outcome: str
    answer: str


class TakenMandate(msgspec.Struct, frozen=True):
    """A mandate that the person has given or holds; a person is named and never numbered."""

    id: UUID
    giver: str
    holder: str
    purpose: str
    opens: str
    starts: datetime | None
    ends: datetime | None
    revoked_at: datetime | None
    source: str


class TakenAct(msgspec.Struct, frozen=True):
    """Something a robot did in a case: which robot, by which rule, and what.

    Attributes:
        case: the case's id, or its number in the source system.
        rule: the law or rule it went by; "" where none is stated.
    """

    case: str
    at: datetime
    robot: str
    rule: str
    what: str


class TakenMessage(msgspec.Struct, frozen=True):
    """A message that there was news, by which channel, and what became of it."""

    made_at: datetime
    channel: str
    state: str
    sent_at: datetime | None
    ended_at: datetime | None


class Download(msgspec.Struct, frozen=True):
    """Everything.

    Attributes:
        page: what the pages show, in plain words; lists are empty where there is none, and
            `page.completeness` says whether that is known.
        objects: the same things as the sources told them.
        log: every reading of the person's data, newest first.
        deliveries: what was delivered of help that is not money, as far as a system tells it.
        robot_acts: what robots did in the cases, the newest first.
        messages: the newest messages that there is news, and what became of each.
        telling: the systems that tell who looks; of what happens in the `silent` ones `log` says
            nothing.
    """

    format: str
    taken_at: datetime
    name: str
    page: OverviewPage
    objects: tuple[TakenObject, ...]
    log: tuple[Reader, ...]
    corrections: tuple[TakenCorrection, ...]
    mandates: tuple[TakenMandate, ...]
    deliveries: tuple[DeliveryLine, ...] = ()
    robot_acts: tuple[TakenAct, ...] = ()
    messages: tuple[TakenMessage, ...] = ()
    telling: tuple[Telling, ...] = ()
    silent: tuple[str, ...] = ()


class Beside(msgspec.Struct, frozen=True):
    """What is taken along besides the objects and the log; as in `Download`."""

    deliveries: Sequence[DeliveryLine] = ()
    robot_acts: Sequence[TakenAct] = ()
    messages: Sequence[TakenMessage] = ()
    telling: Sequence[Telling] = ()
    silent: Sequence[str] = ()


NOTHING_BESIDE: Final = Beside()


def download(
    read: PersonOverview,
    log: Iterable[LogLine],
    corrections: Iterable[Correction],
    mandates: Iterable[MandateLine],
    *,
    subject: UUID,
    guide: Guide,
    now: datetime,
    protected: frozenset[UUID] = frozenset(),
    beside: Beside = NOTHING_BESIDE,
) -> Download:
    """Put everything together."""
    names, today = source_names(read.sources), local_date(now)
    shown = [
        opened(row_of(guide.exposures, held, names, today), held)
        for held in read.objects
        if visible(guide.exposures, held, names, today)
    ]
    known = {name for held in shown for name in (str(held.id), held.card.number)}
    return Download(
        format=FORMAT,
        taken_at=now,
        name=read.name,
        page=overview_page(read, now, guide),
        objects=tuple(map(_object, shown)),
        log=tuple(readers(log, subject, protected)),
        corrections=tuple(map(_correction, corrections)),
        mandates=tuple(map(_mandate, mandates)),
        deliveries=tuple(beside.deliveries),
        robot_acts=tuple(act for act in beside.robot_acts if act.case in known),
        messages=tuple(beside.messages),
        telling=tuple(beside.telling),
        silent=tuple(beside.silent),
    )


def _object(held: Held) -> TakenObject:
    card: CaseCard | DocumentCard | GrantCard | PaymentCard = held.card
    return TakenObject(
        id=held.id,
        kind=held.kind.value,
        owner=held.owner,
        system=held.system,
        changed_at=held.changed_at,
        finished=held.finished,
        content=msgspec.to_builtins(card),
    )


def _correction(each: Correction) -> TakenCorrection:
    return TakenCorrection(
        id=each.id,
        sent_at=each.sent_at,
        due_at=each.due_at,
        about=each.object_id,
        log_line=each.log_line,
        unit=each.unit,
        text=each.text,
        answered_at=each.answered_at,
        outcome=each.outcome,
        answer=each.answer,
    )


def _mandate(line: MandateLine) -> TakenMandate:
    return TakenMandate(
        id=line.id,
        giver=line.giver_name,
        holder=line.holder_name,
        purpose=line.purpose,
        opens=line.label or line.scope,
        starts=line.starts,
        ends=line.ends,
        revoked_at=line.revoked_at,
        source=line.source,
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of the download."""
    return msgspec.json.schema(Download)
