# SPDX-License-Identifier: EUPL-1.2
"""The commands that let systems send, as who runs an installation uses them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from gearskifte.app.commands.source import source
from gearskifte.kernel.database.provider import Database
from gearskifte.kernel.errors import GearskifteError
from tests.builders.caller import SYSTEM, Caller

pytestmark = pytest.mark.acceptance


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(source, arguments, catch_exceptions=False)


def _may_send(key: str) -> bool:
    return Caller(key).post(b"<besked/>").status_code in (200, 202)


def test_a_source_is_added_rotated_listed_and_revoked(database: Database) -> None:
    """Each key works for as long as the list says, and is printed the once that it is made."""
    first = _run("add", SYSTEM, "--name", "Fagsystem A").stdout.strip()
    second = json.loads(_run("rotate", "Fagsystem A", "--json").stdout)
    assert second["system"] == SYSTEM
    assert _may_send(first)
    assert _may_send(second["key"])
    listed = _run("list").stdout
    assert first not in listed
    assert second["key"] not in listed
    assert _run("revoke", SYSTEM, "--key", first[4:12]).exit_code == 0
    assert not _may_send(first)
    assert _may_send(second["key"])
    states = {each["key"]: each["state"] for each in json.loads(_run("list", "--json").stdout)}
    assert states == {first[4:12]: "ended", second["key"][4:12]: "live"}
    assert _run("revoke", SYSTEM).stdout == f"1 keys ended: {second['key'][4:12]}\n"
    assert not _may_send(second["key"])


def test_a_rotated_key_can_be_made_to_end_at_once(database: Database) -> None:
    """With no overlap, the key before it is dead when the new one is made."""
    first = _run("add", "Fagsystem B").stdout.strip()
    second = _run("rotate", "Fagsystem B", "--overlap-days", "0").stdout.strip()
    assert (_may_send(first), _may_send(second)) == (False, True)


def test_a_source_that_is_not_here_is_told(database: Database) -> None:
    """With a code, and what to do."""
    with pytest.raises(GearskifteError, match="GS-SRC-003"):
        _run("rotate", "Ingen")
