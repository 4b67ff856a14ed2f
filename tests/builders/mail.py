# SPDX-License-Identifier: EUPL-1.2
"""A mail server on this machine that takes, refuses, puts off or loses what it is handed."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from gearskifte.overview.channels import Mail

OK = "250 OK"
SENDER = "besked@proeveby.example"


@dataclass  # the server looks at its handler in a way that slots of Python 3.11.2 do not bear
class Postman:
    """What the server answers to an address and to a body, and what it has taken.

    An empty answer to the body cuts the line instead.
    """

    to_address: str = OK
    to_body: str = OK
    taken: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the name that the server calls
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take or refuse an address."""
        if self.to_address == OK:
            envelope.rcpt_tos.append(address)
        return self.to_address

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take, refuse or lose a body."""
        if self.to_body in (OK, ""):
            read = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(read, EmailMessage)
            self.taken.append(read)
        if not self.to_body:
            server.transport.abort()
        return self.to_body


@contextmanager
def mail_server(postman: Postman) -> Iterator[Mail]:
    """The server on a free port, and the channel that leads to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(postman, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield Mail("127.0.0.1", port, "none", "", "", SENDER)
    finally:
        controller.stop()
