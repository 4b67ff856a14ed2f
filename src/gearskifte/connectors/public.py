# SPDX-License-Identifier: EUPL-1.2
"""The door of the connectors: bytes in, a reading out; registrations in, bytes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from gearskifte.connectors import national, plugins, unpacking
from gearskifte.connectors.conformance.checker import check, check_together
from gearskifte.connectors.conformance.coverage import Coverage, Rule, coverage, rules
from gearskifte.connectors.conformance.finding import ConformanceFinding
from gearskifte.connectors.conformance.role_names import RoleName, parse_roles
from gearskifte.connectors.connector import DAMAGED, PEEK, Connector, Delivery, Part, Stream
from gearskifte.connectors.csvlog.splitting import CONNECTOR as CSV
from gearskifte.connectors.eventlog.reader import CONNECTOR as EVENT_LOG
from gearskifte.connectors.inventory.reader import CONNECTOR as INVENTORY
from gearskifte.connectors.mapping import LogMapping, parse_mapping
from gearskifte.connectors.sagdok.unwritable import Unwritable
from gearskifte.connectors.sf1470.writer import write as write_sf1470
from gearskifte.connectors.sf1491.writer import write as write_sf1491
from gearskifte.connectors.xes.splitting import CONNECTOR as XES
from gearskifte.registry.public import Kind, Reading, Registration

if TYPE_CHECKING:
    from gearskifte.connectors.eventlog.flow import LoggedRows
    from gearskifte.effects.public import LogRow

__all__ = [
    "DAMAGED",
    "ConformanceFinding",
    "Connector",
    "Coverage",
    "Delivery",
    "LogMapping",
    "Part",
    "RoleName",
    "Rule",
    "Stream",
    "Unwritable",
    "check",
    "check_together",
    "connectors",
    "coverage",
    "holds_messages",
    "interface_of",
    "is_message",
    "log_cases",
    "log_rows",
    "messages_in",
    "parse_mapping",
    "parse_roles",
    "read",
    "rules",
    "write",
]

_OWN: Final = (EVENT_LOG, INVENTORY, XES, CSV, national.CONNECTOR)
_WRITERS: Final[Mapping[str, Callable[[Sequence[Registration]], bytes]]] = {
    "SF1470": write_sf1470,
    "SF1491": write_sf1491,
}
_INTERFACES: Final = {
    Kind.CASE: "SF1470",
    Kind.DOCUMENT: "SF1470",
    Kind.GRANT: "SF1491",
    Kind.PAYMENT: "SF1491",
}


def connectors() -> tuple[Connector, ...]:
    """All formats that are read here: Gearskifte's own, then those of installed packages.

    Raises:
        ConfigurationError: if a package's connector cannot be loaded.
    """
    return _OWN + plugins.installed()


def read(body: bytes, *, max_bytes: int) -> Reading:
    """What a message says, in whichever of the known formats it is written.

    Never raises for what is in `body`: what cannot be used comes back as refusals.

    Args:
        body: the message as it was received.
        max_bytes: messages larger than this are refused without being parsed.
    """
    start = body[:PEEK]
    found = next((each for each in connectors() if each.recognises(start)), national.CONNECTOR)
    return found.read(body, max_bytes=max_bytes)


def interface_of(kind: Kind) -> str:
    """The standard that carries objects of this kind, by its name ("SF1470", "SF1491")."""
    return _INTERFACES[kind]


def write(registrations: Iterable[Registration]) -> bytes:
    """One message that says these registrations: what `read` gives of it is equal to them.

    All must be of one operation and, by the kind of their objects, of one standard; they keep their
    order. The structure is the schema's. Values are written as they are, so what broke the standard
    when it came in breaks it in the same place again.

    Raises:
        Unwritable: if there are none, if they do not belong in one message, or if something in them
            has no place in the standard.
    """
    given = tuple(registrations)
    first = given[0].kind if given else Kind.CASE
    return _WRITERS[interface_of(first)](given)


def is_message(body: bytes) -> bool:
    """Whether a file found in a folder is a message in XML, by its beginning.

    False for schemas (XSD, WSDL), web pages and what is not XML (csv, json, md). True for what
    looks like XML but may be broken, and for an empty file, so that they are refused with a reason
    rather than passed over.
    """
    return national.looks_like_message(body)


def holds_messages(file: BinaryIO) -> bool:
    """Whether a file found in a folder is to be read: a message, a log, or of a package's format.

    Raises:
        OSError: if the file cannot be read.
    """
    start = unpacking.beginning(file)
    recognised = any(each.recognises(start[:PEEK]) for each in connectors())
    return recognised or national.looks_like_message(start)


def log_rows(path: Path, mapping: LogMapping, object_type: str = "") -> Iterator[LogRow] | None:
    """The events of an XES or OCEL 2.0 log that is only to be counted; None for anything else.

    Args:
        path: of the log; XES may be compressed.
        mapping: what its receiver says of it.
        object_type: of an OCEL log, the kind of object that is followed.

    Raises:
        InputRefused: if the log cannot be read to its end, while it is read.
    """
    # Who counts needs the arrays of effects; who imports messages does not wait for them.
    from gearskifte.connectors.ocel import flow as ocel  # noqa: PLC0415
    from gearskifte.connectors.xes.flow import flow as xes  # noqa: PLC0415

    with path.open("rb") as file:
        start = unpacking.beginning(file)[:PEEK]
    if XES.recognises(start):
        return unpacking.flowing(path, lambda stream: xes(stream, path.name, mapping))
    if ocel.recognises(start):
        return ocel.flow(path, start, mapping, object_type)
    return None


def log_cases(path: Path, mapping: LogMapping) -> Iterator[LoggedRows] | None:
    """The cases of an XES log that is only to be counted; None for anything else.

    Args:
        path: of the log, which may be compressed.
        mapping: what its receiver says of it.

    Raises:
        InputRefused: GS-CON-097 if the log cannot be read to its end, while it is read.
    """
    from gearskifte.connectors.xes.flow import cases_of  # noqa: PLC0415 - as above

    with path.open("rb") as file:
        start = unpacking.beginning(file)[:PEEK]
    if XES.recognises(start):
        return unpacking.flowing(path, lambda stream: cases_of(stream, path.name, mapping))
    return None


def messages_in(
    file: BinaryIO, name: str, *, max_bytes: int, mapping: LogMapping | None = None
) -> Iterator[tuple[str, bytes]]:
    """Every message in a file: where it stood there and its bytes, with constant memory for logs.

    A log, compressed or not, gives one for each of its cases and a note of delivery; any other file
    is one message itself.

    Args:
        file: open for reading bytes; it must be possible to go back in it.
        name: what the file is called.
        max_bytes: no message made of a log is larger.
        mapping: what is said of logs.

    Raises:
        OSError: if the file cannot be read.
    """
    said = mapping or LogMapping()
    for part in unpacking.unpack(file, name, connectors(), mapping=said, max_bytes=max_bytes):
        yield (f"{name}#{part.place}" if part.place else name), part.body
