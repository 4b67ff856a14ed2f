# SPDX-License-Identifier: EUPL-1.2
"""Reads `importer` and `opdater` messages of SF1470 Sags- og Dokumentindeks v6."""

from __future__ import annotations

from typing import Final

from gearskifte.connectors import refusals
from gearskifte.connectors.findings import Findings
from gearskifte.connectors.node import Node
from gearskifte.connectors.recognise import Message
from gearskifte.connectors.sagdok.forms import ObjectForm
from gearskifte.connectors.sagdok.objects import read_objects
from gearskifte.connectors.sf1470.forms import CASE, DOCUMENT
from gearskifte.registry.public import Operation, Reading

EDITION: Final = "SF1470-2023-07"
"""Anvisninger v1.7, 7 July 2023."""

_OBJECTS: Final[dict[str, tuple[Operation, dict[str, ObjectForm]]]] = {
    "ImporterSagDokumentIndeksInput": (
        Operation.IMPORT,
        {"SagIndeks": CASE, "DokumentIndeks": DOCUMENT},
    ),
    "OpdaterSagDokumentIndeksInput": (
        Operation.UPDATE,
        {"OpdaterSagIndeks": CASE, "OpdaterDokumentIndeks": DOCUMENT},
    ),
}


def read(message: Message) -> Reading:
    """The cases and documents of a message."""
    operation, forms = _OBJECTS[message.node.name]
    found: list[tuple[Node, ObjectForm]] = [
        (node, forms[node.name]) for node in message.node.children(*forms)
    ]
    interface = message.standard.interface
    if not found:
        return Reading(
            interface, message.message_id, refusals=(refusals.no_objects(message.node.path),)
        )
    return read_objects(interface, message.message_id, operation, found, Findings(EDITION))
