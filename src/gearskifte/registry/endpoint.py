# SPDX-License-Identifier: EUPL-1.2
"""What every address of the API does alike: who calls, how much may be sent, how errors are told.

No cookie is read or set, nothing may be stored on the way, and neither an answer nor the log ever
repeats what was sent.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

import psycopg
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from gearskifte.kernel.faults import write_down
from gearskifte.registry import problems
from gearskifte.registry.problems import Problem, Refused
from gearskifte.registry.source_keys import hash_of
from gearskifte.ui import public as pages

View = Callable[..., HttpResponse]
ROOT: Final = "/api/"
_PIECE: Final = 64 * 1024
_log = logging.getLogger(__name__)


def endpoint(**views: View) -> View:
    """One address: the view of each method, named by it. Without any, no such address."""

    @csrf_exempt
    def handle(request: HttpRequest, **arguments: object) -> HttpResponse:
        try:
            response = _view(request, views)(request, **arguments)
        except Refused as refused:
            response = refused.response()
        except (psycopg.OperationalError, OperationalError) as error:
            write_down(_log, "API", error)
            response = tell(problems.NO_DATABASE)
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller gets an answer
            write_down(_log, "API", error)
            response = tell(problems.OUR_FAULT)
        response.headers.setdefault("Cache-Control", "no-store")
        # Django would write the address down, in which a caller may have put anything.
        vars(response)["_has_been_logged"] = True
        return response

    return handle


def tell(problem: Problem) -> HttpResponse:
    """The answer that tells a problem, where the caller can do no more than try again."""
    again = {"Retry-After": str(problems.RETRY_SECONDS)}
    return Refused(
        problem,
        headers={"Cache-Control": "no-store", **(again if problem.status == 503 else {})},
    ).response()


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler for 400: a problem for who calls the API, the page for everybody else."""
    if request.path.startswith(ROOT):
        return tell(problems.BAD_REQUEST)
    return pages.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Handler for 500: a problem for who calls the API, the page for everybody else."""
    if request.path.startswith(ROOT):
        return tell(problems.OUR_FAULT)
    return pages.server_error(request)


def calling_key(request: HttpRequest) -> bytes:
    """The hash of the key that a call carries; whether it is live the database says.

    Raises:
        Refused: GS-API-001 where there is none.
    """
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    key = hash_of(text.strip()) if scheme.lower() == "bearer" else None
    if key is None:
        raise unknown_key()
    return key


def unknown_key() -> Refused:
    """The answer to a call whose key is missing or not live."""
    return Refused(problems.UNKNOWN_KEY, headers={"WWW-Authenticate": 'Bearer realm="gearskifte"'})


def body_of(request: HttpRequest, *, most: int) -> bytes:
    """The body of a request, all of it, read no further than `most` bytes.

    Raises:
        Refused: if its length is missing, it is too large, empty, or was cut off.
    """
    given = request.META.get("CONTENT_LENGTH") or ""
    if not (given.isascii() and given.isdecimal()):
        raise Refused(problems.NO_LENGTH)
    if len(given) > 18 or int(given) > most:
        raise Refused(problems.TOO_LARGE, members={"most_bytes": most})
    if int(given) == 0:
        raise Refused(problems.EMPTY)
    try:
        body = b"".join(iter(lambda: request.read(_PIECE), b""))
    except UnreadablePostError as error:
        raise Refused(problems.CUT_OFF) from error
    if len(body) < int(given):
        raise Refused(problems.CUT_OFF)
    return body


def _view(request: HttpRequest, views: dict[str, View]) -> View:
    if not views:
        raise Refused(problems.NO_SUCH_ADDRESS)
    method = "GET" if request.method == "HEAD" else request.method or ""
    if method not in views:
        allowed = [*views, *(["HEAD"] if "GET" in views else [])]
        raise Refused(problems.NO_SUCH_METHOD, headers={"Allow": ", ".join(sorted(allowed))})
    return views[method]
