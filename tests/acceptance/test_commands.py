# SPDX-License-Identifier: EUPL-1.2
"""The commands for who runs an installation, and what production does not have."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import click
import psycopg
import pytest

from gearskifte.app.cli import cli
from tests.acceptance.conftest import ROOT, Browser, Outcome, Run
from tests.builders.people import ANNA

pytestmark = pytest.mark.acceptance

Connection = psycopg.Connection[tuple[Any, ...]]
KEY = "7e57" * 16
# A web process of production, asked for pages from within.
ASK = """
import json, sys
from django.test import Client
from gearskifte.app.wsgi import application
client = Client(SERVER_NAME="localhost", headers={"x-forwarded-proto": "https"})
def ask(address):
    answer = client.get(address)
    return answer.status_code, dict(answer.headers), answer.content.decode()
print(json.dumps({address: ask(address) for address in sys.argv[1:]}))
"""


def _commands(group: click.Group) -> list[list[str]]:
    """Every command and subcommand there is."""
    found = []
    asked = click.Context(group)
    for name in group.list_commands(asked):
        command = group.get_command(asked, name)
        found.append([name])
        if isinstance(command, click.Group):
            found += [[name, *rest] for rest in _commands(command)]
    return found


def test_help_lists_every_command(run: Run) -> None:
    """Each command is in the list with one line about it, and explains itself."""
    listed = run("--help").printed
    commands = _commands(cli)
    assert len(commands) >= 50
    for name, *rest in commands:
        assert rest or f"  {name} " in listed
    for command in commands:
        outcome = run(*command, "--help")
        assert outcome.status == 0
        assert len(outcome.printed.splitlines()) > 3


def test_the_version_is_told(program: Run) -> None:
    """Somebody who reports a fault can say of which version."""
    try:
        version = metadata.version("gearskifte")
    except metadata.PackageNotFoundError:
        pytest.skip("gearskifte runs from its source and is not installed here")
    outcome = program("--version")
    assert outcome.status == 0
    assert version in outcome.printed


def test_the_configuration_is_explained_without_its_secrets(program: Run) -> None:
    """Every key with value and origin; of a secret only whether it is set."""
    for arguments in (["config", "explain"], ["config", "explain", "--json"]):
        outcome = program(*arguments, GEARSKIFTE_LOGIN_MINUTES="17")
        assert outcome.status == 0
        assert "login_minutes" in outcome.printed
        assert "17" in outcome.printed
        assert "GEARSKIFTE_LOGIN_MINUTES" in outcome.printed
        assert KEY not in outcome.printed
        assert os.environ["DATABASE_URL"] not in outcome.printed


def test_a_configuration_that_cannot_be_used_is_told_in_both_languages(program: Run) -> None:
    """What, why and what to do, with a code, and no traceback; the status is 3."""
    outcome = program("registry", "resume", GEARSKIFTE_LOGIN_MINUTES="mange")
    assert outcome.status == 3
    assert outcome.errors.count("GS-CONF-003") == 2
    assert "skal være et helt tal" in outcome.errors
    assert "must be a whole number" in outcome.errors
    assert "Traceback" not in outcome.errors


def test_the_doctor_says_what_is_there_and_what_is_missing(program: Run) -> None:
    """Each check has a name and a finding, and what is missing has a remedy."""
    outcome = program("doctor", "--json")
    checks = outcome.json
    assert {"Python", "Configuration", "Design system"} <= {each["name"] for each in checks}
    assert all(each["ok"] or each["remedy"] for each in checks)
    assert outcome.status == (0 if all(each["ok"] for each in checks) else 1)
    broken = program("doctor", GEARSKIFTE_MODE="produktion")
    assert broken.status == 1
    assert "FEJL" in broken.printed


def test_the_log_is_proved_whole_or_told_where_it_is_not(
    imported: Outcome, browser: Browser, run: Run, owner: Connection
) -> None:
    """After some readings the log is whole; after a forgery the line is named, with status 1."""
    browser.become(ANNA.name)
    whole = run("audit", "verify")
    assert (whole.status, whole.printed) == (0, "The log is whole.\n")
    owner.execute("UPDATE kernel_audit SET entry = jsonb_set(entry, '{what}', '\"nothing\"')")
    owner.commit()
    forged = run("audit", "verify", "--json")
    assert forged.status == 1
    assert {each["fault"] for each in forged.json} == {"changed line"}
    assert run("audit", "verify").status == 1


def test_a_backup_is_made_and_restoring_it_is_rehearsed(
    imported: Outcome, run: Run, program: Run, owner: Connection, tmp_path: Path
) -> None:
    """The drill loses nothing and leaves nothing; a backup is never restored over what is there."""
    owner.commit()
    found = run("backup", "drill", "--json").json
    assert found["rows"] > 0
    assert found["different_tables"] == found["access_log_breaks"] == 0
    left = "SELECT count(*) FROM pg_database WHERE datname LIKE 'gearskifte_drill%'"
    assert owner.execute(left).fetchall() == [(0,)]
    saved = run("backup", "create", str(tmp_path / "kept"), "--json").json
    assert saved["rows"] == found["rows"]
    refused = program("backup", "restore", saved["folder"])
    assert refused.status == 3
    assert "GS-DB-023" in refused.errors


def test_the_worker_delivers_what_waits_and_stops(imported: Outcome, run: Run) -> None:
    """Asked to work once, it ends when there is nothing left to do."""
    assert run("worker", "--once").status == 0


def test_the_demo_does_not_start_in_production(program: Run) -> None:
    """In it anybody can be anybody, so it refuses, and says so, before it does anything."""
    outcome = program("demo", "--once", GEARSKIFTE_MODE="production", GEARSKIFTE_SECRET_KEY=KEY)
    assert outcome.status == 3
    assert "GS-DEMO-001" in outcome.errors


def test_production_without_a_key_does_not_start(program: Run) -> None:
    """No real person's data under a key that anybody could have."""
    outcome = program("registry", "resume", GEARSKIFTE_MODE="production", GEARSKIFTE_SECRET_KEY="")
    assert outcome.status == 3
    assert "GS-CONF-005" in outcome.errors


@pytest.fixture
def production(imported: Outcome, tmp_path: Path) -> dict[str, Any]:
    """What a web process of production answers at some addresses."""
    addresses = ["/", "/demo/", "/demo/bliv/", "/mit-overblik/", "/opslag/", "/sundhed/"]
    environ = {**os.environ, "GEARSKIFTE_MODE": "production", "GEARSKIFTE_SECRET_KEY": KEY}
    done = subprocess.run(
        [sys.executable, "-c", ASK, *addresses],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers


def test_production_has_no_demo_login(production: dict[str, Any]) -> None:
    """Its addresses do not exist, and the front page says that login is not set up."""
    assert production["/demo/"][0] == production["/demo/bliv/"][0] == 404
    status, _, html = production["/"]
    assert status == 503
    assert "Du kan ikke logge ind endnu" in html
    assert "Prøveudgave" not in html
    assert production["/mit-overblik/"][0] == production["/opslag/"][0] == 403


def test_production_is_spoken_to_over_tls_only(production: dict[str, Any]) -> None:
    """Browsers are told to keep to TLS, on every page."""
    for status, headers, _ in production.values():
        assert status
        assert "max-age=31536000" in headers["Strict-Transport-Security"]
        assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_the_web_process_answers_when_asked_how_it_is(production: dict[str, Any]) -> None:
    """An operator's monitor learns that process and database answer, and nothing else."""
    status, _, body = production["/sundhed/"]
    assert (status, json.loads(body)) == (200, {"status": "ok"})
