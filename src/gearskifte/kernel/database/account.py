# SPDX-License-Identifier: EUPL-1.2
"""The operating-system user that the server runs as.

PostgreSQL refuses to run as root. An ordinary user runs it as themselves; root runs it as the user
that owns the data already, else as `nobody`. No user is ever added and no existing folder's
permissions are changed.
"""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

# Only this reaches the server: not the secret key, not another database's PGHOST or PGPORT.
_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"}
_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Account:
    """A user; `borrowed` when this process (root) takes it on for the server's programs."""

    name: str
    uid: int
    gid: int
    borrowed: bool

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a program as this user, apart from our terminal, environment and working folder.

        Raises:
            OSError: if the program cannot be run by this user or takes more than two minutes.
        """
        try:
            return subprocess.run(
                command,
                user=self.uid if self.borrowed else None,
                group=self.gid if self.borrowed else None,
                extra_groups=[] if self.borrowed else None,
                env=_ENVIRONMENT,
                cwd="/",
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
                timeout=_SECONDS,
                start_new_session=True,
            )
        except subprocess.TimeoutExpired as error:
            raise TimeoutError(f"{Path(command[0]).name} did not answer") from error

    def can_enter(self, folder: Path) -> bool:
        """Whether this user gets into the folder, past every folder above it."""
        try:
            return self.run("/bin/sh", "-c", 'cd -- "$1"', "sh", folder).returncode == 0
        except OSError:
            return False

    def take(self, path: Path) -> None:
        """Make what root just made this user's."""
        if self.borrowed:
            os.chown(path, self.uid, self.gid)


def for_data(data: Path) -> Account:
    """The user to run the server of the cluster in `data` (which need not exist yet)."""
    if os.geteuid() != 0:
        return Account(name(os.geteuid()), os.geteuid(), os.getegid(), borrowed=False)
    uid = (data.stat().st_uid if data.exists() else 0) or _nobody()
    try:
        group = pwd.getpwuid(uid).pw_gid
    except KeyError:
        group = uid
    return Account(name(uid), uid, group, borrowed=True)


def name(uid: int) -> str:
    """The user's name; the number itself where, as in containers, it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _nobody() -> int:
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError:
        return 65534
