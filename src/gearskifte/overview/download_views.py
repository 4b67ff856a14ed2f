# SPDX-License-Identifier: EUPL-1.2
"""Take everything along: as a document one can read, or as JSON with its schema."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from psycopg import Cursor

from gearskifte.kernel.access import PURPOSES, Access
from gearskifte.kernel.audit import read_log
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.time import local_date
from gearskifte.overview.channels import CHANNEL_NAMES
from gearskifte.overview.guarding import guard_mandates, guard_of
from gearskifte.overview.publishing import published_guide
from gearskifte.overview.queries import (
    named_in,
    protected,
    read_all_robot_acts,
    read_corrections,
    read_deliveries,
    read_mandates,
    read_messages,
    read_telling,
)
from gearskifte.overview.rules.corrections import CorrectionOutcome
from gearskifte.overview.rules.download import (
    Beside,
    Download,
    TakenMessage,
    download,
    schema,
)
from gearskifte.overview.rules.look_ups import shares
from gearskifte.overview.views import own_access
from gearskifte.registry.public import read_everything, source_states
from gearskifte.ui.public import render

MOST_LOG_LINES: Final = 100_000
MOST_DELIVERIES: Final = 100_000


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """What can be taken along, and in which forms."""
    own_access(request)
    return render(request, "overview/download.html", {})


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """Everything as JSON."""
    access = own_access(request)
    return _attached(msgspec.json.encode(_taken(access)), "application/json", access, "json")


@require_safe
def as_document(request: HttpRequest) -> HttpResponse:
    """Everything as one document that needs nothing else."""
    access = own_access(request)
    outcomes: dict[str, Any] = {each.value: each.words for each in CorrectionOutcome}
    purposes = {code: purpose.text for code, purpose in PURPOSES.items()}
    context = {
        "all": _taken(access),
        "outcomes": outcomes,
        "purposes": purposes,
        "channels": CHANNEL_NAMES,
        "today": local_date(access.at),
    }
    page = render(request, "overview/everything.html", context)
    return _attached(page.content, "text/html; charset=utf-8", access, "html")


@require_safe
def json_schema(request: HttpRequest) -> HttpResponse:
    """What the fields of the JSON are; the same for everybody."""
    return JsonResponse(schema(), headers={"Cache-Control": "no-store"})


def _taken(access: Access) -> Download:
    guard = guard_of(access)

    def read(cursor: Cursor[Any]) -> Download:
        with cursor.connection.transaction():
            held = guard.overview(cursor, read_everything(cursor, access))
            delivered = read_deliveries(cursor, MOST_DELIVERIES)
            acts = read_all_robot_acts(cursor, access)
        said = read_corrections(cursor, access)
        said = guard.lines(cursor, said, "title", lambda each: each.object_id)
        mandates = read_mandates(cursor, access)
        mandates = guard_mandates(cursor, mandates, access.subject, access.at)
        _, messages = read_messages(cursor, access, "download")
        log = read_log(cursor, access, before=None, most=MOST_LOG_LINES, own=True)
        told = read_telling(cursor)
        telling, silent = shares(source_states(cursor, access.at), told, access.at)
        sent = [
            TakenMessage(each.made_at, each.channel, each.state, each.sent_at, each.ended_at)
            for each in messages
        ]
        return download(
            held,
            log,
            said,
            mandates,
            subject=access.subject,
            guide=published_guide(),
            now=access.at,
            protected=protected(cursor, named_in(log, access.subject), access.at),
            beside=Beside(delivered, acts, sent, telling, silent),
        )

    return reading(read)


def _attached(body: bytes, kind: str, access: Access, ending: str) -> HttpResponse:
    name = f"mit-overblik-{local_date(access.at).isoformat()}.{ending}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(body, content_type=kind, headers=headers)
