# SPDX-License-Identifier: EUPL-1.2
"""How one vendor writes the standards' XML: prefixes, letter case, zones, layout, references.

Text is built directly, not through a document tree: a message is some 10 kB of ever the same
elements, and a large municipality has a hundred thousand of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, Literal
from uuid import UUID
from xml.sax.saxutils import escape

from gearskifte.demo import roles
from gearskifte.demo.organisation import Actor, Employee

NAMESPACES: Final = {
    "sd": "urn:oio:sagdok:3.0.0",
    "gd": "urn:oio:sts:generelledefinitioner:6",
    "sag": "urn:oio:sts:sagdok:sag:6",
    "si": "urn:oio:sts:sagdok:sagindeks:6",
    "di": "urn:oio:sts:sagdok:dokumentindeks:6",
    "sdi": "urn:oio:sts:sagdok:sagdokumentindeks:6",
    "bi": "urn:oio:sts:ydelse:bevillingindeks:6",
    "oei": "urn:oio:sts:ydelse:oekonomiskeffektueringindeks:6",
    "yi": "urn:oio:sts:ydelse:ydelseindeks:6",
}
_TYPES: Final = {
    "organisation": roles.ORGANISATION,
    "unit": roles.UNIT,
    "employee": roles.EMPLOYEE,
    "system": roles.SYSTEM,
}
Zone = Literal["offset", "utc", "none"]
Layout = Literal["indented", "lines", "compact"]


class Dialect:
    """One vendor's way of writing.

    Args:
        prefixes: the standard's usual short name of each namespace used → this vendor's prefix;
            "" makes it the default namespace.
        zone: times with Danish offset, as UTC, or local without any zone (a common fault).
        capitals: whether UUIDs are written in capitals.
    """

    def __init__(
        self,
        prefixes: Mapping[str, str],
        *,
        zone: Zone = "offset",
        layout: Layout = "indented",
        capitals: bool = False,
    ) -> None:
        self._tags = {space: f"{prefix}:" if prefix else "" for space, prefix in prefixes.items()}
        self._declared = "".join(
            f' xmlns{":" if prefix else ""}{prefix}="{NAMESPACES[space]}"'
            for space, prefix in prefixes.items()
        )
        self._zone = zone
        self._layout = layout
        self._capitals = capitals
        # The same few validities and roles stand in a message over and over again.
        self.validity = lru_cache(maxsize=256)(self._validity)
        self._role = lru_cache(maxsize=256)(self._role_and_type)

    def el(self, space: str, name: str, *content: str) -> str:
        """An element with ready content."""
        tag = self._tags[space] + name
        return f"<{tag}>{''.join(content)}</{tag}>"

    def text(self, space: str, name: str, value: str) -> str:
        """An element with text; nothing at all where the text is empty."""
        return self.el(space, name, escape(value)) if value else ""

    def message(self, space: str, name: str, *content: str) -> bytes:
        """A whole message with its root element."""
        tag = self._tags[space] + name
        xml = f"<{tag}{self._declared}>{''.join(content)}</{tag}>"
        return _LAYOUTS[self._layout](xml).encode()

    def uuid(self, value: UUID) -> str:
        """A UUID as text."""
        return str(value).upper() if self._capitals else str(value)

    def id(self, value: UUID) -> str:
        """A UUID as an element (UUIDIdentifikator)."""
        return self.el("sd", "UUIDIdentifikator", self.uuid(value))

    def urn(self, value: str) -> str:
        """A URN as an element (URNIdentifikator)."""
        return self.text("sd", "URNIdentifikator", value)

    def moment(self, value: datetime) -> str:
        """A moment as text."""
        if self._zone == "none":
            return value.replace(tzinfo=None).isoformat(timespec="seconds")
        if self._zone == "utc":
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        return value.isoformat(timespec="milliseconds")

    def _validity(self, space: str, start: datetime, end: datetime | None, by: Employee) -> str:
        """The time a statement is valid and who made it (Virkning)."""
        stamp = self.el("sd", "TidsstempelDatoTid", self.moment(start))
        limit = (
            self.el("sd", "GraenseIndikator", "true")
            if end is None
            else self.el("sd", "TidsstempelDatoTid", self.moment(end))
        )
        return self.el(
            space,
            "Virkning",
            self.el("sd", "FraTidspunkt", stamp),
            self.el("sd", "TilTidspunkt", limit),
            *self.made_by(by),
        )

    def made_by(self, by: Employee) -> tuple[str, str]:
        """Who made a statement (AktoerRef) and what kind of actor that is (AktoerTypeKode)."""
        return (
            self.el("sd", "AktoerRef", self.reference(by.actor)),
            self.el("sd", "AktoerTypeKode", "Bruger"),
        )

    def reference(self, actor: Actor) -> str:
        """A reference to an organisation, unit, employee or system."""
        return self.id(actor.id)

    def user_key(self, actor: Actor) -> str:
        """The key an actor must also have when it is referred to by URN (BrugervendtNoegle)."""
        del actor
        return ""

    def object_type(self, actor: Actor) -> UUID:
        """The type of object an actor is."""
        return _TYPES[actor.kind]

    def relation(
        self,
        role: UUID,
        kind: UUID,
        target: str,
        *,
        index: str = "",
        space: str = "gd",
        extension: str = "",
    ) -> str:
        """What follows Virkning in a relation: Rolle, Type, Indeks, ReferenceID, extension."""
        return "".join(
            (
                self._role(space, role, kind),
                self.text(space, "Indeks", index),
                self.el(space, "ReferenceID", target),
                self.el(space, "LokalUdvidelseListe", extension) if extension else "",
            )
        )

    def _role_and_type(self, space: str, role: UUID, kind: UUID) -> str:
        return self.el(space, "Rolle", self.id(role)) + self.el(space, "Type", self.id(kind))


_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _indented(xml: str) -> str:
    indent = ""
    lines = [_DECLARATION.rstrip()]
    for piece in xml[1:-1].split("><"):
        if piece[0] == "/":
            indent = indent[2:]
            lines.append(f"{indent}<{piece}>")
        else:
            lines.append(f"{indent}<{piece}>")
            if "</" not in piece:
                indent += "  "
    return "\n".join(lines) + "\n"


def _in_lines(xml: str) -> str:
    return _DECLARATION.rstrip() + "\r\n" + xml.replace("><", ">\r\n<") + "\r\n"


def _compact(xml: str) -> str:
    return _DECLARATION + xml


_LAYOUTS: Final = {"indented": _indented, "lines": _in_lines, "compact": _compact}
