# SPDX-License-Identifier: EUPL-1.2
"""The database part of `gearskifte doctor`."""

from __future__ import annotations

from pathlib import Path

import pytest

from gearskifte.kernel.config import Config
from gearskifte.kernel.database.attach import attach
from gearskifte.kernel.database.doctor import Check, diagnose
from gearskifte.kernel.database.provider import Database
from gearskifte.kernel.database.server import Server

pytestmark = pytest.mark.integration


def _config(server: Server) -> Config:
    return Config(data_dir=str(server.home), postgres_bin=str(server.programs.folder))


def _named(checks: list[Check]) -> dict[str, Check]:
    return {check.name.en: check for check in checks}


def test_a_fresh_machine_is_sound_and_stays_untouched(server: Server) -> None:
    """Before the first start every check passes, and looking has made nothing."""
    checks = diagnose(_config(server))
    assert [check.name.en for check in checks if not check.ok] == []
    assert _named(checks)["PostgreSQL"].detail.en.startswith(server.programs.version)
    assert _named(checks)["Data"].detail.en == "none yet"
    assert not server.home.exists()


def test_the_state_of_the_server_is_told(server: Server) -> None:
    """While it is attached the server runs, afterwards it is stopped."""
    with attach(server):
        assert _named(diagnose(_config(server)))["Data"].detail.en.endswith("running")
    assert _named(diagnose(_config(server)))["Data"].detail.en.endswith("stopped")


def test_data_that_cannot_be_read_come_with_a_remedy(server: Server) -> None:
    """A wrong version fails that check alone and says what to do in both languages."""
    with attach(server):
        pass
    (server.data / "PG_VERSION").write_text("14\n", encoding="utf-8")
    failed = [check for check in diagnose(_config(server)) if not check.ok]
    assert [check.name.en for check in failed] == ["Data"]
    assert failed[0].remedy
    assert "GEARSKIFTE_POSTGRES_BIN" in failed[0].remedy.en
    assert "GEARSKIFTE_POSTGRES_BIN" in failed[0].remedy.da


def test_a_file_in_the_folders_place_is_found(server: Server) -> None:
    """A home folder that is a file fails the check of the folder."""
    server.home.write_text("not a folder", encoding="utf-8")
    assert not _named(diagnose(_config(server)))["Data folder"].ok


def test_missing_programs_come_with_a_remedy(folder: Path) -> None:
    """A folder without PostgreSQL fails the first check, and the others are not guessed at."""
    (check,) = diagnose(Config(data_dir=str(folder), postgres_bin=str(folder)))
    assert not check.ok
    assert check.remedy
    assert str(folder) in check.detail.en


def test_a_configured_database_is_asked(database: Database, folder: Path) -> None:
    """With DATABASE_URL it is that database that is looked at, by whether it answers."""
    (check,) = diagnose(Config(database_url=database.admin_url, data_dir=str(folder)))
    assert check.ok
    (check,) = diagnose(Config(database_url=f"postgresql://?host={folder}", data_dir=str(folder)))
    assert not check.ok
    assert "DATABASE_URL" in (check.remedy.en if check.remedy else "")
