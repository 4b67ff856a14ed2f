# SPDX-License-Identifier: EUPL-1.2
"""The description of the API says what the API does."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import uuid4

import pytest

from gearskifte.overview import api_urls as overview_urls
from gearskifte.registry import problems
from gearskifte.registry.api import BATCH, MOST_IN_BATCH, SINGLE
from gearskifte.registry.api_urls import urlpatterns
from gearskifte.registry.deliveries import MOST_TOLD
from gearskifte.registry.problems import PROBLEMS, Problem
from tests.builders.caller import Caller, issue, told
from tests.builders.desk import Desk
from tests.builders.facts import case
from tests.builders.messages import message

pytestmark = pytest.mark.integration


@pytest.fixture
def caller(desk: Desk) -> Caller:
    """A system that may send."""
    return Caller(issue(desk.connection).text)


@pytest.fixture
def description(caller: Caller) -> dict[str, Any]:
    """The description as everybody gets it."""
    return told(caller.get("/api/v1/openapi.json"))


def _routes() -> set[str]:
    own = [f"/api/{each.pattern}" for each in urlpatterns if each.name != "nothing"]
    overviews = [f"/api/v1/{each.pattern}" for each in overview_urls.urlpatterns]
    return {re.sub(r"<uuid:\w+>", "{id}", each) for each in own + overviews}


def test_the_described_addresses_are_the_addresses(description: dict[str, Any]) -> None:
    """Every address is described, and no other."""
    assert set(description["paths"]) == _routes()


def test_the_described_methods_are_the_methods(caller: Caller, description: dict[str, Any]) -> None:
    """Each address takes the methods that are described, and refuses all others with 405."""
    for path, methods in description["paths"].items():
        address = path.replace("{id}", str(uuid4()))
        answer = caller.call("TRACE", address)
        assert answer.status_code == 405
        allowed = {method.lower() for method in answer["Allow"].split(", ")}
        assert allowed - {"head"} == set(methods)


def test_every_problem_is_described_where_its_type_leads(description: dict[str, Any]) -> None:
    """A problem's type is an address that leads to its own description."""
    for problem in PROBLEMS:
        address, _, pointer = problem.described()["type"].partition("#/")
        assert address == "/api/v1/openapi.json"
        found: Any = description
        for step in pointer.split("/"):
            found = found[step]
        assert found["code"] == problem.code


def test_every_problem_has_a_code_of_its_own_and_all_are_listed() -> None:
    """Codes are never used twice, and no problem is forgotten in the list."""
    written = [value for value in vars(problems).values() if isinstance(value, Problem)]
    assert list(PROBLEMS) == written
    assert len({problem.code for problem in PROBLEMS}) == len(PROBLEMS)


def test_a_described_answer_names_problems_with_its_own_status(description: dict[str, Any]) -> None:
    """Where a status is described by codes, these codes have that status, and all are used."""
    known = {problem.code: problem.status for problem in PROBLEMS}
    used = set()
    for methods in description["paths"].values():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                for code in re.findall(r"GS-API-\d+", _text(answer, description)):
                    assert known[code] == int(status)
                    used.add(code)
    # Of an address that is not there and a method that is not used, nothing can be described.
    assert used == set(known) - {"GS-API-003"}


def _text(answer: dict[str, Any], description: dict[str, Any]) -> str:
    if "$ref" in answer:
        answer = description["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    return str(answer["description"])


def test_the_limits_described_are_the_limits(description: dict[str, Any]) -> None:
    """Content types, the size of a batch and how much is told stand as they are."""
    paths = description["paths"]
    single = paths["/api/v1/messages"]["post"]["requestBody"]["content"]
    batch = paths["/api/v1/messages/batch"]["post"]["requestBody"]["content"]
    assert tuple(single) == SINGLE
    assert list(batch) == [BATCH]
    assert batch[BATCH]["schema"]["properties"]["message"]["maxItems"] == MOST_IN_BATCH
    message_schema = description["components"]["schemas"]["Message"]["properties"]
    assert message_schema["findings"]["maxItems"] == MOST_TOLD


def test_every_reference_in_the_description_leads_somewhere(description: dict[str, Any]) -> None:
    """No $ref is broken."""
    references = re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(description))
    assert references
    for reference in references:
        found: Any = description
        for step in reference.split("/"):
            found = found[step]


def test_answers_have_the_members_that_are_described(
    caller: Caller, description: dict[str, Any]
) -> None:
    """What is answered has every member that is promised, and none besides."""
    schemas = description["components"]["schemas"]
    handed = caller.post(message(case("a")).body)
    for answer, schema in (
        (told(handed), schemas["Handed"]),
        (told(caller.get(handed["Location"])), schemas["Message"]),
    ):
        assert set(answer) == set(schema["properties"]) == set(schema["required"])
    refused = told(caller.get("/api/v1/messages/1"))
    assert (
        set(schemas["Problem"]["required"]) <= set(refused) <= set(schemas["Problem"]["properties"])
    )
