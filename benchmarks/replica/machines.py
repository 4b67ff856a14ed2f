# SPDX-License-Identifier: EUPL-1.2
"""Machines that can only reach each other by a cable, which can be pulled out."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

NETWORK: Final = "10.77.91.0/24"
NETWORKS: Final = "10.77.0.0/16"
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
        # A link that goes down loses its routes.
        if self in HUB:
            route = ("route", "replace", "default", "via", HUB[self].address)
            _ip("netns", "exec", self.name, "ip", *route)


FIRST: Final = Machine("gearskifte-first", "10.77.91.1", "gs-first")
SECOND: Final = Machine("gearskifte-second", "10.77.91.2", "gs-second")
THIRD: Final = Machine("gearskifte-third", "10.77.92.2", "gs-third")
HUB: Final = {SECOND: FIRST, THIRD: Machine(FIRST.name, "10.77.92.1", "gs-first-3")}
"""The end of each machine's cable that is in the first."""


@contextmanager
def connected(third: bool = False) -> Iterator[tuple[Machine, ...]]:
    """The first machine, and one or two others with a cable to it; gone afterwards."""
    others = (SECOND, THIRD) if third else (SECOND,)
    _remove()
    try:
        for machine in (FIRST, *others):
            _ip("netns", "add", machine.name)
            _inside(machine, "link", "set", "lo", "up")
        for machine in others:
            hub = HUB[machine]
            _ip("link", "add", hub.link, "type", "veth", "peer", "name", machine.link)
            for end in (hub, machine):
                _ip("link", "set", end.link, "netns", end.name)
                _inside(end, "addr", "add", f"{end.address}/24", "dev", end.link)
                _inside(end, "link", "set", end.link, "up")
            _inside(machine, "route", "add", "default", "via", hub.address)
        yield (FIRST, *others)
    finally:
        _remove()


def _inside(machine: Machine, *arguments: str) -> None:
    _ip("netns", "exec", machine.name, "ip", *arguments)


def _remove() -> None:
    for machine in (FIRST, SECOND, THIRD):
        subprocess.run([IP, "netns", "del", machine.name], check=False, capture_output=True)
    for hub in HUB.values():
        subprocess.run([IP, "link", "del", hub.link], check=False, capture_output=True)


def _ip(*arguments: str) -> None:
    subprocess.run([IP, *arguments], check=True)
