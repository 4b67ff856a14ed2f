# SPDX-License-Identifier: EUPL-1.2
"""The web server as processes: none of them outlives the one that was started."""

from __future__ import annotations

import signal
import socket
import time
from contextlib import suppress
from pathlib import Path

import pytest

from gearskifte.app import serving

pytestmark = pytest.mark.integration

PATIENCE = 300.0


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _processes(port: int) -> int:
    """How many processes of the web server on a port there are."""
    found = 0
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            found += f"--port\0{port}\0".encode() in command.read_bytes()
    return found


@pytest.mark.usefixtures("database")
def test_nothing_answers_on_the_port_of_a_killed_server() -> None:
    """Its workers end with it; else they would answer beside the next server, as they were then."""
    port = serving.free_port(0)
    server = serving.start(serving.command("127.0.0.1", port))
    try:
        serving.await_page(f"http://127.0.0.1:{port}/sundhed/", server)
        server.send_signal(signal.SIGKILL)
        server.wait()
        give_up = time.monotonic() + PATIENCE
        while _answers(port) and time.monotonic() < give_up:
            time.sleep(0.1)
        assert not _answers(port)
    finally:
        serving.stop([server])


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("after", [0.0, 0.4, 0.8])
def test_a_server_that_is_killed_while_it_starts_leaves_nobody(after: float) -> None:
    """Workers that have just begun, or are about to, end with it as those that answer do."""
    port = serving.free_port(0)
    server = serving.start(serving.command("127.0.0.1", port))
    try:
        give_up = time.monotonic() + PATIENCE
        while _processes(port) < 2 and time.monotonic() < give_up:
            time.sleep(0.01)
        time.sleep(after)
        server.send_signal(signal.SIGKILL)
        server.wait()
        while _processes(port) and time.monotonic() < give_up:
            time.sleep(0.1)
        assert _processes(port) == 0
    finally:
        serving.stop([server])
