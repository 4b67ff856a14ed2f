# SPDX-License-Identifier: EUPL-1.2
"""Writes `importer` and `opdater` messages of SF1470 Sags- og Dokumentindeks v6."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gearskifte.connectors.sagdok.writing import MessageForm, write_message
from gearskifte.connectors.sf1470.forms import CASE, DOCUMENT
from gearskifte.registry.public import Kind, Operation, Registration

_MESSAGE: Final = MessageForm(
    namespaces={
        "sdi": "urn:oio:sts:sagdok:sagdokumentindeks:6",
        "sag": "urn:oio:sts:sagdok:sag:6",
        "si": "urn:oio:sts:sagdok:sagindeks:6",
        "di": "urn:oio:sts:sagdok:dokumentindeks:6",
        "gd": "urn:oio:sts:generelledefinitioner:6",
        "sd": "urn:oio:sagdok:3.0.0",
    },
    roots={
        Operation.IMPORT: "sdi:ImporterSagDokumentIndeksInput",
        Operation.UPDATE: "sdi:OpdaterSagDokumentIndeksInput",
    },
    objects={Kind.CASE: CASE, Kind.DOCUMENT: DOCUMENT},
)


def write(registrations: Sequence[Registration]) -> bytes:
    """One message with these registrations of cases and documents, all of one operation.

    Raises:
        Unwritable: if they do not belong in one message, or something in them has no place in it.
    """
    return write_message(_MESSAGE, registrations)
