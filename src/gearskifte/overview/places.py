# SPDX-License-Identifier: EUPL-1.2
"""Where a page of somebody's data stands: on one's own pages, in a look-up, or on behalf of others.

The same pages are shown in all three; only their addresses and a few words differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from uuid import UUID

from django.urls import reverse


class Kind(StrEnum):
    """Whose page it is, seen from the reader."""

    OWN = "own"
    LOOK_UP = "look_up"
    ACTING = "acting"


@dataclass(frozen=True, slots=True)
class Place:
    """A place that pages lie in; `key` is the id of the look-up or of the mandate.

    `as_of` is the day as of which an official sees the page as the citizen would.
    `narrow` is whether only a part of somebody's data can be seen here, so that an empty list says
    nothing about the rest.
    """

    kind: Kind = Kind.OWN
    key: UUID | None = None
    narrow: bool = False
    as_of: date | None = None

    @property
    def own(self) -> bool:
        """Whether the reader reads their own page."""
        return self.kind is Kind.OWN

    @property
    def official(self) -> bool:
        """Whether an official reads."""
        return self.kind is Kind.LOOK_UP

    @property
    def acting(self) -> bool:
        """Whether a citizen reads somebody else's page."""
        return self.kind is Kind.ACTING

    @property
    def home(self) -> str:
        """The address of the overview here."""
        match self.kind:
            case Kind.OWN:
                return _own()
            case Kind.LOOK_UP if self.as_of is not None:
                asked = {"look_up": self.key, "day": self.as_of.isoformat()}
                return reverse("overview:preview", kwargs=asked)
            case Kind.LOOK_UP:
                return reverse("overview:citizen", kwargs={"look_up": self.key})
            case Kind.ACTING:
                return reverse("overview:acting", kwargs={"mandate": self.key})

    @property
    def money(self) -> str:
        """The address of the page of money and help here."""
        return f"{self.home}penge/"

    def case(self, case: UUID) -> str:
        """The address of a case here: below the overview, wherever that is."""
        return f"{self.home}sag/{case}/"


@cache
def _own() -> str:
    return reverse("overview:mine")


OWN = Place()
