# SPDX-License-Identifier: EUPL-1.2
"""A payment's line (OekonomiskYdelseEffektueringRelation): what was paid, for which grant."""

from __future__ import annotations

from typing import Any, Final

from msgspec import UNSET

from gearskifte.connectors.findings import Findings
from gearskifte.connectors.node import Node
from gearskifte.connectors.sagdok.columns import Columns, Entry, OneOf
from gearskifte.connectors.sagdok.elements import Format, as_end, as_start, as_text, as_uuid
from gearskifte.connectors.sagdok.facts import only, relation
from gearskifte.connectors.sagdok.inference import is_kle_number
from gearskifte.connectors.sf1491 import roles
from gearskifte.connectors.sf1491.amounts import as_amount
from gearskifte.registry.public import fields


def _read_number(node: Node, _: Findings) -> Any:
    return node.text if is_kle_number(node.text) else UNSET


def _read_words(node: Node, _: Findings) -> Any:
    return UNSET if is_kle_number(node.text) else node.text


_DESCRIPTION: Final = OneOf(
    ((fields.CLASS_KEY, Format(_read_number)), (fields.NAME, Format(_read_words)))
)
"""Klassifikationsbeskrivelse is the class's key where it is a number, else its name."""

_OWN: Final[dict[str, Entry]] = {
    "YdelsesperiodeStartdato": (fields.START, as_start),
    "YdelsesperiodeSlutdato": (fields.END, as_end),
    "Ydelsesbeloeb": (fields.AMOUNT, as_amount),
    "Klassifikationsbeskrivelse": _DESCRIPTION,
    "BevilgetYdelseRef": Columns(
        {
            "sd:UUIDIdentifikator": (fields.GRANT_ID, as_uuid),
            "BevilgetYdelseId": (fields.BENEFIT_ID, as_text),
        }
    ),
}
LINE: Final = relation(fields.LINE, roles.PAYMENT_LINES, only(fields.LINE), own=_OWN)
