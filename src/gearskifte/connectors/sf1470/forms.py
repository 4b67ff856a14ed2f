# SPDX-License-Identifier: EUPL-1.2
"""How a case and a document are written: from the standard's elements to the registry's fields.

Source: SF1470 XML schemas 6.0 (Sag, SagIndeks, DokumentIndeks, GenerelleDefinitioner).
"""

from __future__ import annotations

from typing import Final

from gearskifte.connectors.sagdok.elements import (
    Columns,
    as_day,
    as_flag,
    as_identifier,
    as_moment,
    as_sensitivity,
    as_text,
    one_of,
)
from gearskifte.connectors.sagdok.facts import UNSHOWN, attribute_set, only, progress, relation
from gearskifte.connectors.sagdok.objects import ObjectForm
from gearskifte.connectors.sf1470 import roles
from gearskifte.connectors.sf1470.completeness import check_case, check_document
from gearskifte.connectors.sf1470.journal import as_note_text
from gearskifte.registry.public import Kind, fields

_EXEMPTION: Final[Columns] = {
    "TitelAlternativTekst": (fields.TITLE_NOT_PUBLIC, as_text),
    "OffentlighedUndtagetHjemmelTekst": (fields.EXEMPT_BASIS, as_text),
}
_CASE_PROPERTIES: Final[Columns] = {
    "BrugervendtNoegle": (fields.USER_KEY, as_text),
    "Sagsnummer": (fields.NUMBER, as_text),
    "Titel": (fields.TITLE, as_text),
    "Beskrivelse": (fields.DESCRIPTION, as_text),
    "HjemmelSpecifikation": (fields.LEGAL_BASIS, as_text),
    "Kassationskode": (fields.DISPOSAL_CODE, as_text),
    "AfleveretIndikator": (fields.DELIVERED, as_flag),
    "PrincipielIndikator": (fields.PRINCIPAL, as_flag),
    "OffentlighedUndtaget": _EXEMPTION,
}
_CASE_INDEX: Final[Columns] = {
    "Sagsstatus": (fields.LOCAL_STATUS, as_text),
    "Sagskategori": (fields.CATEGORY, as_text),
    "Foelsomhed": (fields.SENSITIVITY, as_sensitivity),
    "Lokation": (fields.LOCATION, as_text),
    "OprettetTidspunkt": (fields.CREATED_AT, as_moment),
}
_DOCUMENT_TYPE: Final = one_of(
    "Faktura",
    "Brev, indgaaende",
    "Brev, udgaaende",
    "Brev",
    "Internt Notat",
    "Eksternt Notat",
    "Rapport",
    "Dagsorden",
    "Plan",
    "Andet",
)
_DOCUMENT_PROPERTIES: Final[Columns] = {
    "BrugervendtNoegle": (fields.USER_KEY, as_text),
    "Dokumentnummer": (fields.NUMBER, as_text),
    "Titel": (fields.TITLE, as_text),
    "Beskrivelse": (fields.DESCRIPTION, as_text),
    "BrevDato": (fields.LETTER_DATE, as_day),
    "OffentlighedUndtaget": _EXEMPTION,
    "VersionIdentifikator": (fields.VERSION, as_text),
    "UnderversionIdentifikator": (fields.SUB_VERSION, as_text),
    "Kassationskode": (fields.DISPOSAL_CODE, as_text),
    "Foelsomhed": (fields.SENSITIVITY, as_sensitivity),
    "Type": (fields.DOCUMENT_TYPE, _DOCUMENT_TYPE),
}

_ACTOR: Final[Columns] = {
    "BrugervendtNoegle": (fields.USER_KEY, as_text),
    "FuldtNavn": (fields.NAME, as_text),
    "CVR-Nummer": (fields.CVR, as_text),
    "CVR-Nr": (fields.CVR, as_text),
}
_PARTY: Final[Columns] = {
    "BrugervendtNoegle": (fields.USER_KEY, as_text),
    "FuldtNavn": (fields.NAME, as_text),
}
_CLASS: Final[Columns] = {
    "Facettitel": (fields.FACET_TITLE, as_text),
    "Klassetitel": (fields.NAME, as_text),
    "BrugervendtNoegle": (fields.CLASS_KEY, as_text),
}
_SYSTEM: Final[Columns] = {
    "SystemNavn": (fields.NAME, as_text),
    "SystemURI": (fields.URI, as_text),
}
_JOURNAL: Final[Columns] = {
    "JournalpostEgenskaber": {
        "Dokumenttitel": (fields.TITLE, as_text),
        "OffentlighedUndtaget": _EXEMPTION,
        "JournalnotatEgenskaber": {
            "Titel": (fields.NOTE_TITLE, as_text),
            "Notat": (fields.NOTE_TEXT, as_note_text),
            "Format": (fields.NOTE_FORMAT, as_identifier),
        },
    }
}


def _extended(element: str, columns: Columns) -> Columns:
    """The fields of a relation's own extension, which the standard wraps twice."""
    return {"LokalUdvidelseListe": {element: columns}}


# A security profile has one role only, and it restricts: taking it so is safe.
_SECURITY: Final = relation(fields.SECURITY, roles.SECURITY, {}, only(fields.ACCESS))

CASE: Final = ObjectForm(
    Kind.CASE,
    attributes={
        "Egenskaber": attribute_set(fields.PROPERTIES, _CASE_PROPERTIES, needs=("Titel",)),
        "SagIndeksEgenskaber": attribute_set(fields.INDEX, _CASE_INDEX),
    },
    states={"Fremdrift": progress(one_of("Opstaaet", "Oplyst", "Afgjort", "Afsluttet"))},
    relations={
        "Sagsaktoer": relation(
            fields.ACTOR, roles.ACTORS, _extended("SagsaktoerLokalUdvidelse", _ACTOR), UNSHOWN
        ),
        "Sagspart": relation(
            fields.PARTY, roles.PARTIES, _extended("SagspartLokalUdvidelse", _PARTY), UNSHOWN
        ),
        "Sagsklasse": relation(
            fields.CLASS,
            roles.CLASSES,
            _extended("SagsklasseLokalUdvidelse", _CLASS),
            roles.of_class,
        ),
        "Sagsrelation": relation(fields.CASE, roles.NONE_KNOWN, {}, UNSHOWN),
        "Sagsgenstande": relation(
            fields.SUBJECT,
            roles.NONE_KNOWN,
            _extended("SagsgenstandeLokalUdvidelse", {"Tekstfelt": (fields.TEXT, as_text)}),
            UNSHOWN,
        ),
        "Journalpost": relation(fields.JOURNAL, roles.NONE_KNOWN, _JOURNAL, roles.of_journal_post),
        "SagsitsystemRelation": relation(fields.SYSTEM, roles.SYSTEMS, _SYSTEM, UNSHOWN),
        "Sikkerhedsprofil": _SECURITY,
    },
    check=check_case,
)

DOCUMENT: Final = ObjectForm(
    Kind.DOCUMENT,
    attributes={
        "Egenskaber": attribute_set(fields.PROPERTIES, _DOCUMENT_PROPERTIES, needs=("Titel",)),
    },
    states={
        "Fremdrift": progress(
            one_of(
                "Modtaget",
                "Fordelt",
                "Underudarbejdelse",
                "Underreview",
                "Publiceret",
                "Endeligt",
                "Afleveret",
            )
        )
    },
    relations={
        "Dokumentrelation": relation(fields.DOCUMENT, roles.NONE_KNOWN, {}, UNSHOWN),
        "Dokumentaktoer": relation(
            fields.ACTOR, roles.ACTORS, _extended("DokumentaktoerLokalUdvidelse", _ACTOR), UNSHOWN
        ),
        "Dokumentpart": relation(
            fields.PARTY, roles.PARTIES, _extended("DokumentpartLokalUdvidelse", _PARTY), UNSHOWN
        ),
        "Dokumentklasse": relation(
            fields.CLASS,
            roles.CLASSES,
            _extended("DokumentklasseLokalUdvidelse", _CLASS),
            roles.of_class,
        ),
        "DokumentitsystemRelation": relation(fields.SYSTEM, roles.SYSTEMS, _SYSTEM, UNSHOWN),
        "Sikkerhedsprofil": _SECURITY,
    },
    check=check_document,
)
