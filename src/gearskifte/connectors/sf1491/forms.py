# SPDX-License-Identifier: EUPL-1.2
"""How a grant and a payment are written: from the standard's elements to the registry's fields.

Source: SF1491 XML schemas 6.0 (BevillingIndeks, OekonomiskEffektueringIndeks).
"""

from __future__ import annotations

from typing import Final

from gearskifte.connectors.findings import Findings
from gearskifte.connectors.node import Node
from gearskifte.connectors.sagdok.elements import (
    Columns,
    as_moment_or_day,
    as_sensitivity,
    as_text,
)
from gearskifte.connectors.sagdok.facts import UNSHOWN, attribute_set, only, relation
from gearskifte.connectors.sagdok.objects import ObjectForm, Readers
from gearskifte.connectors.sf1491 import roles
from gearskifte.connectors.sf1491.amounts import as_amount
from gearskifte.connectors.sf1491.benefits import check_names, read_benefit
from gearskifte.connectors.sf1491.lines import read_line
from gearskifte.registry.public import Kind, Registration, fields

_GRANT: Final[Columns] = {
    "BrugervendtNoegle": (fields.USER_KEY, as_text),
    "Bevillingstartdato": (fields.START, as_moment_or_day),
    "Bevillingslutdato": (fields.END, as_moment_or_day),
    "Begrundelse": (fields.REASON, as_text),
    "Foelsomhed": (fields.SENSITIVITY, as_sensitivity),
}
_PAYMENT: Final[Columns] = {
    "BrugervendtNoegle": (fields.USER_KEY, as_text),
    "Startdato": (fields.START, as_moment_or_day),
    "Slutdato": (fields.END, as_moment_or_day),
    "SamletBruttobeloeb": (fields.GROSS, as_amount),
    "Dispositionsdato": (fields.DISPOSAL_DATE, as_moment_or_day),
    "BeloebEfterSkatATP": (fields.NET, as_amount),
    "BeloebSendtTilUdbetaling": (fields.SENT, as_amount),
    "BeloebUdbetalt": (fields.PAID, as_amount),
    "Udbetalingsafdeling": (fields.DEPARTMENT, as_text),
    "SendtTilUdbetalingTekst": (fields.SENT_TEXT, as_text),
    "UdbetaltTekst": (fields.PAID_TEXT, as_text),
}
_ACTOR: Final[Columns] = {
    "BrugervendtNoegle": (fields.USER_KEY, as_text),
    "FuldtNavn": (fields.NAME, as_text),
    "CVR-nr": (fields.CVR, as_text),
}
_PARTY_OR_CASE: Final[Columns] = {
    "BrugervendtNoegle": (fields.USER_KEY, as_text),
    "FuldtNavn": (fields.NAME, as_text),
}
_SYSTEM: Final[Columns] = {
    "SystemNavn": (fields.NAME, as_text),
    "SystemURI": (fields.URI, as_text),
}


def _no_check(_: Node, __: tuple[Registration, ...], ___: Findings) -> None:
    """No public guidance says what a whole payment must have."""


_NO_STATES: Final[Readers] = {}

GRANT: Final = ObjectForm(
    Kind.GRANT,
    attributes={
        "Egenskaber": attribute_set(fields.PROPERTIES, _GRANT),
        "BevilgetYdelse": read_benefit,
    },
    states=_NO_STATES,
    relations={
        "Bevillingssag": relation(
            fields.CASE, roles.GRANT_CASES, _PARTY_OR_CASE, only(fields.GRANT_CASE)
        ),
        "Bevillingspart": relation(fields.PARTY, roles.GRANT_PARTIES, _PARTY_OR_CASE, UNSHOWN),
        "Bevillingsaktoer": relation(fields.ACTOR, roles.GRANT_ACTORS, _ACTOR, UNSHOWN),
        "Sikkerhedsprofil": relation(fields.SECURITY, roles.SECURITY, {}, only(fields.ACCESS)),
    },
    check=check_names,
)

PAYMENT: Final = ObjectForm(
    Kind.PAYMENT,
    attributes={"Egenskaber": attribute_set(fields.PROPERTIES, _PAYMENT)},
    states=_NO_STATES,
    relations={
        "OekonomiskYdelseEffektueringRelation": read_line,
        "Aktoer": relation(fields.ACTOR, roles.PAYMENT_ACTORS, _ACTOR, UNSHOWN),
        "ItSystem": relation(fields.SYSTEM, roles.SYSTEMS, _SYSTEM, UNSHOWN),
        "OekonomiskEffektueringPart": relation(
            fields.PARTY, roles.PAYMENT_PARTIES, _PARTY_OR_CASE, UNSHOWN
        ),
    },
    check=_no_check,
)
