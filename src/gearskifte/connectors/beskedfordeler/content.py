# SPDX-License-Identifier: EUPL-1.2
"""The plain facts of the content (Beskeddata) of the event messages we know.

* PKO_PostStatus of Digital Post (SF1601): how a letter fared.
* CPR basic information: that a person's status changed, and when.

Nothing that names a person, and no free content, is taken out. Other content is passed over.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from datetime import date
from typing import Final

from lxml.etree import _Element as Element

from gearskifte.connectors import safe_xml
from gearskifte.connectors.findings import Findings, Remark
from gearskifte.connectors.masking import masked
from gearskifte.connectors.node import Node, split_tag
from gearskifte.kernel.errors import Text
from gearskifte.kernel.time import parse_timestamp
from gearskifte.registry.public import Refusal, Severity, parse_uuid

_POST_STATUS: Final = "{http://serviceplatformen.dk/xml/print/PKO_PostStatus/1/types}PKO_PostStatus"
_CPR_BASIC: Final = (
    "{http://serviceplatformen.dk/xml/wsdl/soap11/CPRBasicInformationService/1/}"
    "callCPRBasicInformationResponse"
)
_UNREADABLE: Final = Remark(
    "content",
    Severity.WARNING,
    Text(
        da="Beskedens indhold i base64 kan ikke læses som XML. Kun kuverten er brugt.",
        en="The message's base64 content cannot be read as XML. Only the envelope was used.",
    ),
)


def details(node: Node, findings: Findings) -> dict[str, str]:
    """What can be told of Beskeddata, by English names; empty for content that is not known."""
    for element in _contents(node, findings):
        for known, read in ((_POST_STATUS, _post_status), (_CPR_BASIC, _cpr_status)):
            found = next(element.iter(known), None)
            if found is not None:
                return {name: value for name, value in read(found).items() if value}
    return {}


def _contents(node: Node, findings: Findings) -> Iterator[Element]:
    for element in node.elements():
        _, name = split_tag(str(element.tag))
        if name != "Base64":
            yield element
            continue
        decoded = _decoded(element.text or "")
        if isinstance(decoded, Refusal):
            findings.add(_UNREADABLE, node)
        else:
            yield decoded


def _decoded(text: str) -> Element | Refusal:
    try:
        body = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        body = b""
    return safe_xml.parse(body, max_bytes=len(body))


def _post_status(element: Element) -> dict[str, str]:
    uuid = parse_uuid(_text(element, "MessageUUID"))
    return {
        "channel": masked(_text(element, "KanalKode"), 50),
        "status": masked(_text(element, "TransaktionsStatusKode"), 50),
        "occurred_at": _moment(_text(element, "TransaktionsDatoTid")),
        "message_uuid": str(uuid) if uuid is not None else "",
        "error_code": masked(_text(element, "FejlKode"), 50),
        "error_text": masked(_text(element, "FejlTekst"), 500),
    }


def _cpr_status(element: Element) -> dict[str, str]:
    return {
        "cpr_status": masked(_text(element, "status"), 5),
        "cpr_status_date": _day(_text(element, "statusdato")),
    }


def _text(element: Element, name: str) -> str:
    return (element.findtext(f".//{{*}}{name}") or "").strip()


def _moment(text: str) -> str:
    try:
        return parse_timestamp(text).moment.isoformat()
    except (ValueError, OverflowError):
        return ""


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""
