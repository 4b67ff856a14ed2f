# SPDX-License-Identifier: EUPL-1.2
"""The web server (granian), in the foreground or as a child that ends with its parent."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from typing import Final

from gearskifte.kernel import config as configuration
from gearskifte.kernel.errors import GearskifteError, Text

APPLICATION: Final = "gearskifte.app.wsgi:application"
THREADS: Final = 4
"""Of each process. A page waits for the disk longer than it works, for its line of the log; with
fewer threads others wait for one of them meanwhile, with more for the interpreter."""
IDLE_SECONDS: Final = 600
USUAL_PORT: Final = 8000
START_SECONDS: Final = 180
"""A busy machine may take a minute or two; a server that ends is told of at once."""
_PR_SET_PDEATHSIG: Final = 1


def command(host: str, port: int, application: str = APPLICATION) -> list[str]:
    """The command line that serves the pages."""
    workers = configuration.load().web_workers
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--http", "1"),  # what the reverse proxy speaks; guessing costs at every call
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", str(THREADS), "--log-level", "warning"),
        # A thread holds a connection to the database, which the next page would have to make.
        *("--blocking-threads-idle-timeout", str(IDLE_SECONDS)),
        application,
    ]


def serve(host: str, port: int) -> int:
    """Serve the pages until told to stop; the server's exit status."""
    return subprocess.run(command(host, port), check=False).returncode


def start(
    arguments: Sequence[str],
    environment: Mapping[str, str] | None = None,
    *,
    spoken_to: bool = False,
) -> subprocess.Popen[bytes]:
    """Start a program that is told to stop when this process ends, however it ends.

    One that is `spoken_to` is written to and read from by its starter (errors among the rest).
    """
    pipe, errors = (subprocess.PIPE, subprocess.STDOUT) if spoken_to else (None, None)
    return subprocess.Popen(
        arguments,
        env=environment,
        stdin=pipe,
        stdout=pipe,
        stderr=errors,
        preexec_fn=end_with_parent,  # noqa: PLW1509
    )


def stop(processes: Sequence[subprocess.Popen[bytes]], patience: float = 10.0) -> None:
    """Tell the programs to stop, wait, and end those that do not."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port(usual: int = USUAL_PORT) -> int:
    """The usual port if nobody has it, else any free one on the loopback."""
    for wanted in (usual, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", wanted))
            except OSError:
                continue
            port: int = probe.getsockname()[1]
            return port
    raise OSError("no free port on the loopback")


def await_page(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a page answers.

    Raises:
        GearskifteError: GS-WEB-001 if the server ends, or does not answer in three minutes.
    """
    give_up = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < give_up:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise GearskifteError(
        "GS-WEB-001",
        what=Text("Webserveren kom ikke op.", "The web server did not come up."),
        why=Text(
            f"{address} svarer ikke; årsagen står ovenfor.",
            f"{address} does not answer; the reason is above.",
        ),
        do=Text(
            "Kør «gearskifte doctor», og prøv igen.", "Run `gearskifte doctor`, and try again."
        ),
    )


def end_with_parent() -> None:
    """Have a worker of the web server end when the server does, however that ends (Linux only).

    It is killed, not asked: one that is asked while it starts answers by the server's own handler
    and goes on. Whoever stops a server in order has its workers stopped before it ends.
    """
    server = multiprocessing.parent_process()
    if sys.platform != "linux" or server is None:
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != server.pid:  # it ended before the line above
        os._exit(1)
