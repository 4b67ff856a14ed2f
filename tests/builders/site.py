# SPDX-License-Identifier: EUPL-1.2
"""The product as processes of its own: the web server, the worker, and a system that calls them.

They use the database that the environment names, which in a test run is the tests' own.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from gearskifte.app import serving

ROOT: Final = Path(__file__).parents[2]
PATIENCE: Final = 300.0

Process = subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True)
class Site:
    """A web server that can be killed and started again at the same address."""

    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    port: int = field(default_factory=free_port)
    web: Process | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the web server, and wait until it answers."""
        self.web = self._run(*serving.command("127.0.0.1", self.port))
        serving.await_page(f"{self.address}/sundhed/", self.web)

    def kill(self) -> None:
        """Kill the web server and everything it started, without warning."""
        assert self.web is not None
        os.killpg(self.web.pid, signal.SIGKILL)
        self.web.wait()

    def worker(self, *options: str) -> Process:
        """Start a worker."""
        return self._run(sys.executable, "-m", "gearskifte", "worker", *options)

    def call(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Make one call on a connection of its own.

        Raises:
            OSError, http.client.HTTPException: if there is no answer.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body or None, dict(headers or {}))
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def post(self, key: str, body: bytes) -> Answer:
        """Hand a message in."""
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/xml"}
        return self.call("POST", "/api/v1/messages", body, headers)

    def _run(self, *command: str) -> Process:
        return subprocess.Popen(command, cwd=ROOT, env=dict(self.environ), start_new_session=True)


@contextmanager
def serve(environ: Mapping[str, str] | None = None) -> Iterator[Site]:
    """The product's web server, killed at the end."""
    site = Site(dict(environ or os.environ))
    site.start()
    try:
        yield site
    finally:
        if site.web is not None and site.web.poll() is None:
            site.kill()


@contextmanager
def ending(process: Process) -> Iterator[Process]:
    """A process that is told to stop at the end of the block."""
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def wait_until(happened: Callable[[], bool]) -> None:
    """Wait for something that other processes do.

    Raises:
        TimeoutError: if it has not happened after five minutes.
    """
    give_up = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > give_up:
            raise TimeoutError("it has not happened")
        time.sleep(0.05)
