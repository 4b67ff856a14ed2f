# SPDX-License-Identifier: EUPL-1.2
"""How a grant and a payment are written: the standard's elements and the registry's fields.

The tables are in the order of the schemas, and read and write alike.
Source: SF1491 XML schemas 6.0 (BevillingIndeks, OekonomiskEffektueringIndeks).
"""

from __future__ import annotations

from typing import Final

from gearskifte.connectors.findings import Findings
from gearskifte.connectors.node import Node
from gearskifte.connectors.sagdok.columns import Columns, Entry
from gearskifte.connectors.sagdok.elements import (
    as_date_text,
    as_end,
    as_sensitivity,
    as_start,
    as_text,
)
from gearskifte.connectors.sagdok.facts import UNSHOWN, attribute_set, only, relation
from gearskifte.connectors.sagdok.forms import ListForm, ObjectForm
from gearskifte.connectors.sf1491 import roles
from gearskifte.connectors.sf1491.amounts import as_amount
from gearskifte.connectors.sf1491.benefits import Benefits, check_names
from gearskifte.connectors.sf1491.lines import LINE
from gearskifte.registry.public import Kind, Registration, fields

_GRANT: Final = Columns(
    {
        "BrugervendtNoegle": (fields.USER_KEY, as_text),
        "Bevillingstartdato": (fields.START, as_date_text),
        "Bevillingslutdato": (fields.END, as_date_text),
        "Begrundelse": (fields.REASON, as_text),
        "Foelsomhed": (fields.SENSITIVITY, as_sensitivity),
    }
)
_PAYMENT: Final = Columns(
    {
        "BrugervendtNoegle": (fields.USER_KEY, as_text),
        "Startdato": (fields.START, as_start),
        "Slutdato": (fields.END, as_end),
        "SamletBruttobeloeb": (fields.GROSS, as_amount),
        "Dispositionsdato": (fields.DISPOSAL_DATE, as_end),
        "BeloebEfterSkatATP": (fields.NET, as_amount),
        "BeloebSendtTilUdbetaling": (fields.SENT, as_amount),
        "BeloebUdbetalt": (fields.PAID, as_amount),
        "Udbetalingsafdeling": (fields.DEPARTMENT, as_text),
        "SendtTilUdbetalingTekst": (fields.SENT_TEXT, as_text),
        "UdbetaltTekst": (fields.PAID_TEXT, as_text),
    }
)
_PARTY_OR_CASE: Final[dict[str, Entry]] = {
    "BrugervendtNoegle": (fields.USER_KEY, as_text),
    "FuldtNavn": (fields.NAME, as_text),
}
_ACTOR: Final[dict[str, Entry]] = {**_PARTY_OR_CASE, "CVR-nr": (fields.CVR, as_text)}
_SYSTEM: Final[dict[str, Entry]] = {
    "SystemNavn": (fields.NAME, as_text),
    "SystemURI": (fields.URI, as_text),
}


def _no_check(_: Node, __: tuple[Registration, ...], ___: Findings) -> None:
    """No public guidance says what a whole payment must have."""


GRANT: Final = ObjectForm(
    Kind.GRANT,
    space="bi",
    imported=("BevillingIndeks", "bi:BevillingIndeks"),
    updated="OpdaterBevillingIndeks",
    attributes=ListForm(
        {
            "Egenskaber": attribute_set(fields.PROPERTIES, _GRANT),
            "BevilgetYdelse": Benefits(),
        }
    ),
    states=ListForm(),
    relations=ListForm(
        {
            "Bevillingssag": relation(
                fields.CASE, roles.GRANT_CASES, only(fields.GRANT_CASE), own=_PARTY_OR_CASE
            ),
            "Bevillingspart": relation(
                fields.PARTY, roles.GRANT_PARTIES, UNSHOWN, own=_PARTY_OR_CASE
            ),
            "Bevillingsaktoer": relation(fields.ACTOR, roles.GRANT_ACTORS, UNSHOWN, own=_ACTOR),
            "Sikkerhedsprofil": relation(fields.SECURITY, roles.SECURITY, only(fields.ACCESS)),
        }
    ),
    check=check_names,
)

PAYMENT: Final = ObjectForm(
    Kind.PAYMENT,
    space="oei",
    imported=("OekonomiskEffektueringIndeks", "oei:OekonomiskEffektueringIndeks"),
    updated="OpdaterOekonomiskEffektueringIndeks",
    attributes=ListForm({"Egenskaber": attribute_set(fields.PROPERTIES, _PAYMENT)}),
    states=ListForm(),
    relations=ListForm(
        {
            "OekonomiskYdelseEffektueringRelation": LINE,
            "Aktoer": relation(fields.ACTOR, roles.PAYMENT_ACTORS, UNSHOWN, own=_ACTOR),
            "ItSystem": relation(fields.SYSTEM, roles.SYSTEMS, UNSHOWN, own=_SYSTEM),
            "OekonomiskEffektueringPart": relation(
                fields.PARTY, roles.PAYMENT_PARTIES, UNSHOWN, own=_PARTY_OR_CASE
            ),
        }
    ),
    check=_no_check,
)
