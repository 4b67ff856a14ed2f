# SPDX-License-Identifier: EUPL-1.2
"""Robots written for other orchestrators, at work on the ledger over HTTP.

OpenOrchestrator is installed as it is published. The client of Odense's automation server is on no
package index: its calls are made here one by one, and with AUTOMATION_SERVER_CLIENT naming a folder
of its source the client itself is at work too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from benchmarks.robots_lending import published
from gearskifte.app import boot, serving
from gearskifte.kernel.database.provider import Database
from gearskifte.kernel.secrets import Vault
from gearskifte.kernel.time import system_now
from gearskifte.robots import cli as robots
from gearskifte.robots import lending
from gearskifte.robots.cli import killing
from gearskifte.robots.rules.asking import DONE
from tests.acceptance.conftest import ROOT

pytestmark = pytest.mark.acceptance

PROGRAMS = ROOT / "tests" / "builders" / "programs"
CLIENT = os.environ.get("AUTOMATION_SERVER_CLIENT", "")
USER, CODE = "robot-7", "hemmelig-kode"
RECIPE = """opskrift: Rykning
ejer: Lone Madsen, jobcenterchef
godkender: Per Holm, afdelingsleder
kle: 15.20.04
hjemmel: LAB § 100
oplysninger: [sagsnummer]
manuel tid: {minutter: 6, måling: stopur på 20 sager}
systemer: {fag: et fagsystem}
sag: {felter: [nr], nøgle: "{nr}"}
trin:
  - overdrag: Arbejdet gøres af et program uden for Gearskifte.
"""


@dataclass(frozen=True, slots=True)
class Served:
    """The routes as a program finds them, and what is behind them."""

    address: str
    key: str
    queue: int
    target: str
    vault: Vault
    connection: psycopg.Connection[Any]

    @property
    def notes(self) -> dict[str, int]:
        """How many notes each case has, by the case system's own account."""
        counted: dict[str, int] = httpx.get(f"{self.target}/alle", timeout=300).json()
        return counted

    def client(self, key: str | None = None) -> httpx.Client:
        """Who calls with a key: the robot's own, if no other is given."""
        authorization = {"Authorization": key or f"Bearer {self.key}"}
        return httpx.Client(base_url=self.address, headers=authorization, timeout=300)

    def asked(self, query: str) -> list[tuple[Any, ...]]:
        """What the ledger says."""
        return self.connection.execute(query.encode()).fetchall()


@contextmanager
def _case_system() -> Iterator[str]:
    port = serving.free_port(0)
    target = killing.start_target(port, 0.0)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        serving.stop([target])


@pytest.fixture
def served(database: Database) -> Iterator[Served]:
    """The product's own web process, an approved robot, and its key."""
    vault = boot.installation().vault
    with (
        _case_system() as target,
        psycopg.connect(database.worker_url, autocommit=True) as connection,
    ):
        cursor = connection.cursor()
        made = robots.make_version(cursor, RECIPE, by="lone", now=system_now())
        robots.fill_in(cursor, made.slug, {"fag": target}, by="lone", now=system_now())
        robots.approve(cursor, made.version, by="per", now=system_now())
        for name, secret in (("fag.bruger", USER), ("fag.kode", CODE)):
            robots.give_secret(connection, vault, made.slug, name, secret, by="it")
        key = lending.give_key(cursor, made.slug, by="lone", at=system_now())
        port = serving.free_port(0)
        web = serving.start(serving.command("127.0.0.1", port))
        try:
            serving.await_page(f"http://127.0.0.1:{port}/sundhed/", web)
            address = f"http://127.0.0.1:{port}/api/ats"
            yield Served(address, key, made.robot, target, vault, connection)
        finally:
            serving.stop([web])


@pytest.fixture(scope="session")
def openorchestrator() -> Path:
    """A folder with OpenOrchestrator as published, and the adapter beside it."""
    return published.openorchestrator()


def _openorchestrator(folder: Path, served: Served, **told: Any) -> subprocess.Popen[str]:
    """Start the robot as OpenOrchestrator's scheduler does."""
    host = served.address.removeprefix("http://")
    database = f"gearskifte+http://:{served.key}@{host}?queue={served.queue}"
    arguments = json.dumps({"system": served.target, **told})
    given = ["Rykning", database, "en-krypteringsnøgle", arguments, "1", "1"]
    return subprocess.Popen(
        [sys.executable, str(PROGRAMS / "openorchestrator_robot.py"), *given],
        env={**os.environ, "PYTHONPATH": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_openorchestrators_robots_work_the_line_off(served: Served, openorchestrator: Path) -> None:
    """Two robots at once do each element once; one that dies and one that fails is a person's."""
    filling = _openorchestrator(openorchestrator, served, do="fill", items=24)
    assert (filling.communicate()[0], filling.returncode) == ("", 0)
    first = _openorchestrator(openorchestrator, served, do="work", missing="5", dies_at="7")
    second = _openorchestrator(openorchestrator, served, do="work", missing="5", dies_at="7")
    told = [each.communicate()[0] for each in (first, second)]
    assert sorted((first.returncode, second.returncode)) == [0, 9]
    assert served.notes == {str(number): 1 for number in range(24) if number != 5}
    ended = next(json.loads(each) for each in told if each)
    assert sorted(ended["done"]) == sorted(str(n) for n in range(24) if n not in (5, 7))
    served.connection.execute("UPDATE robots_loan SET lease_until = clock_timestamp()")
    served.connection.execute("SELECT robots_reclaim()")
    asked = served.asked(
        "SELECT t.id, i.label FROM robots_task t JOIN robots_item i ON i.id=item_id"
    )
    assert sorted(label for _, label in asked) == ["5", "7"]
    (dead,) = [task for task, label in asked if label == "7"]
    cursor = served.connection.cursor()
    assert robots.answer(cursor, served.vault, dead, said=DONE, by="ida", minutes=None)
    again = _openorchestrator(openorchestrator, served, do="work")
    assert json.loads(again.communicate()[0])["did"] == []
    evidence = served.asked("SELECT DISTINCT said FROM robots_step WHERE said LIKE '%Rykker i 3%'")
    assert evidence == [("[Info] Rykker i 3",)]
    assert robots.breaks(served.connection) == []


MOMENTS = ("created_at", "updated_at")
KINDS: dict[str, dict[str, type]] = {
    "sessions": {"id": int, "process_id": int, "status": str, "stop_requested": bool},
    "processes": {"id": int, "name": str, "workqueue_id": int, "deleted": bool},
    "workqueues": {"id": int, "name": str, "enabled": bool, "deleted": bool},
    "workitems": {
        "id": int,
        "data": dict,
        "locked": bool,
        "status": str,
        "message": str,
        "workqueue_id": int,
    },
    "credentials": {"name": str, "data": dict, "deleted": bool},
}
"""What the client needs of each answer, by the models it reads them with (0.3)."""


def _read(answer: httpx.Response) -> Any:
    """An answer as the client reads it: every field it needs is there, and of its kind."""
    answer.raise_for_status()
    kind = answer.request.url.path.removeprefix("/api/ats/").split("/")
    told = answer.json()
    items = {"add", "next_item", "by_reference"}
    wanted = KINDS["workitems" if items & set(kind) else kind[0]]
    for each in told if isinstance(told, list) else [told]:
        wrong = {name for name, shape in wanted.items() if type(each[name]) is not shape}
        assert not wrong, (answer.request.url, wrong)
        assert all(datetime.fromisoformat(each[name]).tzinfo for name in MOMENTS)
    return told


def test_the_automation_servers_routes_answer_its_client(served: Served) -> None:
    """Each call of the client has the answer that it reads, and the item ends as it says."""
    with served.client() as ask:
        _call_all(served, ask)
    assert robots.breaks(served.connection) == []
    used = "SELECT entry ->> 'name' FROM robots_log WHERE entry ->> 'did' = 'secret used'"
    assert served.asked(f"{used} ORDER BY id") == [("fag.bruger",), ("fag.kode",)]


def _call_all(served: Served, ask: httpx.Client) -> None:
    session = _read(ask.get("/sessions/12"))
    process = _read(ask.get(f"/processes/{session['process_id']}"))
    queue = _read(ask.get(f"/workqueues/{process['workqueue_id']}"))
    assert _read(ask.get(f"/workqueues/by_name/{queue['name']}"))["id"] == queue["id"]
    line = f"/workqueues/{queue['id']}"
    reference = "2026/17 æ"
    assert _read(ask.get(f"{line}/by_reference/2026/17%20%C3%A6")) == []
    added = _read(ask.post(f"{line}/add", json={"data": {"nr": 17}, "reference": reference}))
    assert (added["status"], added["locked"], added["message"]) == ("new", False, "")
    assert ask.post(f"{line}/add", json={"data": {}, "reference": reference}).json() == added
    item = _read(ask.get(f"{line}/next_item"))
    assert (item["data"], item["reference"], item["locked"]) == ({"nr": 17}, reference, True)
    assert ask.get(f"{line}/next_item").status_code == httpx.codes.NO_CONTENT
    record = {
        "session_id": "12",
        "workitem_id": item["id"],
        "message": "Ser",
        "level": "INFO",
        "logger_name": "x",
        "module": "x",
        "function_name": "f",
        "line_number": 1,
        "exception_type": None,
        "exception_message": None,
        "traceback": None,
        "structured_data": {"a": 1},
        "event_timestamp": "2026-11-30T08:00:00",
    }
    assert ask.post("/audit-logs", json=record).is_success
    assert ask.post("/audit-logs", json={**record, "workitem_id": None}).is_success
    place = f"/workitems/{item['id']}"
    kept = {"data": {"nr": 17, "set": True}, "reference": reference}
    assert _read(ask.put(place, json=kept))["data"] == kept["data"]
    done = {"status": "completed", "message": "Completed"}
    assert _read(ask.put(f"{place}/status", json=done))["status"] == "completed"
    found = ask.get(f"{line}/by_reference/2026%2F17%20%C3%A6", params={"status": "completed"})
    (ended,) = _read(found)
    assert (ended["status"], ended["locked"]) == ("completed", False)
    login = _read(ask.get("/credentials/by_name/fag"))
    assert (login["username"], login["password"]) == (USER, CODE)
    ask.post(f"{line}/add", json={"data": {}, "reference": "gammel"}).raise_for_status()
    cleared = ask.post(f"{line}/clear", json={"workitem_status": "new", "days_older_than": None})
    assert cleared.json() == {"cleared": 1}


FOREIGN = {
    ("GET", "/workqueues/999"): httpx.codes.NOT_FOUND,
    ("GET", "/workqueues/by_name/Andet"): httpx.codes.NOT_FOUND,
    ("GET", "/credentials/by_name/andet"): httpx.codes.NOT_FOUND,
    ("GET", "/workitems/999999"): httpx.codes.NOT_FOUND,
    ("PUT", "/workitems/999999/status"): httpx.codes.NOT_FOUND,
    ("DELETE", "/workitems/1"): httpx.codes.METHOD_NOT_ALLOWED,
    ("PUT", "/workitems/1"): httpx.codes.UNPROCESSABLE_ENTITY,
}


def test_what_is_not_the_robots_is_not_there(served: Served) -> None:
    """Another's queue, item or login is not found; without the key nothing at all is said."""
    for (method, path), status in FOREIGN.items():
        body = {"status": "completed"} if path.endswith("status") else ["not", "an", "item"]
        with served.client() as ask:
            assert ask.request(method, path, json=body).status_code == status, path
        for wrong in ("Bearer gsr_x", "Basic x"):
            with served.client(wrong) as ask:
                refused = ask.request(method, path, json=body)
            assert refused.status_code == httpx.codes.UNAUTHORIZED, path


@pytest.mark.skipif(not CLIENT, reason="AUTOMATION_SERVER_CLIENT names no folder")
def test_odenses_client_works_the_line_off(served: Served) -> None:
    """A robot of Odense's, with its own client, does each item once; a failed one is a person's."""
    environment = {
        **os.environ,
        "PYTHONPATH": CLIENT,
        "ATS_URL": served.address,
        "ATS_TOKEN": served.key,
        "ATS_SESSION": "1",
    }
    program = [sys.executable, str(PROGRAMS / "automation_server_robot.py"), served.target]
    done = subprocess.run(
        [*program, "a-1", "b 2", "findes-ikke"], env=environment, check=True, capture_output=True
    )
    assert json.loads(done.stdout) == {"did": ["a-1", "b 2"], "done": ["a-1", "b 2"]}
    assert served.notes == {"a-1": 1, "b%202": 1}
    (asked,) = served.asked("SELECT question FROM robots_task")
    assert "Sagen findes ikke" in asked[0]
