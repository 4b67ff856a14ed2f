# SPDX-License-Identifier: EUPL-1.2
"""Writes `importer` and `opdater` messages of SF1491 Ydelsesindeks v6."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gearskifte.connectors.sagdok.writing import MessageForm, write_message
from gearskifte.connectors.sf1491.forms import GRANT, PAYMENT
from gearskifte.registry.public import Kind, Operation, Registration

_MESSAGE: Final = MessageForm(
    namespaces={
        "yi": "urn:oio:sts:ydelse:ydelseindeks:6",
        "bi": "urn:oio:sts:ydelse:bevillingindeks:6",
        "oei": "urn:oio:sts:ydelse:oekonomiskeffektueringindeks:6",
        "gd": "urn:oio:sts:generelledefinitioner:6",
        "sd": "urn:oio:sagdok:3.0.0",
    },
    roots={
        Operation.IMPORT: "yi:ImporterYdelseIndeksInput",
        Operation.UPDATE: "yi:OpdaterYdelseIndeksInput",
    },
    objects={Kind.GRANT: GRANT, Kind.PAYMENT: PAYMENT},
)


def write(registrations: Sequence[Registration]) -> bytes:
    """One message with these registrations of grants and payments, all of one operation.

    Raises:
        Unwritable: if they do not belong in one message, or something in them has no place in it.
    """
    return write_message(_MESSAGE, registrations)
