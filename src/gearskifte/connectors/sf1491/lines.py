# SPDX-License-Identifier: EUPL-1.2
"""Reads a payment's line (OekonomiskYdelseEffektueringRelation): what was paid, for which grant."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

from gearskifte.connectors.findings import Findings
from gearskifte.connectors.node import Node
from gearskifte.connectors.sagdok.elements import Columns, as_moment_or_day, as_text, as_uuid
from gearskifte.connectors.sagdok.facts import only, relation
from gearskifte.connectors.sagdok.inference import is_kle_number
from gearskifte.connectors.sf1491 import roles
from gearskifte.connectors.sf1491.amounts import as_amount
from gearskifte.registry.public import Fact, fields

_COLUMNS: Final[Columns] = {
    "YdelsesperiodeStartdato": (fields.START, as_moment_or_day),
    "YdelsesperiodeSlutdato": (fields.END, as_moment_or_day),
    "Ydelsesbeloeb": (fields.AMOUNT, as_amount),
    "Klassifikationsbeskrivelse": (fields.NAME, as_text),
    "BevilgetYdelseRef": {
        "UUIDIdentifikator": (fields.GRANT_ID, as_uuid),
        "BevilgetYdelseId": (fields.BENEFIT_ID, as_text),
    },
}
_read = relation(fields.LINE, roles.PAYMENT_LINES, _COLUMNS, only(fields.LINE))


def read_line(node: Node, source_time: datetime, findings: Findings) -> Fact | None:
    """The fact of one line. Klassifikationsbeskrivelse is the class's key where it is a number."""
    fact = _read(node, source_time, findings)
    if fact is None or not is_kle_number(fact.values.get(fields.NAME) or ""):
        return fact
    values = {**fact.values, fields.CLASS_KEY: fact.values[fields.NAME]}
    del values[fields.NAME]
    return msgspec.structs.replace(fact, values=values)
