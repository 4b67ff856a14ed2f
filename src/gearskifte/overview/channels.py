# SPDX-License-Identifier: EUPL-1.2
"""The ways out of the house: e-mail by SMTP, and a folder that Digital Post is collected from.

A channel says what became of a message and never raises: accepted, refused for good, not now, or
that nobody can know, since the line was cut while the other side was answering.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Final, Protocol
from uuid import UUID

from gearskifte.kernel.config import Config
from gearskifte.kernel.errors import Text
from gearskifte.overview.rules.memo import Letter, memo
from gearskifte.overview.rules.messages import Happening
from gearskifte.overview.rules.words import Words

EMAIL: Final = "email"
POST: Final = "post"
TIMEOUT_SECONDS: Final = 20.0


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way.

    Attributes:
        address: the e-mail address, or the CPR number for Digital Post.
        authority: CVR of the municipality.
    """

    id: UUID
    address: str
    words: Words
    language: str
    at: datetime
    authority: str


class Channel(Protocol):
    """A way out."""

    def send(self, message: Outgoing) -> Happening:
        """Hand a message over, and say what became of it."""
        ...


@dataclass(frozen=True, slots=True)
class Mail:
    """E-mail through a server that speaks SMTP (RFC 5321); `security` is starttls, tls or none."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str

    def send(self, message: Outgoing) -> Happening:
        """Hand an e-mail over to the server."""
        written = self._written(message)
        try:
            server = self._connected()
        except (OSError, smtplib.SMTPException):
            return Happening.DEFERRED
        try:
            return _handed_over(server, self.sender, message.address, written.as_bytes())
        finally:
            server.close()

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        if self.security == "starttls":
            server.starttls(context=context)
        if self.user:
            server.login(self.user, self.password)
        return server

    def _written(self, message: Outgoing) -> EmailMessage:
        written = EmailMessage()
        written["Subject"] = message.words.title
        written["From"] = Address(message.words.sender, addr_spec=self.sender)
        written["To"] = Address(addr_spec=message.address)
        written["Date"] = format_datetime(message.at)
        written["Message-ID"] = f"<{message.id}@{self.sender.rpartition('@')[2]}>"
        written["Auto-Submitted"] = "auto-generated"
        written["Content-Language"] = message.language
        written.set_content(message.words.text)
        return written


def _handed_over(server: smtplib.SMTP, sender: str, to: str, body: bytes) -> Happening:
    """MAIL, RCPT and DATA: before the body is sent nothing has happened, after it anything may."""
    try:
        server.ehlo_or_helo_if_needed()
        for code, _ in (server.mail(sender), server.rcpt(to)):
            if code >= 500:
                return Happening.REFUSED
            if code >= 400:
                return Happening.DEFERRED
    except (OSError, smtplib.SMTPException):
        return Happening.DEFERRED
    try:
        code, _ = server.data(body)
    except smtplib.SMTPDataError as error:
        return Happening.REFUSED if error.smtp_code >= 500 else Happening.DEFERRED
    except (OSError, smtplib.SMTPException):
        return Happening.LOST
    if code >= 500:
        return Happening.REFUSED
    return Happening.ACCEPTED if code < 400 else Happening.DEFERRED


@dataclass(frozen=True, slots=True)
class PostFolder:
    """A folder that what speaks to Digital Post collects messages from, one file each (MeMo).

    A message is there whole or not at all, and the same one twice is one file.
    """

    folder: Path

    def send(self, message: Outgoing) -> Happening:
        """Lay a message in the folder."""
        letter = Letter(
            id=message.id,
            at=message.at,
            sender_cvr=message.authority,
            sender=message.words.sender,
            recipient_cpr=message.address,
            title=message.words.title,
            filename="nyt.html" if message.language == "da" else "news.html",
            text=message.words.as_html(message.language),
            language=message.language,
        )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            whole = self.folder / f"{message.id}.xml"
            part = whole.with_suffix(".part")
            part.write_bytes(memo(letter))
            part.rename(whole)
        except OSError:
            return Happening.DEFERRED
        return Happening.ACCEPTED


def channels(config: Config) -> Mapping[str, Channel]:
    """The ways out that are set up."""
    found: dict[str, Channel] = {}
    if config.smtp_host and config.mail_from:
        found[EMAIL] = Mail(
            config.smtp_host,
            config.smtp_port,
            config.smtp_security,
            config.smtp_user,
            config.smtp_password,
            config.mail_from,
        )
    if config.post_folder:
        found[POST] = PostFolder(Path(config.post_folder))
    return found


CHANNEL_NAMES: Final = {
    EMAIL: Text("E-mail", "E-mail"),
    POST: Text("Digital Post", "Digital Post"),
}
