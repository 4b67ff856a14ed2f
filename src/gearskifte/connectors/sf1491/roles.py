# SPDX-License-Identifier: EUPL-1.2
"""Roles of relations on grants and payments, by their UUID.

Source of the UUIDs: KOMBIT's published sample clients for Ydelsesindeks. The full list is in
Fælleskommunalt Klassifikationssystem and is not public.
"""

from __future__ import annotations

from typing import Final

from gearskifte.registry.public import fields

GRANT_ACTORS: Final = {
    "abdf4d3e-f113-4282-b13e-6cd32a82621c": fields.OWNER,
    "fbe1016a-170a-4dea-8652-2813c1a566c0": fields.RESPONSIBLE,
}
GRANT_PARTIES: Final = {
    "3102fa7e-f56e-4510-b0d4-1650c590dc3b": fields.GRANT_RECIPIENT,
    "93af57a7-7658-4fac-98da-9e5ac7a7d9a5": fields.BENEFIT_RECIPIENT,
}
GRANT_CASES: Final = {"31237487-787a-424f-8819-56aaedf00643": fields.GRANT_CASE}
PAYMENT_ACTORS: Final = {
    "a91824c4-da1d-47f9-bce2-5d6597879415": fields.OWNER,
    "a1ff36be-b3fb-4e1f-aac0-9d3313070ecb": fields.PAYING_UNIT,
}
PAYMENT_PARTIES: Final = {"68d4b903-acae-4f2f-aafc-45bd999ed81f": fields.PAYMENT_RECIPIENT}
PAYMENT_LINES: Final = {"ccc9d91b-9a4c-4ada-9be4-795ca068e89d": fields.LINE}
SYSTEMS: Final = {
    "251c24fd-57b0-4afc-9d73-b063d1957eb3": fields.MASTER,
    "1b3c6a6d-e977-4491-9bf8-b41ee6999f39": fields.SENDER,
}
SECURITY: Final = {"4becdcec-c8bd-44a4-ac0b-5a0162986840": fields.ACCESS}
