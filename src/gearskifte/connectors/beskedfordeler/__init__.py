# SPDX-License-Identifier: EUPL-1.2
"""Fælleskommunal Beskedfordeler: event messages (hændelsesbeskeder)."""
