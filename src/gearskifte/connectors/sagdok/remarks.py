# SPDX-License-Identifier: EUPL-1.2
"""The remarks that any message built on OIO Sag og Dokument can earn.

Source: KOMBIT, anvisninger v1.7 (7 July 2023) for case and document; the general guidance v1.2
(11 November 2019) for both indexes.
"""

from __future__ import annotations

from typing import Final

from gearskifte.connectors.findings import Remark
from gearskifte.kernel.errors import Text
from gearskifte.registry.public import Severity

ZONE_MISSING: Final = Remark(
    "zone",
    Severity.INFO,
    Text(
        da="Tidspunkter står uden tidszone. De er læst som dansk tid. Skriv zonen med.",
        en="Times are given without a zone. They were read as Danish time. State the zone.",
    ),
)
TIME_UNREADABLE: Final = Remark(
    "time",
    Severity.ERROR,
    Text(
        da="Tidspunktet kan ikke læses og er udeladt. Skriv det som ÅÅÅÅ-MM-DDTtt:mm:ss med zone.",
        en="The time cannot be read and was left out. Write it as YYYY-MM-DDThh:mm:ss with zone.",
    ),
)
DATE_IN_WORDS: Final = Remark(
    "time",
    Severity.ERROR,
    Text(
        da="Datoen kan ikke læses. Den er beholdt, som den står. Skriv den som ÅÅÅÅ-MM-DD.",
        en="The date cannot be read. It was kept as it stands. Write it as YYYY-MM-DD.",
    ),
)
START_MISSING: Final = Remark(
    "missing",
    Severity.ERROR,
    Text(
        da="Virkningens FraTidspunkt mangler. Registreringens Tidspunkt er brugt i stedet.",
        en="The validity has no FraTidspunkt. The registration's Tidspunkt was used instead.",
    ),
)
START_UNREADABLE: Final = Remark(
    "time",
    Severity.ERROR,
    Text(
        da="FraTidspunkt kan ikke læses. Registreringens Tidspunkt er brugt i stedet.",
        en="FraTidspunkt cannot be read. The registration's Tidspunkt was used instead.",
    ),
)
START_INFINITE: Final = Remark(
    "infinite",
    Severity.ERROR,
    Text(
        da="FraTidspunkt må ikke være uendeligt. Registreringens Tidspunkt er brugt i stedet.",
        en="FraTidspunkt must not be infinite. The registration's Tidspunkt was used instead.",
    ),
)
END_UNREADABLE: Final = Remark(
    "time",
    Severity.ERROR,
    Text(
        da="TilTidspunkt kan ikke læses, så oplysningen er udeladt. Ret det, og send igen.",
        en="TilTidspunkt cannot be read, so the statement was left out. Mend it and send again.",
    ),
)
END_BEFORE_START: Final = Remark(
    "before-start",
    Severity.ERROR,
    Text(
        da="TilTidspunkt ligger før FraTidspunkt, så oplysningen er udeladt. Ret, og send igen.",
        en="TilTidspunkt is before FraTidspunkt, so the statement was left out. Mend and resend.",
    ),
)
BOUNDARY_FALSE: Final = Remark(
    "boundary",
    Severity.WARNING,
    Text(
        da="GraenseIndikator kan kun være true. Tidspunktet er læst som uendeligt.",
        en="GraenseIndikator can only be true. The time was read as infinite.",
    ),
)
NOT_A_UUID: Final = Remark(
    "uuid",
    Severity.WARNING,
    Text(
        da="UUIDIdentifikator er ikke et UUID. Værdien er beholdt, som den står.",
        en="UUIDIdentifikator is not a UUID. The value was kept as it stands.",
    ),
)
REFERENCE_MISSING: Final = Remark(
    "missing",
    Severity.WARNING,
    Text(
        da="Relationen peger ikke på noget. Udfyld ReferenceID med UUID eller URN.",
        en="The relation points at nothing. Fill in ReferenceID with a UUID or a URN.",
    ),
)
CPR_MALFORMED: Final = Remark(
    "cpr-form",
    Severity.ERROR,
    Text(
        da="CPR-nummeret har ikke 10 cifre, så det peger ikke på nogen. Værdien er beholdt.",
        en="The CPR number does not have 10 digits, so it points at nobody. The value was kept.",
    ),
)
CPR_BARE: Final = Remark(
    "cpr-bare",
    Severity.ERROR,
    Text(
        da="Et CPR-nummer står uden urn:oio:cpr-nr: foran. Det er læst som et CPR-nummer.",
        en="A CPR number stands without urn:oio:cpr-nr: before it. It was read as a CPR number.",
    ),
)
CPR_NO_DATE: Final = Remark(
    "cpr-date",
    Severity.WARNING,
    Text(
        da="CPR-nummeret begynder ikke med en dato, der findes. Det er brugt, som det står.",
        en="The CPR number does not begin with a date that exists. It was used as it stands.",
    ),
)
CPR_SHIFTED: Final = Remark(
    "cpr-day-60",
    Severity.INFO,
    Text(
        da="CPR-nummerets dag er lagt 60 til: et administrativt nummer eller et testnummer.",
        en="The CPR number's day has 60 added: an administrative number or a test number.",
    ),
)
CODE_UNKNOWN: Final = Remark(
    "code",
    Severity.WARNING,
    Text(
        da="Værdien er ikke på standardens liste. Den er beholdt, som den står.",
        en="The value is not on the standard's list. It was kept as it stands.",
    ),
)
CODE_UNUSABLE: Final = Remark(
    "code",
    Severity.ERROR,
    Text(
        da="Værdien er ikke på standardens liste og kan ikke bruges. Den er udeladt.",
        en="The value is not on the standard's list and cannot be used. It was left out.",
    ),
)
TEXT_EMPTY: Final = Remark(
    "missing",
    Severity.WARNING,
    Text(
        da="Feltet er tomt eller mangler. Borgeren ser det som titel eller navn. Udfyld det.",
        en="The field is empty or missing. The citizen sees it as title or name. Fill it in.",
    ),
)
ROLE_UNKNOWN: Final = Remark(
    "role",
    Severity.INFO,
    Text(
        da="Rollens UUID er ikke i kataloget. Rollen er tolket, hvor formen gør den entydig.",
        en="The role's UUID is not in the catalogue. The role was inferred where the form allows.",
    ),
)
ELEMENT_UNKNOWN: Final = Remark(
    "unknown",
    Severity.INFO,
    Text(
        da="Listen har elementer, som ikke læses. De er i den gemte besked, men vises ikke.",
        en="The list has elements that are not read. They are in the kept message but not shown.",
    ),
)
REGISTRATION_LEFT_OUT: Final = Remark(
    "missing",
    Severity.ERROR,
    Text(
        da="Registreringen har intet læsbart Tidspunkt og er udeladt. Udfyld det, og send igen.",
        en="The registration has no readable Tidspunkt and was left out. Fill it in and resend.",
    ),
)
