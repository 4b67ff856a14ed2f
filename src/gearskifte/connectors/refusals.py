# SPDX-License-Identifier: EUPL-1.2
"""Why a whole message cannot be used, and what its sender should do. Codes GS-CON-001 to 019.

What is quoted from a message (a namespace, an element's name) is masked and cut short. Why one
object in a message is refused stands with the standard it follows.
"""

from __future__ import annotations

from gearskifte.connectors.masking import masked
from gearskifte.kernel.errors import Text
from gearskifte.registry.public import NOBODY, Named, Refusal


def too_large(size: int, max_bytes: int) -> Refusal:
    """The message is larger than the installation takes in; nothing of it was parsed."""
    return _refusal(
        "GS-CON-001",
        f"Beskeden fylder {size} byte, og grænsen er {max_bytes}. Del den i flere beskeder.",
        f"The message is {size} bytes and the limit is {max_bytes}. Split it into several.",
    )


def empty() -> Refusal:
    """Nothing but white space."""
    return _refusal(
        "GS-CON-002",
        "Beskeden er tom. Send den igen, og se efter om filen blev skrevet færdig.",
        "The message is empty. Send it again, and check that the file was written to its end.",
    )


def not_xml() -> Refusal:
    """Does not begin as XML does."""
    return _refusal(
        "GS-CON-003",
        "Indholdet er ikke XML: det begynder ikke med et element. Send beskeden som XML.",
        "The content is not XML: it does not begin with an element. Send the message as XML.",
    )


def malformed(line: int, column: int) -> Refusal:
    """XML that is not well-formed."""
    return _refusal(
        "GS-CON-004",
        f"XML'en er ikke velformet ved linje {line}, kolonne {column}. Ret afsenderens udskrivning "
        "(åbne elementer, tegn som & og <, navnerum uden erklæring), og send igen.",
        f"The XML is not well-formed at line {line}, column {column}. Mend how the sender writes "
        "it (open elements, characters such as & and <, undeclared namespaces) and send again.",
    )


def truncated(line: int, column: int) -> Refusal:
    """XML that ends before its outermost element does."""
    return _refusal(
        "GS-CON-005",
        f"XML'en stopper midt i det hele, ved linje {line}, kolonne {column}. "
        "Overførslen er nok afbrudt: send hele beskeden igen.",
        f"The XML ends in the middle, at line {line}, column {column}. "
        "The transfer was probably cut off: send the whole message again.",
    )


def wrong_encoding(encoding: str, line: int) -> Refusal:
    """The bytes are not in the encoding the message says or XML presumes."""
    shown = masked(encoding, 40)
    return _refusal(
        "GS-CON-006",
        f"Beskeden skal læses som {shown}, men linje {line} er ikke skrevet sådan. "
        "Skriv den tegnkodning, der faktisk bruges, eller send i UTF-8.",
        f"The message is to be read as {shown}, but line {line} is not written so. "
        "Declare the encoding that is really used, or send in UTF-8.",
    )


def unsupported_encoding(encoding: str) -> Refusal:
    """An encoding that is not read here."""
    shown = masked(encoding, 40)
    return _refusal(
        "GS-CON-007",
        f"Tegnkodningen {shown} læses ikke. Send i UTF-8.",
        f"The encoding {shown} is not read here. Send in UTF-8.",
    )


def document_type() -> Refusal:
    """A DOCTYPE, with which entity bombs and references to other files are made."""
    return _refusal(
        "GS-CON-008",
        "Beskeden har en DOCTYPE. Den kan hente eller fylde indhold udefra og bruges ikke i "
        "standarden. Fjern den.",
        "The message has a DOCTYPE. It can pull in or blow up content and has no place in the "
        "standard. Remove it.",
    )


def beyond_limits() -> Refusal:
    """Nested deeper, or with longer single texts, than any real message."""
    return _refusal(
        "GS-CON-009",
        "Beskeden har elementer i mere end 255 lag eller en tekst på over 10 MB. "
        "Det har ingen besked i standarden. Ret afsenderen.",
        "The message nests elements more than 255 deep or holds one text of over 10 MB. "
        "No message of the standard does. Mend the sender.",
    )


def unknown_root(namespace: str, name: str) -> Refusal:
    """The outermost element belongs to no standard that is read here."""
    shown = f"{masked(name, 80)} ({masked(namespace) or '-'})"
    return _refusal(
        "GS-CON-010",
        f"Det yderste element {shown} hører ikke til en standard, som læses her: SF1470, SF1491, "
        "Beskedfordeler og KLE. Se efter, om beskeden er sendt det rigtige sted hen.",
        f"The outermost element {shown} is of no standard read here: SF1470, SF1491, "
        "Beskedfordeler and KLE. Check that the message was sent to the right place.",
    )


def wrong_version(found: str, expected: str) -> Refusal:
    """A known standard in a version that is not read here."""
    return _refusal(
        "GS-CON-011",
        f"Beskeden bruger {masked(found)}; her læses {expected}. Send i den version.",
        f"The message uses {masked(found)}; read here is {expected}. Send in that version.",
    )


def wrong_root(interface: str, name: str) -> Refusal:
    """A known standard's namespace around an element that is none of its messages."""
    shown = masked(name, 80)
    return _refusal(
        "GS-CON-012",
        f"Elementet {shown} er ikke en besked, der læses fra {interface}. "
        "Se, hvilke beskeder standarden sender data med.",
        f"The element {shown} is not a message read from {interface}. "
        "See which messages the standard carries data in.",
    )


def question(interface: str, name: str) -> Refusal:
    """Asks for data instead of giving some."""
    shown = masked(name, 80)
    return _refusal(
        "GS-CON-013",
        f"{shown} i {interface} er et spørgsmål og har ingen data med. Her modtages kun data.",
        f"{shown} of {interface} is a question and carries no data. Only data is taken in here.",
        names=NOBODY,
    )


def reply(interface: str, name: str) -> Refusal:
    """An answer to a call that was not made from here, or a SOAP fault."""
    shown = masked(name, 80)
    return _refusal(
        "GS-CON-014",
        f"{shown} i {interface} er et svar på et kald. Send den besked, svaret handler om.",
        f"{shown} of {interface} is the answer to a call. Send the message it answers instead.",
    )


def command(interface: str, name: str) -> Refusal:
    """Tells an index to remove or change something as a whole; carries no data to register."""
    shown = masked(name, 80)
    return _refusal(
        "GS-CON-015",
        f"{shown} i {interface} er en styrebesked og har ingen data med. "
        "Luk i stedet objektets virkning med en opdatering.",
        f"{shown} of {interface} is a control message and carries no data. "
        "Close the object's validity with an update instead.",
    )


def value_list(name: str) -> Refusal:
    """Upkeep of the event bus's own value lists."""
    shown = masked(name, 80)
    return _refusal(
        "GS-CON-016",
        f"{shown} vedligeholder Beskedfordelerens værdilister. Den hører til dér og ikke her.",
        f"{shown} maintains the event bus's value lists. It belongs there and not here.",
        names=NOBODY,
    )


def empty_envelope() -> Refusal:
    """A SOAP envelope with nothing in it."""
    return _refusal(
        "GS-CON-017",
        "SOAP-kuverten har ingen besked i Body. Læg beskeden i, og send igen.",
        "The SOAP envelope has no message in its Body. Put the message in and send again.",
    )


def no_objects(path: str) -> Refusal:
    """A message of the right kind without a single object in it."""
    return _refusal(
        "GS-CON-018",
        "Beskeden er af en kendt slags, men har ingen objekter med. Se efter, om udtrækket er "
        "tomt, eller om elementerne har forkert navn eller navnerum.",
        "The message is of a known kind but holds no object. Check whether the extract is empty, "
        "or the elements have the wrong name or namespace.",
        path,
    )


def _refusal(code: str, da: str, en: str, path: str = "", names: Named | None = None) -> Refusal:
    return Refusal(code, path, Text(da=da, en=en), names=names)
