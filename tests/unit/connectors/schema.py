# SPDX-License-Identifier: EUPL-1.2
"""Draws messages from the published schemas: any that is valid, with any of what they allow.

Not drawn is what the general guidance forbids (a Virkning without its ends, a registration without
its time), what says nothing (an empty note), and one of two ways to write the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, Protocol

from lxml import etree
from lxml.etree import _Element as Element

from gearskifte.kernel.time import parse_timestamp
from gearskifte.registry.public import parse_uuid
from tests.unit.connectors.messages import SHARED

XS: Final = "{http://www.w3.org/2001/XMLSchema}"
SCHEMAS: Final = {
    "SF1470": SHARED / "sf1470/xsd/6.0.STS-0/SagDokumentIndeksOperationer.xsd",
    "SF1491": SHARED / "sf1491_ydelse/xsd/6.0.STS-0/YdelseIndeksOperationer.xsd",
}
ROOTS: Final = {
    "ImporterSagDokumentIndeksInput": "SF1470",
    "OpdaterSagDokumentIndeksInput": "SF1470",
    "ImporterYdelseIndeksInput": "SF1491",
    "OpdaterYdelseIndeksInput": "SF1491",
}
# The schemas let any element stand in a LokalUdvidelseListe. These are the ones that belong there.
EXTENSIONS: Final = {
    ("sag", "AttributListe"): ("SagIndeksEgenskaber", True),
    ("sag", "RelationListe"): ("SagsitsystemRelation Sikkerhedsprofil", True),
    ("dokumentindeks", "RelationListe"): ("DokumentitsystemRelation Sikkerhedsprofil", True),
    ("sag", "Sagsaktoer"): ("SagsaktoerLokalUdvidelse", False),
    ("sag", "Sagsklasse"): ("SagsklasseLokalUdvidelse", False),
    ("sag", "Sagspart"): ("SagspartLokalUdvidelse", False),
    ("sag", "Sagsgenstande"): ("SagsgenstandeLokalUdvidelse", False),
    ("dokumentindeks", "Dokumentaktoer"): ("DokumentaktoerLokalUdvidelse", False),
    ("dokumentindeks", "Dokumentklasse"): ("DokumentklasseLokalUdvidelse", False),
    ("dokumentindeks", "Dokumentpart"): ("DokumentpartLokalUdvidelse", False),
}
ALWAYS: Final = {"Virkning", "FraTidspunkt", "TilTidspunkt", "Tidspunkt"}
"""Optional to the schemas alone."""


@dataclass(frozen=True)
class Leaf:
    """An element with text: where it stands and what the schema allows in it."""

    name: str
    parents: tuple[str, ...]
    base: str
    codes: tuple[str, ...] = ()
    pattern: str = ""
    shortest: int = 0
    longest: int = 50


class Chooser(Protocol):
    """Who decides what is drawn where the schema leaves it open."""

    def times(self, least: int, most: int) -> int:
        """How often an element stands."""

    def pick(self, number: int) -> int:
        """Which of so many alternatives stands."""

    def text(self, leaf: Leaf) -> str:
        """The text of an element."""


@dataclass
class Drawing:
    """One message that is being drawn."""

    schema: Schema
    chooser: Chooser
    above: list[str] = field(default_factory=list)

    def fill(self, element: Element, complex_type: Element) -> None:
        """Draw what is inside an element of a complex type."""
        for extension in complex_type.iter(f"{XS}extension"):
            self.fill(element, self.schema.named(extension, "base"))
            self._group(element, extension)
            return
        self._group(element, complex_type)

    def _group(self, element: Element, holder: Element) -> None:
        for group in holder.iterchildren(f"{XS}sequence", f"{XS}choice"):
            particles = list(group.iterchildren(f"{XS}element", f"{XS}any", f"{XS}choice"))
            if group.tag == f"{XS}sequence":
                for particle in particles:
                    self._particle(element, particle)
            elif _plain(element) == "FraTidspunkt":  # may be without bounds to the schema alone
                self._particle(element, particles[0])
            else:
                for _ in range(self.chooser.times(1, _most(group))):
                    self._particle(element, particles[self.chooser.pick(len(particles))])

    def _particle(self, parent: Element, particle: Element) -> None:
        if particle.tag == f"{XS}any":
            self._extensions(parent)
            return
        if particle.tag == f"{XS}choice":  # of one
            (particle,) = particle.iterchildren(f"{XS}element")
        declared = self.schema.named(particle, "ref") if particle.get("ref") else particle
        name = declared.get("name", "")
        least = 1 if name in ALWAYS else int(particle.get("minOccurs", "1"))
        for _ in range(self.chooser.times(least, _most(particle))):
            self._element(parent, declared, needed=least > 0)

    def _element(self, parent: Element, declared: Element, *, needed: bool) -> None:
        """Draw an element; what turns out to be empty stands only where it must."""
        space = declared.getroottree().getroot().get("targetNamespace", "")
        made = etree.SubElement(parent, f"{{{space}}}{declared.get('name')}")
        self.above.append(_plain(made))
        complex_type, leaf = self.schema.content(declared, tuple(self.above))
        if complex_type is not None:
            self.fill(made, complex_type)
            if not needed and len(made) == 0:
                parent.remove(made)
        elif leaf is not None:
            made.text = self.chooser.text(leaf)
        self.above.pop()

    def _extensions(self, listing: Element) -> None:
        holder = next(listing.iterancestors())
        space = str(etree.QName(holder).namespace).split(":")[-2]
        names, several = EXTENSIONS.get((space, _plain(holder)), ("", False))
        for name in names.split():
            declared = self.schema.element(name, space)
            for _ in range(self.chooser.times(0, 3 if several else 1)):
                self._element(listing, declared, needed=False)


class Schema:
    """The declarations of a standard's schemas."""

    def __init__(self, path: str) -> None:
        self._found: dict[tuple[str, str, str], Element] = {}
        self._seen: set[str] = set()
        self._read(path)

    def _read(self, path: str) -> None:
        if path in self._seen:
            return
        self._seen.add(path)
        root = etree.parse(path).getroot()
        for each in root.iterchildren(f"{XS}import", f"{XS}include"):
            self._read(str(Path(path).parent.joinpath(each.get("schemaLocation", "")).resolve()))
        for each in root.iterchildren(f"{XS}element", f"{XS}complexType", f"{XS}simpleType"):
            kind = "element" if each.tag == f"{XS}element" else "type"
            self._found[kind, root.get("targetNamespace", ""), each.get("name", "")] = each

    def named(self, node: Element, attribute: str) -> Element:
        """The declaration that an attribute names."""
        prefix, _, name = node.get(attribute, "").rpartition(":")
        kind = "element" if attribute == "ref" else "type"
        return self._found[kind, node.nsmap[prefix or None], name]

    def element(self, name: str, near: str = "") -> Element:
        """The declaration of a global element; of several, that of the index it is `near`."""
        near = "sagindeks" if near == "sag" else near
        found = {
            uri: node
            for (kind, uri, each), node in self._found.items()
            if kind == "element" and each == name
        }
        return next((found[uri] for uri in found if f":{near}:" in uri), next(iter(found.values())))

    def content(
        self, declared: Element, above: tuple[str, ...]
    ) -> tuple[Element | None, Leaf | None]:
        """An element's complex type, or else what its text may be."""
        inner = next(declared.iterchildren(f"{XS}complexType", f"{XS}simpleType"), None)
        base = declared.get("type", "")
        if inner is None and not self._is_builtin(declared, base):
            inner = self.named(declared, "type")
        if inner is not None and inner.tag == f"{XS}complexType":
            return inner, None
        return None, self._leaf(inner, base.rpartition(":")[2], above)

    def _is_builtin(self, node: Element, name: str) -> bool:
        prefix = name.rpartition(":")[0] or None
        return f"{{{node.nsmap.get(prefix)}}}" == XS

    def _leaf(self, simple: Element | None, base: str, above: tuple[str, ...]) -> Leaf:
        if simple is None:
            return Leaf(above[-1], above[:-1], base)
        (restriction,) = simple.iterchildren(f"{XS}restriction")
        facets = {
            name: [each.get("value", "") for each in restriction.iterchildren(f"{XS}{name}")]
            for name in ("enumeration", "pattern", "minLength", "maxLength")
        }
        return Leaf(
            above[-1],
            above[:-1],
            restriction.get("base", "").rpartition(":")[2],
            tuple(facets["enumeration"]),
            "".join(facets["pattern"]),
            int(*(facets["minLength"] or ["0"])),
            int(*(facets["maxLength"] or ["50"])),
        )


@cache
def schema(interface: str) -> Schema:
    """The declarations of a standard."""
    return Schema(str(SCHEMAS[interface]))


def message(name: str, chooser: Chooser) -> bytes:
    """A message with this outermost element."""
    declarations = schema(ROOTS[name])
    declared = declarations.element(name)
    complex_type, _ = declarations.content(declared, (name,))
    assert complex_type is not None
    space = declared.getroottree().getroot().get("targetNamespace", "")
    root = etree.Element(f"{{{space}}}{name}")
    Drawing(declarations, chooser, [name]).fill(root, complex_type)
    return etree.tostring(root, encoding="UTF-8")


@cache
def validator(interface: str) -> etree.XMLSchema:
    """What says whether a message is valid."""
    return etree.XMLSchema(file=str(SCHEMAS[interface]))


def errors(body: bytes) -> list[str]:
    """Why a message is not valid."""
    root = etree.fromstring(body)
    valid = validator(ROOTS[_plain(root)])
    return [] if valid.validate(root) else str(valid.error_log).splitlines()


def stated(body: bytes) -> Counter[tuple[str, str]]:
    """Every text of a message with the path to it; times by their moment, UUIDs in lower case."""
    root = etree.fromstring(body)
    return Counter(
        ("/".join((*_path(leaf), str(leaf.tag))), _meaning(leaf.text or ""))
        for leaf in root.iter(etree.Element)
        if len(leaf) == 0
    )


def _path(element: Element) -> Iterator[str]:
    yield from reversed([str(each.tag) for each in element.iterancestors()])


def _meaning(text: str) -> str:
    text = text.strip()
    if parse_uuid(text):
        return text.lower()
    try:
        return parse_timestamp(text).moment.isoformat() if "T" in text[:11] else text
    except ValueError:
        return text


def _most(particle: Element) -> int:
    most = particle.get("maxOccurs", "1")
    return 3 if most == "unbounded" else int(most)


def _plain(element: Element) -> str:
    return etree.QName(element).localname
