# SPDX-License-Identifier: EUPL-1.2
"""The web server as processes: none of them outlives the one that was started."""

from __future__ import annotations

import signal
import socket
import time

import pytest

from gearskifte.app import serving

pytestmark = pytest.mark.integration

PATIENCE = 20.0


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


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
