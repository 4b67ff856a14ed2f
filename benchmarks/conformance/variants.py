# SPDX-License-Identifier: EUPL-1.2
"""Good messages in other clothes: what must not earn an error."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Final

from lxml import etree

from benchmarks.conformance.rows import Row
from benchmarks.conformance.writing import PREFIXES, Element, Writer

_LEFT_OUT: Final = 0.5
_UUID: Final = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
_MOMENT: Final = re.compile(r"^\d{4}-\d\d-\d\dT")


def good(writer: Writer, number: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Good messages, each with its own choice of optional parts and its own clothes."""
    dice = random.Random(seed)  # noqa: S311 - reproducible, nothing secret
    rows = [row for rows in writer.rows.values() for row in rows]
    for _ in range(number):
        object_ = dice.choice(("Sag", "Dokument"))
        roles = [each for each in writer.roles if each.object == object_ and not each.least]
        extra = dice.sample(roles, dice.randint(0, len(roles)))
        root = writer.message(object_, extra, _left_out(rows, dice))
        name = dice.choice(list(_CLOTHES))
        yield f"{name}: {', '.join(each.role for each in extra)}", _CLOTHES[name](root, dice)


def _left_out(rows: list[Row], dice: random.Random) -> frozenset[int]:
    """Rows that may be left out, with those that hang on them."""
    out = {
        row.number
        for row in rows
        if row.rule.startswith("Ikke obligatorisk") and dice.random() < _LEFT_OUT
    }
    hanging = [row for row in rows if row.duty == "OB4" and "udfyldt med en URN" not in row.rule]
    for row in hanging:
        if any(each.number in out for each in rows if _depends(row, each)):
            out.add(row.number)
    return frozenset(out)


def _depends(row: Row, on: Row) -> bool:
    written = row.rule.replace("VersionIndikator", "VersionIdentifikator")
    return row.place == on.place and row.path[:-1] == on.path[:-1] and f"’{on.name}’" in written


def _plain(root: Element, _: random.Random) -> bytes:
    return etree.tostring(root)


def _prefixes(root: Element, dice: random.Random) -> bytes:
    names = [f"p{number}" for number in range(len(PREFIXES))]
    dice.shuffle(names)
    other = etree.Element(root.tag, nsmap=dict(zip(names, PREFIXES.values(), strict=True)))
    other[:] = list(root)
    etree.cleanup_namespaces(other)
    return etree.tostring(other)


def _default_namespace(root: Element, _: random.Random) -> bytes:
    text = etree.tostring(root, encoding="unicode")
    for prefix, space in PREFIXES.items():
        text = re.sub(rf"<{prefix}:([\w-]+)", rf'<\1 xmlns="{space}"', text)
        text = re.sub(rf"</{prefix}:([\w-]+)", r"</\1", text)
    return text.encode()


def _capitals(root: Element, _: random.Random) -> bytes:
    for each in root.iter():
        if each.text and _UUID.match(each.text):
            each.text = each.text.upper()
    return etree.tostring(root)


def _zones(root: Element, dice: random.Random) -> bytes:
    for each in root.iter():
        if each.text and _MOMENT.match(each.text):
            zone = timezone(timedelta(minutes=dice.choice((-300, 0, 60, 120, 345))))
            moved = datetime.fromisoformat(each.text).astimezone(zone)
            each.text = moved.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return etree.tostring(root)


def _indented(root: Element, _: random.Random) -> bytes:
    etree.indent(root)
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<!-- x -->\n'
        + etree.tostring(root)
    )


def _attributes(root: Element, _: random.Random) -> bytes:
    root.set("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", "urn:a b.xsd")
    return b"\xef\xbb\xbf" + etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _envelope(root: Element, _: random.Random) -> bytes:
    soap = "http://www.w3.org/2003/05/soap-envelope"
    around = etree.Element(f"{{{soap}}}Envelope", nsmap={"s": soap})
    etree.SubElement(around, f"{{{soap}}}Header")
    etree.SubElement(around, f"{{{soap}}}Body").append(root)
    return etree.tostring(around)


def _bounded(root: Element, _: random.Random) -> bytes:
    """False instead of an end, as the schema also allows, is written out as true or 1."""
    for each in root.iter("{*}GraenseIndikator"):
        each.text = "1"
    return etree.tostring(root)


_CLOTHES: Final = {
    "plain": _plain,
    "other prefixes": _prefixes,
    "default namespaces": _default_namespace,
    "capital UUIDs": _capitals,
    "other zones": _zones,
    "indented": _indented,
    "attributes and byte order mark": _attributes,
    "SOAP envelope": _envelope,
    "true as 1": _bounded,
}
