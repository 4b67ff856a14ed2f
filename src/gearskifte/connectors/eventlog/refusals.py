# SPDX-License-Identifier: EUPL-1.2
"""Why a log, a case of it or some of its events cannot be used. Codes GS-CON-060 to 079."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from gearskifte.connectors import refusals
from gearskifte.connectors.eventlog.message import Fault, Trouble
from gearskifte.kernel.errors import Text
from gearskifte.registry.public import Refusal

_SLASHES: Final = Text(
    "03/09/2024 kan være to forskellige dage; skriv time_format i oversættelsen.",
    "03/09/2024 may be two different days; state time_format in the mapping.",
)


def unknown_form() -> Refusal:
    """JSON that says it is a message of a log, and is not of that form."""
    return _refusal(
        "GS-CON-060",
        "Beskeden har ikke formen af en sag fra en hændelseslog. Indlæs selve loggen igen.",
        "The message does not have the form of a case of an event log. Import the log again.",
    )


def without_id() -> Refusal:
    """A case that nothing names."""
    return _refusal(
        "GS-CON-061",
        "Sagen har intet id, så den kan ikke kendes igen. Udfyld concept:name (XES) eller kolonnen "
        "med sagens id.",
        "The case has no id, so it cannot be known again. Fill in concept:name (XES) or the column "
        "with the case's id.",
        "concept:name",
    )


def id_of_a_person() -> Refusal:
    """A case by the number of a person; its UUID would be made of it."""
    return _refusal(
        "GS-CON-062",
        "Sagens id ligner et CPR-nummer. Brug et id, der ikke peger på en person.",
        "The case's id looks like a CPR number. Use an id that does not point to a person.",
        "concept:name",
    )


def without_time() -> Refusal:
    """A case with no readable time at all."""
    return _refusal(
        "GS-CON-063",
        f"Sagen har hverken en startdato eller en hændelse med et læsbart tidspunkt. {_SLASHES.da}",
        f"The case has neither a start date nor an event with a readable time. {_SLASHES.en}",
    )


def without_source() -> Refusal:
    """A log that nothing names."""
    return _refusal(
        "GS-CON-064",
        "Loggen har intet navn, så sagernes id er ikke entydige. Skriv source i oversættelsen, "
        "eller indlæs loggen som en fil.",
        "The log has no name, so the ids of its cases are not unique. State source in the mapping, "
        "or import the log as a file.",
    )


def decided_before_start(object_id: UUID) -> Refusal:
    """A case decided or ended before it began."""
    return _refusal(
        "GS-CON-065",
        "Sagen er afgjort eller afsluttet, før den begyndte, og er ikke indlæst; det er resten af "
        "loggen. Ret tidspunktet i fagsystemet, eller skriv begge uden klokkeslæt, og indlæs igen.",
        "The case was decided or ended before it began, and was not taken in; the rest of the log "
        "was. Mend the time in the source system, or write both without hours, and import again.",
        "",
        object_id,
    )


def events_without_time(number: int, path: str, object_id: UUID) -> Refusal:
    """Events whose time is missing or cannot be read."""
    return _refusal(
        "GS-CON-066",
        f"{number} af sagens hændelser har intet læsbart tidspunkt og er udeladt. "
        f"Skriv det som ÅÅÅÅ-MM-DDTtt:mm:ss. {_SLASHES.da}",
        f"{number} of the case's events have no readable time and were left out. "
        f"Write it as YYYY-MM-DDThh:mm:ss. {_SLASHES.en}",
        path,
        object_id,
    )


def events_without_activity(number: int, path: str, object_id: UUID) -> Refusal:
    """Events that do not say what happened."""
    return _refusal(
        "GS-CON-067",
        f"{number} af sagens hændelser siger ikke, hvad der skete, og er udeladt. "
        "Udfyld aktiviteten.",
        f"{number} of the case's events do not say what happened and were left out. "
        "Fill in the activity.",
        path,
        object_id,
    )


def of_case(fault: Fault) -> Refusal:
    """A case that was left out when the log was split."""
    return _refusal(
        "GS-CON-068",
        f"Sagen har {fault.number} hændelser og fylder mere end den største besked, der læses. "
        "Sæt max_message_mib op, og indlæs loggen igen.",
        f"The case has {fault.number} events and is larger than the largest message that is read. "
        "Raise max_message_mib and import the log again.",
    )


def of_log(fault: Fault) -> Refusal:
    """What is wrong with a log as a whole. The cases before it were taken in."""
    return _OF_LOG[fault.trouble](fault)


def _outside_case(fault: Fault) -> Refusal:
    return _refusal(
        "GS-CON-069",
        f"{fault.number} hændelser hører ikke til nogen sag og er udeladt, den første i linje "
        f"{fault.line}. Udfyld sagens id.",
        f"{fault.number} events belong to no case and were left out, the first in line "
        f"{fault.line}. Fill in the case's id.",
    )


def _damaged(_: Fault) -> Refusal:
    return _refusal(
        "GS-CON-070",
        "Den pakkede fil er ødelagt eller afbrudt. Sagerne før bruddet er indlæst. "
        "Send hele filen igen.",
        "The compressed file is damaged or cut off. The cases before the break were taken in. "
        "Send the whole file again.",
    )


def _empty(_: Fault) -> Refusal:
    return _refusal(
        "GS-CON-071",
        "Loggen har ingen sager. Se efter, om udtrækket er tomt.",
        "The log has no cases. Check whether the extract is empty.",
    )


def _columns(_: Fault) -> Refusal:
    return _refusal(
        "GS-CON-072",
        "Tabellen mangler en af de tre kolonner: sagens id, aktivitet og tidspunkt. "
        "Skriv deres navne under columns i oversættelsen.",
        "The table lacks one of the three columns: the case's id, activity and time. "
        "State their names under columns in the mapping.",
    )


def _long_line(fault: Fault) -> Refusal:
    return _refusal(
        "GS-CON-073",
        f"Linje {fault.line} er længere end nogen tabels. Sagerne før den er indlæst. "
        "Se efter, om et anførselstegn mangler.",
        f"Line {fault.line} is longer than any table's. The cases before it were taken in. "
        "Check whether a quotation mark is missing.",
    )


_OF_LOG: Final[Mapping[Trouble, Callable[[Fault], Refusal]]] = {
    Trouble.TRUNCATED: lambda fault: refusals.truncated(fault.line, 0),
    Trouble.MALFORMED: lambda fault: refusals.malformed(fault.line, 0),
    Trouble.DOCTYPE: lambda _: refusals.document_type(),
    Trouble.BEYOND_LIMITS: lambda _: refusals.beyond_limits(),
    Trouble.DAMAGED: _damaged,
    Trouble.EMPTY: _empty,
    Trouble.COLUMNS: _columns,
    Trouble.LONG_LINE: _long_line,
    Trouble.OUTSIDE_CASE: _outside_case,
    Trouble.TOO_LARGE: of_case,
}


def _refusal(code: str, da: str, en: str, path: str = "", object_id: UUID | None = None) -> Refusal:
    return Refusal(code, path, Text(da=da, en=en), object_id)
