# SPDX-License-Identifier: EUPL-1.2
"""What a recipe leaves to each municipality to fill in: addresses of systems, words of its own.

The recipe says the name, the kind and what is meant; the value is a binding (see `binding`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.refusals import ValueFault
from gearskifte.robots.rules.values import Value, day_in, number_in

LONGEST: Final = 500
"""Characters of a value that is filled in."""
_HOST: Final = re.compile(r"^[\w.-]+$|^\[[0-9a-f:.]+\]$", re.IGNORECASE)


class Kind(StrEnum):
    """What may be filled in (slags)."""

    SYSTEM = "system"
    """Where a system is: an http or https address without a login in it."""

    TEXT = "tekst"
    NUMBER = "tal"
    DATE = "dato"
    CHOICE = "valg"
    UNIT = "enhed"
    """An organisational unit, as the municipality's own systems call it."""

    WORK_LIST = "arbejdsliste"
    """A list of work, as the municipality calls it."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something each municipality fills in.

    Attributes:
        name: by which the steps use it.
        kind: what sort of value it takes.
        what: what is meant, for the person who fills it in.
        suggestion: the value where nobody fills one in; "" demands one.
        options: what may be chosen, for `Kind.CHOICE`.
    """

    name: str
    kind: Kind
    what: str = ""
    suggestion: str = ""
    options: tuple[str, ...] = ()

    def fault(self) -> Text | None:
        """What is wrong with how the recipe asks for it."""
        if (self.kind is Kind.CHOICE) != bool(self.options):
            return Text(
                f"«{self.name}»: «muligheder» hører til «slags: valg», og kun til den.",
                f"`{self.name}`: `muligheder` belongs to `slags: valg`, and to nothing else.",
            )
        if self.suggestion:
            return self.wrong(self.suggestion)
        return None

    def wrong(self, written: str) -> Text | None:
        """What is wrong with a value, in words; None where it may be used."""
        if not written.strip() or len(written) > LONGEST:
            return Text(
                f"«{self.name}» skal udfyldes med højst {LONGEST} tegn.",
                f"`{self.name}` must be filled in with at most {LONGEST} characters.",
            )
        if self.kind is Kind.SYSTEM and not _is_address(written):
            return Text(
                f"«{self.name}»: skriv en adresse som https://fagsystem.kommune.dk, uden "
                "brugernavn, kode, «?» og «#».",
                f"`{self.name}`: write an address like https://system.municipality.example, "
                "without user, password, `?` and `#`.",
            )
        if self.kind is Kind.CHOICE and written not in self.options:
            known = ", ".join(self.options)
            return Text(
                f"«{self.name}»: vælg en af: {known}.", f"`{self.name}`: choose one of: {known}."
            )
        try:
            self.value(written)
        except ValueFault:
            da, en = ("et tal", "a number") if self.kind is Kind.NUMBER else _A_DATE
            return Text(f"«{self.name}»: skriv {da}.", f"`{self.name}`: write {en}.")
        return None

    def value(self, written: str) -> Value:
        """What was filled in, as the steps work with it; it has been looked at by `wrong`."""
        match self.kind:
            case Kind.NUMBER:
                return number_in(written)
            case Kind.DATE:
                return day_in(written)
            case Kind.SYSTEM:
                return written.strip().rstrip("/")
        return written.strip()


_A_DATE: Final = ("en dato som 31-12-2026", "a date like 31-12-2026")


def _is_address(written: str) -> bool:
    try:
        parts = urlsplit(written.strip())
        port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(_HOST.match(parts.netloc.rpartition(":")[0] if port else parts.netloc))
        and not (parts.query or parts.fragment or "?" in written or "#" in written)
        and not re.search(r"[\s\\{}]", written.strip())
    )
