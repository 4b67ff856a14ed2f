# SPDX-License-Identifier: EUPL-1.2
"""Checks amounts (BeloebType) and keeps them as they were sent.

The schema allows any number of digits and decimals, so `5.942` passes it. It is most likely five
thousand written with a Danish thousands separator, and nobody may guess with a citizen's money.
"""

from __future__ import annotations

import re
from typing import Any, Final

from gearskifte.connectors.findings import Findings, Remark
from gearskifte.connectors.node import Node
from gearskifte.connectors.sagdok.elements import Format
from gearskifte.kernel.errors import Text
from gearskifte.kernel.quantities import Money
from gearskifte.registry.public import Severity

_AMOUNT = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}\.[0-9]{3}")

_NOT_AN_AMOUNT: Final = Remark(
    "amount",
    Severity.ERROR,
    Text(
        da="Beløbet er ikke skrevet som kroner med punktum før ører, fx 1234.50. "
        "Det er beholdt som tekst. Ret det, og send igen.",
        en="The amount is not written as kroner with a point before the øre, as in 1234.50. "
        "It was kept as text. Mend it and send again.",
    ),
)
_LOOKS_LIKE_THOUSANDS: Final = Remark(
    "thousands",
    Severity.ERROR,
    Text(
        da="Beløbet har tre decimaler og ligner tusinder med punktum. Skriv kroner uden det, "
        "og ører med to decimaler.",
        en="The amount has three decimals and looks like thousands. Write kroner without the "
        "point, and øre with two decimals.",
    ),
)
_FINER_THAN_OERE: Final = Remark(
    "finer-than-oere",
    Severity.ERROR,
    Text(
        da="Beløbet er finere end én øre. Skriv højst to decimaler.",
        en="The amount is finer than one øre. Write two decimals at most.",
    ),
)


def _read(node: Node, findings: Findings) -> Any:
    remark = _remark(node.text)
    if remark is not None:
        findings.add(remark, node)
    return node.text


def _remark(text: str) -> Remark | None:
    if not _AMOUNT.fullmatch(text):
        return _NOT_AN_AMOUNT
    if _THOUSANDS.fullmatch(text):
        return _LOOKS_LIKE_THOUSANDS
    try:
        Money.from_kroner(text)
    except ValueError:
        return _FINER_THAN_OERE
    return None


as_amount: Final = Format(_read)
"""The amount as sent; what is wrong with it is noted."""
