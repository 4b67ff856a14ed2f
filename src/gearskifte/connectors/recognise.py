# SPDX-License-Identifier: EUPL-1.2
"""Tells which standard a message follows, from its outermost element, also inside SOAP."""

from __future__ import annotations

import re
from typing import Final

import msgspec
from lxml.etree import _Element as Element

from gearskifte.connectors import refusals
from gearskifte.connectors.node import Node, split_tag
from gearskifte.registry.public import Refusal, parse_uuid

SAGDOK: Final = "urn:oio:sagdok:3.0.0"
ENVELOPE: Final = "urn:oio:besked:kuvert:1.0"
VALUE_LIST: Final = "urn:oio:sts:beskedfordeler:vaerdiliste:1.0.0"
_SOAP: Final = (
    "http://schemas.xmlsoap.org/soap/envelope/",
    "http://www.w3.org/2003/05/soap-envelope",
)
_TRANSACTION: Final = "{http://kombit.dk/xml/schemas/RequestHeader/1/}TransactionUUID"


class Standard(msgspec.Struct, frozen=True):
    """A standard that carries data.

    Attributes:
        interface: its name in Denmark's shared municipal infrastructure.
        roots: namespaces of its outermost elements.
        parts: namespaces of what is inside them.
        messages: the outermost elements that carry data.
    """

    interface: str
    roots: tuple[str, ...]
    parts: tuple[str, ...]
    messages: tuple[str, ...]

    @property
    def namespaces(self) -> frozenset[str]:
        """Every namespace in which an element counts as the standard's own."""
        return frozenset((*self.roots, *self.parts))


SF1470: Final = Standard(
    "SF1470",
    roots=(
        "urn:oio:sts:sagdok:sagdokumentindeks:6",
        "urn:oio:sts:sagdok:sagindeks:6",
        "urn:oio:sts:sagdok:dokumentindeks:6",
        "urn:oio:sts:sagdok:sag:6",
    ),
    parts=(SAGDOK, "urn:oio:sts:generelledefinitioner:6", "urn:oio:sts:generelleoperationer:6"),
    messages=("ImporterSagDokumentIndeksInput", "OpdaterSagDokumentIndeksInput"),
)
SF1491: Final = Standard(
    "SF1491",
    roots=(
        "urn:oio:sts:ydelse:ydelseindeks:6",
        "urn:oio:sts:ydelse:bevillingindeks:6",
        "urn:oio:sts:ydelse:oekonomiskeffektueringindeks:6",
    ),
    parts=(SAGDOK, "urn:oio:sts:generelledefinitioner:6", "urn:oio:sts:generelleoperationer:6"),
    messages=("ImporterYdelseIndeksInput", "OpdaterYdelseIndeksInput"),
)
EVENTS: Final = Standard(
    "Beskedfordeler",
    roots=(ENVELOPE,),
    parts=(SAGDOK,),
    messages=("Haendelsesbesked",),
)
KLE: Final = Standard(
    "KLE", roots=("",), parts=(), messages=("KLE-Emneplan", "KLE-Handlingsfacetter")
)
_STANDARDS: Final = (SF1470, SF1491, EVENTS, KLE)

_WITHOUT_DATA: Final = (
    (re.compile(r"(Fremsoeg|Laes|List|Soeg)\w*Input"), refusals.question),
    (re.compile(r"\w+Output"), refusals.reply),
    (re.compile(r"(Fjern|Slet|Passiver|Kasser)\w*Input"), refusals.command),
)


class Message(msgspec.Struct, frozen=True):
    """A message whose standard is known.

    Attributes:
        node: its outermost element, the SOAP envelope taken off.
        message_id: TransactionUUID of the envelope's RequestHeader, "" where there is none.
    """

    standard: Standard
    node: Node
    message_id: str


def recognise(root: Element) -> Message | Refusal:
    """Which standard the XML follows, or why it is not taken in."""
    message_id, element = _without_envelope(root)
    if element is None:
        return refusals.empty_envelope()
    namespace, name = split_tag(str(element.tag))
    if namespace in _SOAP:
        return refusals.reply("SOAP", "Fault")
    for standard in _STANDARDS:
        if namespace in standard.roots and name in standard.messages:
            return _whole(element, standard) or Message(
                standard, Node(element, standard.namespaces), message_id
            )
    return _wrapped_event(element, message_id) or _refused(namespace, name)


def _without_envelope(root: Element) -> tuple[str, Element | None]:
    namespace, name = split_tag(str(root.tag))
    if namespace not in _SOAP or name != "Envelope":
        return "", root
    header = root.find(f"{{{namespace}}}Header")
    transaction = "" if header is None else header.findtext(f".//{_TRANSACTION}") or ""
    uuid = parse_uuid(transaction)
    body = root.find(f"{{{namespace}}}Body")
    inside = None if body is None else next(iter(body), None)
    return str(uuid) if uuid is not None else transaction.strip(), inside


def _whole(element: Element, standard: Standard) -> Refusal | None:
    """A refusal when a part of the message is in another version of the standard."""
    if standard is EVENTS:  # an event may carry content of any standard and version
        return None
    expected = {_stem(namespace): namespace for namespace in standard.namespaces if namespace}
    for namespace in {split_tag(tag)[0] for tag in {str(each.tag) for each in element.iter()}}:
        known = expected.get(_stem(namespace), namespace)
        if known != namespace:
            return refusals.wrong_version(namespace, known)
    return None


def _wrapped_event(element: Element, message_id: str) -> Message | Refusal | None:
    for event in element.iter("{*}Haendelsesbesked"):
        namespace, _ = split_tag(str(event.tag))
        if namespace == ENVELOPE:
            # The wrapper may be of any service, so its own namespace counts as known too.
            namespaces = EVENTS.namespaces | {split_tag(str(element.tag))[0]}
            return Message(EVENTS, Node(element, namespaces), message_id)
        if _stem(namespace) == _stem(ENVELOPE):
            return refusals.wrong_version(namespace, ENVELOPE)
    return None


def _refused(namespace: str, name: str) -> Refusal:
    if namespace == VALUE_LIST:
        return refusals.value_list(name)
    for standard in _STANDARDS:
        if namespace and namespace in standard.roots:
            return _not_data(standard.interface, name)
        for known in filter(None, standard.roots):
            if _stem(namespace) == _stem(known):
                return refusals.wrong_version(namespace, known)
    return refusals.unknown_root(namespace, name)


def _not_data(interface: str, name: str) -> Refusal:
    for form, refusal in _WITHOUT_DATA:
        if form.fullmatch(name):
            return refusal(interface, name)
    return refusals.wrong_root(interface, name)


def _stem(namespace: str) -> str:
    """A namespace without its version, the last part."""
    return namespace.rpartition(":")[0]
