# SPDX-License-Identifier: EUPL-1.2
"""The overview's part of the API's description (OpenAPI 3.1), made from the types it reads."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from gearskifte.overview import source_api, telling_api
from gearskifte.overview.rules.deliveries import DeliveryReport
from gearskifte.overview.rules.look_ups import LookUpReport

_BODIES: Final = (
    LookUpReport,
    DeliveryReport,
    telling_api.Answer,
    source_api.Receipt,
    source_api.SourceAnswer,
    source_api.Matters,
    source_api.Done,
)
_COMMON: Final = {"401": "UnknownKey", "500": "OurFault", "503": "NoDatabase"}
_BODY_FAULTS: Final = {
    "400": "The body is empty or cut off (GS-API-006, GS-API-007)",
    "411": "Content-Length is missing (GS-API-008)",
    "413": "Too large (GS-API-004)",
}
_ID: Final = {
    "name": "id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "format": "uuid"},
}


def described() -> dict[str, Any]:
    """Addresses, schemas and problems, to be put into the whole description."""
    _, schemas = msgspec.json.schema_components(_BODIES, ref_template="#/components/schemas/{name}")
    problems = (
        source_api.NO_SUCH_MATTER,
        source_api.ANSWERED,
        source_api.NOT_UNDERSTOOD,
        telling_api.NOT_UNDERSTOOD,
    )
    return {
        "paths": _paths(),
        "schemas": schemas,
        "problems": {problem.code: problem.described() for problem in problems},
    }


def _paths() -> dict[str, Any]:
    matter = {"404": "No such matter of yours (GS-OVW-020)", "422": "GS-OVW-022: see why and do"}
    lines = {"422": "Some lines cannot be used, and nothing was changed: see lines (GS-OVW-023)"}
    return {
        "/api/v1/corrections": {
            "get": _call("What citizens say is wrong in your system", "Matters", {})
        },
        "/api/v1/corrections/{id}/receipt": {
            "post": _call("You have a matter", "Done", matter, body="Receipt", one=True)
        },
        "/api/v1/corrections/{id}/outcome": {
            "post": _call(
                "What came of a matter",
                "Done",
                {**matter, "409": "It is answered (GS-OVW-021)"},
                body="SourceAnswer",
                one=True,
            )
        },
        "/api/v1/look-ups": {
            "post": _call(
                "Who has looked people up in your system", "Answer", lines, body="LookUpReport"
            )
        },
        "/api/v1/deliveries": {
            "post": _call(
                "What was delivered of granted help", "Answer", lines, body="DeliveryReport"
            )
        },
    }


def _call(
    summary: str, answer: str, refusals: dict[str, str], *, body: str = "", one: bool = False
) -> dict[str, Any]:
    told = {**refusals, **(_BODY_FAULTS if body else {})}
    responses: dict[str, Any] = {
        "200": {"description": "Done.", "content": _content("application/json", answer)}
    }
    for status, text in told.items():
        responses[status] = {
            "description": text,
            "content": _content("application/problem+json", "Problem"),
        }
    for status, name in _COMMON.items():
        responses[status] = {"$ref": f"#/components/responses/{name}"}
    return {
        "summary": summary,
        **({"parameters": [_ID]} if one else {}),
        **(
            {"requestBody": {"required": True, "content": _content("application/json", body)}}
            if body
            else {}
        ),
        "responses": dict(sorted(responses.items())),
    }


def _content(media_type: str, schema: str) -> dict[str, Any]:
    return {media_type: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
