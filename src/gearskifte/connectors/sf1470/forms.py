# SPDX-License-Identifier: EUPL-1.2
"""How a case and a document are written: the standard's elements and the registry's fields.

The tables are in the order of the schemas, and read and write alike.
Source: SF1470 XML schemas 6.0 (Sag, SagIndeks, DokumentIndeks, GenerelleDefinitioner).
"""

from __future__ import annotations

from typing import Final

from gearskifte.connectors.sagdok.columns import Columns, Entry, Repeated
from gearskifte.connectors.sagdok.elements import (
    as_day,
    as_flag,
    as_identifier,
    as_moment,
    as_sensitivity,
    as_text,
    one_of,
)
from gearskifte.connectors.sagdok.facts import UNSHOWN, attribute_set, only, progress, relation
from gearskifte.connectors.sagdok.forms import ListForm, ObjectForm
from gearskifte.connectors.sf1470 import roles
from gearskifte.connectors.sf1470.completeness import check_case, check_document
from gearskifte.connectors.sf1470.journal import NOTE
from gearskifte.registry.public import Kind, fields

_EXEMPTION: Final = Columns(
    {
        "sd:TitelAlternativTekst": (fields.TITLE_NOT_PUBLIC, as_text),
        "sd:OffentlighedUndtagetHjemmelTekst": (fields.EXEMPT_BASIS, as_text),
    }
)
_CASE_PROPERTIES: Final = Columns(
    {
        "BrugervendtNoegle": (fields.USER_KEY, as_text),
        "AfleveretIndikator": (fields.DELIVERED, as_flag),
        "Beskrivelse": (fields.DESCRIPTION, as_text),
        "HjemmelSpecifikation": (fields.LEGAL_BASIS, as_text),
        "Kassationskode": (fields.DISPOSAL_CODE, as_text),
        "OffentlighedUndtaget": _EXEMPTION,
        "PrincipielIndikator": (fields.PRINCIPAL, as_flag),
        "Sagsnummer": (fields.NUMBER, as_text),
        "Titel": (fields.TITLE, as_text),
    }
)
_CASE_INDEX: Final = Columns(
    {
        "Sagsstatus": (fields.LOCAL_STATUS, as_text),
        "Sagskategori": (fields.CATEGORY, as_text),
        "Foelsomhed": (fields.SENSITIVITY, as_sensitivity),
        "Lokation": (fields.LOCATION, as_text),
        "OprettetTidspunkt": (fields.CREATED_AT, as_moment),
    }
)
_CASE_PROGRESS: Final = one_of("Opstaaet", "Oplyst", "Afgjort", "Afsluttet")
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
_DOCUMENT_PROPERTIES: Final = Columns(
    {
        "BrugervendtNoegle": (fields.USER_KEY, as_text),
        "Titel": (fields.TITLE, as_text),
        "Beskrivelse": (fields.DESCRIPTION, as_text),
        "BrevDato": (fields.LETTER_DATE, as_day),
        "OffentlighedUndtaget": _EXEMPTION,
        "VersionIdentifikator": (fields.VERSION, as_text),
        "UnderversionIdentifikator": (fields.SUB_VERSION, as_text),
        "Kassationskode": (fields.DISPOSAL_CODE, as_text),
        "Dokumentnummer": (fields.NUMBER, as_text),
        "Foelsomhed": (fields.SENSITIVITY, as_sensitivity),
        "Type": (fields.DOCUMENT_TYPE, _DOCUMENT_TYPE),
    }
)
_DOCUMENT_PROGRESS: Final = one_of(
    "Modtaget",
    "Fordelt",
    "Underudarbejdelse",
    "Underreview",
    "Publiceret",
    "Endeligt",
    "Afleveret",
)

_CASE_ACTOR: Final = Columns(
    {
        "BrugervendtNoegle": (fields.USER_KEY, as_text),
        "FuldtNavn": (fields.NAME, as_text),
        "CVR-Nummer": (fields.CVR, as_text),
    },
    also={"CVR-Nr": "CVR-Nummer"},
)
_DOCUMENT_ACTOR: Final = Columns(
    {
        "BrugervendtNoegle": (fields.USER_KEY, as_text),
        "FuldtNavn": (fields.NAME, as_text),
        "CVR-Nr": (fields.CVR, as_text),
    },
    also={"CVR-Nummer": "CVR-Nr"},
)
_PARTY: Final = Columns(
    {
        "BrugervendtNoegle": (fields.USER_KEY, as_text),
        "FuldtNavn": (fields.NAME, as_text),
    }
)
_CLASS: Final[dict[str, Entry]] = {
    "Facettitel": (fields.FACET_TITLE, as_text),
    "Klassetitel": (fields.NAME, as_text),
    "BrugervendtNoegle": (fields.CLASS_KEY, as_text),
}
_CASE_CLASS: Final = Columns(
    {
        **_CLASS,
        "Soegeord": Repeated(
            fields.SEARCH_WORDS,
            Columns(
                {
                    "SoegeordIdentifikator": (fields.SEARCH_WORD, as_text),
                    "sd:BeskrivelseTekst": (fields.DESCRIPTION, as_text),
                    "SoegeordKategoriTekst": (fields.SEARCH_CATEGORY, as_text),
                }
            ),
        ),
    }
)
_DOCUMENT_CLASS: Final = Columns(
    {
        **_CLASS,
        "Soegeord": Repeated(
            fields.SEARCH_WORDS,
            Columns(
                {
                    "SoegeordIdentifikator": (fields.SEARCH_WORD, as_text),
                    "Beskrivelse": (fields.DESCRIPTION, as_text),
                    "SoegeordKategori": (fields.SEARCH_CATEGORY, as_text),
                }
            ),
        ),
    }
)
_SUBJECT: Final = Columns({"Tekstfelt": (fields.TEXT, as_text)})
_SYSTEM: Final[dict[str, Entry]] = {
    "SystemNavn": (fields.NAME, as_text),
    "SystemURI": (fields.URI, as_text),
}
_JOURNAL: Final[dict[str, Entry]] = {
    "JournalpostEgenskaber": Columns(
        {
            "Dokumenttitel": (fields.TITLE, as_text),
            "sd:OffentlighedUndtaget": _EXEMPTION,
            "JournalnotatEgenskaber": Columns(
                {
                    "Titel": (fields.NOTE_TITLE, as_text),
                    "Notat": NOTE,
                    "Format": (fields.NOTE_FORMAT, as_identifier),
                }
            ),
        }
    )
}

_SYSTEM_RELATION: Final = relation(fields.SYSTEM, roles.SYSTEMS, UNSHOWN, own=_SYSTEM)
# A security profile has one role only, and it restricts: taking it so is safe.
_SECURITY: Final = relation(fields.SECURITY, roles.SECURITY, only(fields.ACCESS))

CASE: Final = ObjectForm(
    Kind.CASE,
    space="sag",
    imported=("SagIndeks",),
    updated="OpdaterSagIndeks",
    attributes=ListForm(
        {"Egenskaber": attribute_set(fields.PROPERTIES, _CASE_PROPERTIES, needs=("Titel",))},
        {
            "si:SagIndeksEgenskaber": attribute_set(
                fields.INDEX, _CASE_INDEX, validity="gd:Virkning"
            )
        },
    ),
    states=ListForm({"Fremdrift": progress(_CASE_PROGRESS)}),
    relations=ListForm(
        {
            "Sagsaktoer": relation(
                fields.ACTOR,
                roles.ACTORS,
                UNSHOWN,
                extension={"si:SagsaktoerLokalUdvidelse": _CASE_ACTOR},
            ),
            "Sagsklasse": relation(
                fields.CLASS,
                roles.CLASSES,
                roles.of_class,
                extension={"si:SagsklasseLokalUdvidelse": _CASE_CLASS},
            ),
            "Sagspart": relation(
                fields.PARTY,
                roles.PARTIES,
                UNSHOWN,
                extension={"si:SagspartLokalUdvidelse": _PARTY},
            ),
            "Sagsrelation": relation(fields.CASE, roles.CASES, UNSHOWN),
            "Sagsgenstande": relation(
                fields.SUBJECT,
                roles.NONE_KNOWN,
                UNSHOWN,
                extension={"si:SagsgenstandeLokalUdvidelse": _SUBJECT},
            ),
            "Journalpost": relation(
                fields.JOURNAL, roles.JOURNAL, roles.of_journal_post, own=_JOURNAL
            ),
        },
        {"si:SagsitsystemRelation": _SYSTEM_RELATION, "si:Sikkerhedsprofil": _SECURITY},
    ),
    check=check_case,
)

DOCUMENT: Final = ObjectForm(
    Kind.DOCUMENT,
    space="di",
    imported=("DokumentIndeks",),
    updated="OpdaterDokumentIndeks",
    attributes=ListForm(
        {"Egenskaber": attribute_set(fields.PROPERTIES, _DOCUMENT_PROPERTIES, needs=("Titel",))}
    ),
    states=ListForm({"Fremdrift": progress(_DOCUMENT_PROGRESS)}),
    relations=ListForm(
        {
            "Dokumentrelation": relation(fields.DOCUMENT, roles.NONE_KNOWN, UNSHOWN),
            "Dokumentaktoer": relation(
                fields.ACTOR,
                roles.ACTORS,
                UNSHOWN,
                extension={"di:DokumentaktoerLokalUdvidelse": _DOCUMENT_ACTOR},
            ),
            "Dokumentpart": relation(
                fields.PARTY,
                roles.DOCUMENT_PARTIES,
                UNSHOWN,
                extension={"di:DokumentpartLokalUdvidelse": _PARTY},
            ),
            "Dokumentklasse": relation(
                fields.CLASS,
                roles.CLASSES,
                roles.of_class,
                extension={"di:DokumentklasseLokalUdvidelse": _DOCUMENT_CLASS},
            ),
        },
        {"di:DokumentitsystemRelation": _SYSTEM_RELATION, "di:Sikkerhedsprofil": _SECURITY},
    ),
    check=check_document,
)
