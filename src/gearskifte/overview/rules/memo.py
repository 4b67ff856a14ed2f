# SPDX-License-Identifier: EUPL-1.2
"""A message in the format of Digital Post (MeMo, meddelelsesmodellen, version 1.2).

Source: Digitaliseringsstyrelsen, MeMo 1.2 (https://digitaliser.dk/digital-post/vejledninger/memo).
The elements stand in the schema's order. The prefix is `memo`, since KOMBIT's SF1601 takes no
other.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import msgspec
from lxml import etree

NAMESPACE: Final = "https://DigitalPost.dk/MeMo-1"
LONGEST: Final = 256
"""Characters of a label, a file's name and an id."""


class Letter(msgspec.Struct, frozen=True):
    """What is sent to whom.

    Attributes:
        id: UUID of version 4, which the format asks for.
        sender_cvr, sender: the authority. recipient_cpr: ten digits.
        text: the letter as HTML; `filename` what it is saved as.
    """

    id: UUID
    at: datetime
    sender_cvr: str
    sender: str
    recipient_cpr: str
    title: str
    filename: str
    text: str
    language: str


def memo(letter: Letter) -> bytes:
    """The message as XML in UTF-8.

    Raises:
        ValueError: if the id is no UUID of version 4, or the CPR number has not ten digits.
    """
    if letter.id.version != 4:
        raise ValueError("a MeMo message's id is a UUID of version 4")
    if not (letter.recipient_cpr.isdecimal() and len(letter.recipient_cpr) == 10):
        raise ValueError("a CPR number has ten digits")
    message = etree.Element(
        _name("Message"),
        {"memoVersion": "1.2", "memoSchVersion": "1.2.0"},
        nsmap={"memo": NAMESPACE},
    )
    header = etree.SubElement(message, _name("MessageHeader"))
    _add(header, "messageType", "DIGITALPOST")
    _add(header, "messageUUID", str(letter.id))
    _add(header, "label", letter.title[:LONGEST])
    _add(header, "mandatory", "false")
    _add(header, "legalNotification", "false")
    sender = etree.SubElement(header, _name("Sender"))
    _add(sender, "senderID", letter.sender_cvr)
    _add(sender, "idType", "CVR")
    _add(sender, "label", letter.sender[:LONGEST])
    recipient = etree.SubElement(header, _name("Recipient"))
    _add(recipient, "recipientID", letter.recipient_cpr)
    _add(recipient, "idType", "CPR")
    body = etree.SubElement(message, _name("MessageBody"))
    _add(body, "createdDateTime", letter.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    file = etree.SubElement(etree.SubElement(body, _name("MainDocument")), _name("File"))
    _add(file, "encodingFormat", "text/html")
    _add(file, "filename", letter.filename[:LONGEST])
    _add(file, "language", letter.language)
    _add(file, "content", b64encode(letter.text.encode()).decode())
    return etree.tostring(message, xml_declaration=True, encoding="UTF-8")


def _add(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, _name(name)).text = text


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
