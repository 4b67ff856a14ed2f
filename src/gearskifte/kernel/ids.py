# SPDX-License-Identifier: EUPL-1.2
"""Typed identifiers. A person's id is Gearskifte's own; a CPR number never identifies anything."""

from __future__ import annotations

from typing import NewType
from uuid import UUID

PersonId = NewType("PersonId", UUID)
"""Internal identity of a person (part); says nothing about who it is."""

ObjectId = NewType("ObjectId", UUID)
"""The UUID a source system gave an object (UUIDIdentifikator), kept through vendor swaps."""

SystemId = NewType("SystemId", UUID)
"""A source system (it-system)."""
