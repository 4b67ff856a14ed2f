# SPDX-License-Identifier: EUPL-1.2
"""Two machines that can only reach each other by a cable, which can be pulled out."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

NETWORK: Final = "10.77.91.0/24"
IP: Final = shutil.which("ip") or "/usr/sbin/ip"


@dataclass(frozen=True, slots=True)
class Machine:
    """A network namespace with one address; `link` is the end of the cable in it."""

    name: str
    address: str
    link: str

    def run(
        self, uid: int, gid: int, *command: object, background: bool = False
    ) -> subprocess.Popen[bytes] | None:
        """Run a program on this machine as a user; it must succeed, unless it stays.

        Raises:
            subprocess.CalledProcessError: if it failed.
        """
        inside = [IP, "netns", "exec", self.name, "setpriv", f"--reuid={uid}", f"--regid={gid}"]
        line = [*inside, "--clear-groups", *map(str, command)]
        if background:
            return subprocess.Popen(
                line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
            )
        subprocess.run(line, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return None

    def pull_out(self) -> None:
        """Nothing comes or goes any more."""
        _ip("netns", "exec", self.name, "ip", "link", "set", self.link, "down")

    def plug_in(self) -> None:
        """As before."""
        _ip("netns", "exec", self.name, "ip", "link", "set", self.link, "up")


FIRST: Final = Machine("gearskifte-first", "10.77.91.1", "gs-first")
SECOND: Final = Machine("gearskifte-second", "10.77.91.2", "gs-second")


@contextmanager
def connected() -> Iterator[tuple[Machine, Machine]]:
    """Both machines, with a cable between them; gone afterwards."""
    _remove()
    _ip("link", "add", FIRST.link, "type", "veth", "peer", "name", SECOND.link)
    try:
        for machine in (FIRST, SECOND):
            _ip("netns", "add", machine.name)
            _ip("link", "set", machine.link, "netns", machine.name)
            inside = ("netns", "exec", machine.name, "ip")
            _ip(*inside, "addr", "add", f"{machine.address}/24", "dev", machine.link)
            _ip(*inside, "link", "set", "lo", "up")
            _ip(*inside, "link", "set", machine.link, "up")
        yield FIRST, SECOND
    finally:
        _remove()


def _remove() -> None:
    for machine in (FIRST, SECOND):
        subprocess.run([IP, "netns", "del", machine.name], check=False, capture_output=True)
    subprocess.run([IP, "link", "del", FIRST.link], check=False, capture_output=True)


def _ip(*arguments: str) -> None:
    subprocess.run([IP, *arguments], check=True)
