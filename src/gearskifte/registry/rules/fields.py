# SPDX-License-Identifier: EUPL-1.2
"""The names inside a fact's values: English here, the standard's element in the comment.

Left out means not stated; None means stated as empty (the standard: null is not false).
Times are ISO 8601 in UTC, dates ISO, amounts the text as sent, references `Reference`. What has no
meaning here, but stands in the standard, is kept all the same, so that it can be written again.
"""

from __future__ import annotations

from typing import Final

# --- keys of attribute sets and states ---------------------------------------------------------
PROPERTIES: Final = "properties"  # Egenskaber
INDEX: Final = "index"  # SagIndeksEgenskaber
PROGRESS: Final = "progress"  # Fremdrift
BENEFIT_PREFIX: Final = "benefit:"  # BevilgetYdelse, then its Id
REGISTRATION: Final = "registration"  # what stands on the Registrering itself; has no Virkning

# --- values of the registration itself ----------------------------------------------------------
INDEX_TIME: Final = "index_time"  # StsTidspunkt, where an index sent the message on
QUIET: Final = "quiet"  # UdenNotifikation
ATTRIBUTES_CHANGED_AT: Final = "attributes_changed_at"  # SenestAendretTidspunkt of AttributListe
STATES_CHANGED_AT: Final = "states_changed_at"  # the same of TilstandListe
RELATIONS_CHANGED_AT: Final = "relations_changed_at"  # the same of RelationListe

# --- values of a case's and a document's properties --------------------------------------------
USER_KEY: Final = "user_key"  # BrugervendtNoegle
NUMBER: Final = "number"  # Sagsnummer, Dokumentnummer
TITLE: Final = "title"  # Titel, the public one
DESCRIPTION: Final = "description"  # Beskrivelse
LEGAL_BASIS: Final = "legal_basis"  # HjemmelSpecifikation
DISPOSAL_CODE: Final = "disposal_code"  # Kassationskode
DELIVERED: Final = "delivered"  # AfleveretIndikator
PRINCIPAL: Final = "principal"  # PrincipielIndikator
EXEMPT_BASIS: Final = "exempt_legal_basis"  # OffentlighedUndtagetHjemmelTekst
TITLE_NOT_PUBLIC: Final = "title_not_public"  # TitelAlternativTekst
LETTER_DATE: Final = "letter_date"  # BrevDato
DOCUMENT_TYPE: Final = "document_type"  # Type
VERSION: Final = "version"  # VersionIdentifikator
SUB_VERSION: Final = "sub_version"  # UnderversionIdentifikator
LOCAL_STATUS: Final = "local_status"  # Sagsstatus
CATEGORY: Final = "category"  # Sagskategori
SENSITIVITY: Final = "sensitivity"  # Foelsomhed, as sent
LOCATION: Final = "location"  # Lokation
CREATED_AT: Final = "created_at"  # OprettetTidspunkt

# --- value of a state ---------------------------------------------------------------------------
STATE: Final = "state"  # FremdriftStatusKode, as sent

# --- values of a relation -----------------------------------------------------------------------
TYPE: Final = "type"  # which relation: actor, party, class, case, subject, journal, system, …
ROLE: Final = "role"  # English role name, "unknown" where the role's UUID is not known
ROLE_ID: Final = "role_id"  # Rolle, UUID or URN text as sent
OBJECT_TYPE_ID: Final = "object_type_id"  # Type, UUID or URN text as sent
TARGET: Final = "target"  # ReferenceID
TARGET_URN: Final = "target_urn"  # its URN as sent, where that is not the usual one (urn:oio:cvr:)
POSITION: Final = "position"  # Indeks, where it is not in the fact's key
CHANGED_AT: Final = "changed_at"  # SenestAendretTidspunkt of the relation's LokalUdvidelseListe
NAME: Final = "name"  # FuldtNavn, SystemNavn, Klassetitel
CVR: Final = "cvr"  # CVR-Nummer, CVR-nr, CVR-Nr
URI: Final = "uri"  # SystemURI
FACET_TITLE: Final = "facet_title"  # Facettitel
CLASS_KEY: Final = "class_key"  # BrugervendtNoegle of a class: the KLE number
SEARCH_WORDS: Final = "search_words"  # Soegeord: list of the two below and DESCRIPTION
SEARCH_WORD: Final = "search_word"  # SoegeordIdentifikator
SEARCH_CATEGORY: Final = "search_category"  # SoegeordKategoriTekst, SoegeordKategori
NOTE_TITLE: Final = "note_title"  # JournalnotatEgenskaber/Titel
NOTE_TEXT: Final = "note_text"  # JournalnotatEgenskaber/Notat, decoded where it is text
NOTE_CONTENT: Final = "note_content"  # JournalnotatEgenskaber/Notat in base64, if not UTF-8 text
NOTE_FORMAT: Final = "note_format"  # JournalnotatEgenskaber/Format
TEXT: Final = "text"  # Tekstfelt

# --- values of a grant, a benefit, a plan -------------------------------------------------------
START: Final = "start"  # …startdato
END: Final = "end"  # …slutdato
REASON: Final = "reason"  # Begrundelse
BENEFIT_ID: Final = "benefit_id"  # Id, BevilgetYdelseId
BENEFIT_NAME: Final = "benefit_name"  # Ydelsesnavn
BENEFIT_LINK: Final = "benefit_"  # before ROLE_ID, TARGET and their like: those of Ydelse itself
CLASS_LINK: Final = "class_"  # the same of Ydelse/Klassifikation
CLASS_TITLE: Final = "class_title"  # Klassetitel on a benefit
REPAYABLE: Final = "repayable"  # Tilbagebetalingspligtig
MESSAGE: Final = "message"  # Meddelelse
SYSTEMS: Final = "systems"  # ItSystem: list of relations without a validity of their own
PLANS: Final = "plans"  # OekonomiskEffektueringsplan: list of the six below, start and end
PLAN_ID: Final = "plan_id"  # Id of the plan
FREQUENCY: Final = "frequency"  # Beregningsfrekvens
IN_ADVANCE: Final = "in_advance"  # ForudBagud: True for Forud
DISPOSAL_DAY: Final = "disposal_day"  # Dispositionsdag
AMOUNT: Final = "amount"  # Ydelsesbeloeb, text as sent
MANUAL_APPROVAL: Final = "manual_approval"  # ManueltGodkendes

# --- values of a payment and its lines ----------------------------------------------------------
GROSS: Final = "gross"  # SamletBruttobeloeb
DISPOSAL_DATE: Final = "disposal_date"  # Dispositionsdato
NET: Final = "net"  # BeloebEfterSkatATP
SENT: Final = "sent"  # BeloebSendtTilUdbetaling
PAID: Final = "paid"  # BeloebUdbetalt
DEPARTMENT: Final = "department"  # Udbetalingsafdeling
SENT_TEXT: Final = "sent_text"  # SendtTilUdbetalingTekst
PAID_TEXT: Final = "paid_text"  # UdbetaltTekst
GRANT_ID: Final = "grant_id"  # BevilgetYdelseRef/UUIDIdentifikator

# --- types and roles of relations ---------------------------------------------------------------
ACTOR: Final = "actor"  # Sagsaktoer, Dokumentaktoer, Bevillingsaktoer, Aktoer
PARTY: Final = "party"  # Sagspart, Dokumentpart, Bevillingspart, OekonomiskEffektueringPart
CLASS: Final = "class"  # Sagsklasse, Dokumentklasse
CASE: Final = "case"  # Sagsrelation, Bevillingssag
SUBJECT: Final = "subject"  # Sagsgenstande
DOCUMENT: Final = "document"  # Dokumentrelation
JOURNAL: Final = "journal"  # Journalpost
SYSTEM: Final = "system"  # SagsitsystemRelation, DokumentitsystemRelation, ItSystem
SECURITY: Final = "security"  # Sikkerhedsprofil
LINE: Final = "line"  # OekonomiskYdelseEffektueringRelation

OWNER: Final = "owner"  # Ejer
RESPONSIBLE: Final = "responsible"  # Ansvarlig
PRIMARY_HANDLER: Final = "primary_handler"  # Primær behandler
PAYING_UNIT: Final = "paying_unit"  # Udbetalende enhed
PRIMARY: Final = "primary"  # Primær part, Primær klasse
BENEFIT_RECIPIENT: Final = "benefit_recipient"  # Ydelsesmodtager
GRANT_RECIPIENT: Final = "grant_recipient"  # Bevillingsmodtager
PAYMENT_RECIPIENT: Final = "payment_recipient"  # effektueringens modtager
DOCUMENT_PARTY: Final = "document_party"  # Parter on a document
COPY_PARTY: Final = "copy_party"  # Kopiparter on a document
PARENT_CASE: Final = "parent_case"  # Oversag
ACTION: Final = "action"  # Handlingsklasse
DISPLAY: Final = "display"  # Visningsklasse
DECISION: Final = "decision"  # Afgørelsesklasse
FILED: Final = "filed"  # Tilakteret (Vedlagt, where its role is known: ATTACHED)
ATTACHED: Final = "attached"  # Vedlagt
NOTE: Final = "note"  # Journalnotat
MASTER: Final = "master"  # Master
SENDER: Final = "sender"  # Afsender
GRANT_CASE: Final = "grant_case"  # Bevillingssag
ACCESS: Final = "access"  # Adgang
UNKNOWN: Final = "unknown"  # the role's UUID is in no catalogue we have
