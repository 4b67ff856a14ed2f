# SPDX-License-Identifier: EUPL-1.2
"""What other connectors read, and what none does: a connector must not take it for its own."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Final

OF_CONNECTORS: Final[Mapping[str, tuple[bytes, ...]]] = {
    "national standards": (
        b'<x:ImporterSagDokumentIndeksInput xmlns:x="urn:oio:sts:sagdok:sagdokumentindeks:6"/>',
        b'<OpdaterYdelseIndeksInput xmlns="urn:oio:sts:ydelse:ydelseindeks:6"/>',
        b'<Haendelsesbesked xmlns="urn:oio:besked:kuvert:1.0"/>',
        b"<KLE-Emneplan><UdgivelsesDato>2024-01-01</UdgivelsesDato></KLE-Emneplan>",
    ),
    "XES": (
        b'<log xes.version="1.0"><trace><string key="concept:name" value="1"/></trace></log>',
        b'<?xml version="1.0"?>\n<!-- x -->\n<log xmlns="http://www.xes-standard.org/"/>',
    ),
    "CSV": (
        b"Sagsnr;Aktivitet;Tidspunkt\r\n1;Modtaget;01-03-2024 09.00\r\n",
        b"case:concept:name,concept:name,time:timestamp\n1,Received,2024-03-01T09:00:00Z\n",
    ),
    "event log, case by case": (b'{"gearskifte":"case/1","format":"XES","log":"x"}',),
}
"""Name of a connector → messages it recognises."""

OF_NOBODY: Final = (
    b"",
    b" \r\n",
    b"\x00" * 100,
    b"\xef\xbb\xbf",
    b"<!doctype html><title>Sager</title>",
    b'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>',
    b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    b"{}",
    b"[]",
    b'{"sager": []}',
    b"Nummer;Titel\n1;Kaffe\n",
    b"Kaere kommune,\n\nhvordan gaar det med min sag?\n",
    b"PK\x03\x04",
    b"%PDF-1.7\n",
    b"\x89PNG\r\n\x1a\n",
    b"\x1f\x8b\x08\x00",
    Random(1).randbytes(64 * 1024),  # noqa: S311 - noise, not a secret
)
"""What no connector recognises."""
