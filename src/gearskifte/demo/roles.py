# SPDX-License-Identifier: EUPL-1.2
"""UUIDs of relation roles and object types in the indexes.

Those written out are the ones in KOMBIT's published samples for SF1470 and SF1491. The full list
stands in Fælleskommunalt Klassifikationssystem, which is not public; for the roles it alone knows
the demo invents fixed UUIDs (`invented`), which no other system uses.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from gearskifte.demo.identity import identify

# --- types of object -------------------------------------------------------------------------
ORGANISATION: Final = UUID("bc6972cd-8f2b-4b9d-8d37-62916d6a71aa")
UNIT: Final = UUID("c5fc3b3b-5197-49ee-92e6-ae6ba1957174")
EMPLOYEE: Final = UUID("85d65133-4b00-460d-992e-3984857b5768")
PERSON: Final = UUID("c189ba35-de4b-4363-a8b7-67f1456cf56f")
CLASS: Final = UUID("267235ea-526d-4a18-8001-f2a0e563eba1")
SYSTEM: Final = UUID("29fe1da2-897a-46cd-b635-b9be8e0bffd6")
CASE: Final = UUID("f08a4a13-2567-41d0-bf8d-3af754b03464")

# --- roles on a case (Sag) and, where they have the same name, on a document (Dokument) --------
OWNER: Final = UUID("9e979b84-b846-4472-8622-58007dc63c7e")
RESPONSIBLE: Final = UUID("a1263342-d348-44ba-a566-233f37c4cb67")
HANDLER: Final = UUID("bf1f93ed-9441-4af4-835b-baeb201f3076")
PRIMARY_PARTY: Final = UUID("d839f26a-d4d1-4441-b2d6-3dbbb12a9404")
PRIMARY_CLASS: Final = UUID("a86c6581-ec85-412d-a655-31a1f1d5b14f")
ACTION_CLASS: Final = UUID("05ef7011-11a7-4e4c-a46b-3de6aa457fc3")
MASTER: Final = UUID("251c24fd-57b0-4afc-9d73-b063d1957eb3")
SENDER: Final = UUID("1b3c6a6d-e977-4491-9bf8-b41ee6999f39")

# --- roles and types on a grant (Bevilling) and its benefits -------------------------------------
GRANT_OWNER: Final = UUID("abdf4d3e-f113-4282-b13e-6cd32a82621c")
GRANT_OWNER_TYPE: Final = UUID("45b7dafb-d90e-41da-b30e-ba007e577a8a")
GRANT_RESPONSIBLE: Final = UUID("fbe1016a-170a-4dea-8652-2813c1a566c0")
GRANT_RESPONSIBLE_TYPE: Final = UUID("4546cca2-838e-4e0d-a5bd-83757d603362")
BENEFIT_RECIPIENT: Final = UUID("93af57a7-7658-4fac-98da-9e5ac7a7d9a5")
GRANT_RECIPIENT: Final = UUID("3102fa7e-f56e-4510-b0d4-1650c590dc3b")
GRANT_PARTY_TYPE: Final = UUID("c59f1523-1786-48c7-baff-466de1db3320")
BENEFIT: Final = UUID("6ebd938f-0bbf-4142-a65c-fefe15e9f192")
BENEFIT_TYPE: Final = UUID("3aa45cbd-94c3-4601-84a6-66ce0f157dda")
BENEFIT_CLASS: Final = UUID("ea909030-c5fa-4544-9b22-a0010d08ebe1")
BENEFIT_CLASS_TYPE: Final = UUID("7c51b9a8-d388-4e83-8c8b-ee3a90458d0b")
GRANT_CASE: Final = UUID("31237487-787a-424f-8819-56aaedf00643")

# --- roles and types on a payment (Økonomisk effektuering) ---------------------------------------
PAYMENT_LINE: Final = UUID("ccc9d91b-9a4c-4ada-9be4-795ca068e89d")
PAYMENT_LINE_TYPE: Final = UUID("4fd9d6c1-2939-4bfe-b803-ab0b3904bd2f")
PAYMENT_OWNER: Final = UUID("a91824c4-da1d-47f9-bce2-5d6597879415")
PAYING_UNIT: Final = UUID("a1ff36be-b3fb-4e1f-aac0-9d3313070ecb")
PAYMENT_ACTOR_TYPE: Final = UUID("c622654c-d87f-4ac7-9a42-d0580253b979")
PAYMENT_RECIPIENT: Final = UUID("68d4b903-acae-4f2f-aafc-45bd999ed81f")
PAYMENT_PARTY_TYPE: Final = UUID("480769fd-9744-4859-950f-95cbb5633d36")


def invented(name: str) -> UUID:
    """The demo's own UUID for a role or type that has no public one."""
    return identify("role", name)


DOCUMENT: Final = invented("Dokument")
PROPERTY: Final = invented("Ejendom")
SECONDARY_PARTY: Final = invented("Sag/Sekundær part")
PARENT_CASE: Final = invented("Sag/Oversag")
BUILDING: Final = invented("Sag/Byggeri")
FILED: Final = invented("Sag/Tilakteret")
ATTACHED: Final = invented("Sag/Vedlagt")
NOTE: Final = invented("Sag/Journalnotat")
DISPLAY_CLASS: Final = invented("Sag/Visningsklasse")
DECISION_CLASS: Final = invented("Sag/Afgørelsesklasse")
NOTE_FORMAT: Final = invented("Journalnotatformat/Text")
DOCUMENT_PARTY: Final = invented("Dokument/Parter")
