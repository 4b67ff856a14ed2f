# SPDX-License-Identifier: EUPL-1.2
"""The API on the product's own web server and worker, as a system of a municipality meets it."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.http import HttpResponse

from gearskifte.kernel.database.provider import Database
from gearskifte.kernel.identity import COOKIE, sign_in
from tests.builders.caller import issue
from tests.builders.people import ANNA, Person
from tests.builders.site import Site, ending, serve, wait_until
from tests.builders.xml import case_message

pytestmark = pytest.mark.acceptance

ROOT = Path(__file__).parents[3]
COUNT = "SELECT count(*) FROM registry_raw_message"


@pytest.fixture
def key(worker: psycopg.Connection[Any]) -> str:
    """The key of a system that may send."""
    return issue(worker).text


@pytest.fixture(scope="module")
def served(migrated_database: Database) -> Iterator[Site]:
    """The web server, on the tests' database; started once, as that takes some seconds."""
    with serve() as site:
        yield site


@pytest.fixture
def site(served: Site, key: str) -> Site:
    """The same, when nothing is in the database but a system that may send."""
    return served


def _page(site: Site, person: Person) -> str:
    response = HttpResponse()
    sign_in(response, person.actor)
    cookie = {"Cookie": f"{COOKIE}={response.cookies[COOKIE].value}"}
    return site.call("GET", "/mit-overblik.json", headers=cookie).body.decode()


def _count(worker: psycopg.Connection[Any]) -> int:
    ((number,),) = worker.execute(COUNT).fetchall()
    worker.commit()
    return int(number)


def test_what_a_system_sends_stands_on_the_citizens_page(site: Site, key: str) -> None:
    """A message that is handed in is read by the worker and seen by whom it is about."""
    answer = site.post(key, case_message("k1", ANNA, title="Kørestol til hverdag"))
    assert (answer.status, answer.json["status"]) == (202, "waiting")
    assert "Kørestol" not in _page(site, ANNA)
    with ending(site.worker()):
        wait_until(lambda: "Kørestol til hverdag" in _page(site, ANNA))
    headers = {"Authorization": f"Bearer {key}"}
    told = site.call("GET", answer.json["location"], headers=headers).json
    assert (told["status"], told["interface"]) == ("applied", "SF1470")


def test_the_documented_calls_do_what_is_documented(site: Site, key: str, tmp_path: Path) -> None:
    """The shell examples of docs/api.md, run one after the other, answer as the page says."""
    if shutil.which("curl") is None:
        pytest.skip("the examples call curl, which is not here")
    written = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```sh\n(.*?)^```", written, re.DOTALL | re.MULTILINE)
    assert len(examples) == 5
    for name in ("besked", "besked2"):
        (tmp_path / f"{name}.xml").write_bytes(case_message(name, ANNA))
    said = []
    for example in examples:
        ran = subprocess.run(
            ["sh", "-e", "-c", example],  # noqa: S607
            cwd=tmp_path,
            env={**os.environ, "URL": site.address, "KEY": key},
            capture_output=True,
            text=True,
            check=True,
        )
        said.append(ran.stdout)
    first, _, handed = said[0].partition("\n")
    told, again, batch, refused = map(json.loads, said[1:])
    assert (first, json.loads(handed)["status"]) == ("202", "waiting")
    assert told["id"] == again["id"] == json.loads(handed)["id"]
    assert [each["new"] for each in batch["messages"]] == [False, True]
    assert refused["code"] == "GS-API-001"


def _raw(site: Site, key: str, length: str, body: bytes, *, gone: bool = False) -> bytes:
    """What is answered to a call written by hand; `gone` is who hangs up in the middle of it."""
    lines = (
        "POST /api/v1/messages HTTP/1.1",
        "Host: localhost",
        "Connection: close",
        f"Authorization: Bearer {key}",
        "Content-Type: application/xml",
        length,
    )
    with socket.create_connection(("127.0.0.1", site.port), timeout=300) as connection:
        connection.sendall("".join(f"{line}\r\n" for line in (*lines, "")).encode() + body)
        if gone:
            connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_what_comes_half_is_not_kept(site: Site, key: str, worker: psycopg.Connection[Any]) -> None:
    """A body that ends early, has no length, or is too large to begin with, is refused unread."""
    cut = _raw(site, key, "Content-Length: 1000", b"<a/>", gone=True)
    pieces = _raw(site, key, "Transfer-Encoding: chunked", b"4\r\n<a/>\r\n0\r\n\r\n")
    large = _raw(site, key, f"Content-Length: {2**40}", b"<a/>")
    for answer, status, code in (
        (cut, b" 400 ", b"GS-API-007"),
        (pieces, b" 411 ", b"GS-API-008"),
        (large, b" 413 ", b"GS-API-004"),
    ):
        assert status in answer.split(b"\r\n")[0]
        assert code in answer
    assert _count(worker) == 0
