# SPDX-License-Identifier: EUPL-1.2
"""This installation's own feed, as the hub and the others read it: signed files, for everybody."""

from __future__ import annotations

import hashlib
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gearskifte.commons.telling import SQL
from gearskifte.kernel.database.reading import reading

HEAD: Final = "head.json"


@require_safe
def feed(request: HttpRequest, name: str) -> HttpResponse:
    """A file of the feed. Nobody needs to be known for it: only what is shared stands in it."""
    row = reading(lambda cursor: cursor.execute(SQL.page, {"name": name}).fetchone())
    if row is None:
        raise Http404
    body = bytes(row[0])
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304)
    kind = "application/json" if name == HEAD else "application/jsonl"
    age = "no-cache" if name == HEAD else "public, max-age=31536000, immutable"
    return HttpResponse(body, content_type=kind, headers={"ETag": tag, "Cache-Control": age})
