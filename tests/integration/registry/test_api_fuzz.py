# SPDX-License-Identifier: EUPL-1.2
"""Whatever is sent, the API answers, and never says that it kept what it did not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders.caller import BOUNDARY, Caller, batch_of, issue, told
from tests.builders.desk import Desk

pytestmark = pytest.mark.integration

HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40)
HEADERS = st.dictionaries(
    st.sampled_from(
        ["Idempotency-Key", "Content-Encoding", "Accept", "Cookie", "X-Forwarded-Proto", "Range"]
    ),
    HEADER,
)
PATHS = st.sampled_from(["/api/v1/messages", "/api/v1/messages/batch"]) | st.text(max_size=30).map(
    lambda text: f"/api/v1/messages/{text}"
)
CONTENT_TYPES = (
    st.sampled_from(
        ["application/xml", "text/csv", f"multipart/form-data; boundary={BOUNDARY}", ""]
    )
    | HEADER
)
BODIES = st.binary(max_size=400) | st.lists(st.binary(max_size=40), max_size=4).map(batch_of)
METHODS = st.sampled_from(["GET", "POST", "PUT", "HEAD", "OPTIONS"])
ANSWERS = {200, 202, 400, 401, 404, 405, 411, 413, 415, 422}


@pytest.fixture
def caller(desk: Desk) -> Caller:
    """A system that may send."""
    return Caller(issue(desk.connection).text)


# The tables need not be emptied between the examples of one test.
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(METHODS, PATHS, BODIES, CONTENT_TYPES, HEADERS)
def test_any_call_is_answered(
    desk: Desk,
    caller: Caller,
    method: str,
    path: str,
    body: bytes,
    content_type: str,
    headers: dict[str, str],
) -> None:
    """Every call has one of the described answers, and what is answered with 202 is kept."""
    before = desk.count("raw_message")
    answer = caller.call(method, path, body, content_type, headers)
    assert answer.status_code in ANSWERS
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json"
    if answer.status_code not in (202, 422):
        assert desk.count("raw_message") == before
    if answer.status_code == 202:
        assert desk.count("raw_message") > before
        assert told(answer).keys() & {"id", "messages"}


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HEADER, st.binary(max_size=30))
def test_any_authorization_is_answered(database: Any, authorization: str, body: bytes) -> None:
    """Nothing in the header opens the door or breaks it."""
    answer = Caller("").call(
        "POST", "/api/v1/messages", body, headers={"Authorization": authorization}
    )
    assert answer.status_code == 401
