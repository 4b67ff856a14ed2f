# SPDX-License-Identifier: EUPL-1.2
"""The published guide as a table that an office program can write: rows of five kinds in one CSV.

    slags;nøgle;gælder_fra;svarfrist_dage;klage_uger;klage_til;link;offentliggjort;telefon;åbningstid
    emne;27.35;2026-01-01;56;4;Ankestyrelsen;;https://…;;
    enhed;Hjælpemidler;;;;;;;70 00 00 41;Man-fre 10-14
    kilde;Nexus;;2;;;https://…/{id};;;
    hændelse;7654895c-…;;;;custody-begins;;;;
    visning;27.35;2026-01-01;;;;;;;

A row of the kind `visning` says how the cases of a KLE number are shown ("" is every number). Only
it uses the columns of `VIEW_COLUMNS`, which may be left out, and whose answers are ja or nej.

`svarfrist_dage` of a subject goes to the one list of published deadlines, which is only ever added
to: a later row takes over, an empty field says nothing new, and `ingen` takes the promise back. Of
a source it is how many days it may be silent, and `link` where its documents open, with `{id}` for
the document's id; `klage_til` of an event is what it
means and `åbningstid` the register's name. Every fault is told with its line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from gearskifte.effects.public import DeadlineRule, PublishedDeadline, PublishedDeadlines
from gearskifte.kernel.errors import InputRefused, Text
from gearskifte.overview.rules.exposure import Exposure
from gearskifte.overview.rules.guide import (
    DOCUMENT_ID,
    MEANINGS,
    Guide,
    RegisterEvent,
    SourcePromise,
    SubjectGuide,
    UnitContact,
)

COLUMNS: Final = (
    "slags",
    "nøgle",
    "gælder_fra",
    "svarfrist_dage",
    "klage_uger",
    "klage_til",
    "link",
    "offentliggjort",
    "telefon",
    "åbningstid",
)
VIEW_COLUMNS: Final = (
    "vises",
    "kilde",
    "oprettet_fra",
    "aktive_også",
    "emnet_som_titel",
    "dokumenttitler",
    "dokumenter",
    "notater",
)
_KLE: Final = re.compile(r"\d{2}(\.\d{2}){0,2}")
_LINK: Final = re.compile(r"https://[^\s<>\"]+")
_MOST_DAYS: Final = 3650
TAKEN_BACK: Final = "ingen"

Row = Mapping[str, str]


def read_guide(text: str) -> Guide:
    """The guide in a table; the first line names the columns.

    Raises:
        InputRefused: GS-OVW-010 with the number of the line and what is wrong in it.
    """
    lines = text.lstrip("\ufeff").splitlines()
    reader = csv.DictReader(lines, delimiter=";")
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise _refused(1, f"kolonnen {missing[0]} mangler", f"the column {missing[0]} is missing")
    subjects, units, sources, events, views = [], [], [], [], []
    deadlines: list[PublishedDeadline] = []
    for number, read in enumerate(reader, 2):
        row = {name: (read.get(name) or "").strip() for name in (*COLUMNS, *VIEW_COLUMNS)}
        if not any(row.values()):
            continue
        match row["slags"]:
            case "emne":
                subjects.append(_subject(row, number))
                deadlines.extend(_deadline(row, number))
            case "enhed":
                units.append(_unit(row, number))
            case "kilde":
                sources.append(_source(row, number))
            case "hændelse":
                events.append(_event(row, number))
            case "visning":
                views.append(_view(row, number))
            case _:
                raise _refused(
                    number,
                    "slags skal være emne, enhed, kilde, hændelse eller visning",
                    "slags must be emne, enhed, kilde, hændelse or visning",
                )
    return Guide(
        tuple(subjects),
        tuple(units),
        tuple(sources),
        tuple(events),
        tuple(views),
        PublishedDeadlines.of(deadlines),
    )


def _subject(row: Row, number: int) -> SubjectGuide:
    if not _KLE.fullmatch(row["nøgle"]):
        raise _refused(number, "nøgle er intet KLE-nummer", "nøgle is no KLE number")
    return SubjectGuide(
        kle=row["nøgle"],
        starts=_day(row, number),
        appeal_weeks=_count(row, "klage_uger", number),
        appeal_to=row["klage_til"],
        self_service=_link(row, "link", number),
    )


def _deadline(row: Row, number: int) -> Iterable[PublishedDeadline]:
    link, taken_back = _link(row, "offentliggjort", number), row["svarfrist_dage"] == TAKEN_BACK
    days = None if taken_back else _count(row, "svarfrist_dage", number)
    if days is not None or taken_back:
        rule = None if days is None else DeadlineRule(days)
        yield PublishedDeadline(rule, _day(row, number), row["nøgle"], link=link)


def _unit(row: Row, number: int) -> UnitContact:
    _named(row, number)
    link = _link(row, "link", number)
    return UnitContact(row["nøgle"], row["telefon"], row["åbningstid"], link)


def _source(row: Row, number: int) -> SourcePromise:
    _named(row, number)
    days = _count(row, "svarfrist_dage", number)
    if days is None:
        raise _refused(number, "svarfrist_dage mangler", "svarfrist_dage is missing")
    link = _link(row, "link", number)
    if link and DOCUMENT_ID not in link:
        raise _refused(number, "link har ikke {id}", "link does not have {id}")
    return SourcePromise(row["nøgle"], days, link)


def _event(row: Row, number: int) -> RegisterEvent:
    _named(row, number)
    if row["klage_til"] not in MEANINGS:
        meanings = ", ".join(MEANINGS)
        raise _refused(
            number,
            f"klage_til skal være en af {meanings}",
            f"klage_til must be one of {meanings}",
        )
    return RegisterEvent(row["nøgle"], row["klage_til"], row["åbningstid"])


def _view(row: Row, number: int) -> Exposure:
    if row["nøgle"] and not _KLE.fullmatch(row["nøgle"]):
        raise _refused(number, "nøgle er intet KLE-nummer", "nøgle is no KLE number")
    return Exposure(
        kle=row["nøgle"],
        starts=_day(row, number),
        shown=_answer(row, "vises", number, otherwise=True),
        source=row["kilde"],
        created_from=_day(row, number, "oprettet_fra") if row["oprettet_fra"] else None,
        active_too=_answer(row, "aktive_også", number, otherwise=True),
        subject_as_title=_answer(row, "emnet_som_titel", number, otherwise=False),
        document_titles=_answer(row, "dokumenttitler", number, otherwise=True),
        documents=_answer(row, "dokumenter", number, otherwise=True),
        notes=_answer(row, "notater", number, otherwise=True),
    )


def _answer(row: Row, name: str, number: int, *, otherwise: bool) -> bool:
    if not row[name]:
        return otherwise
    if row[name] not in ("ja", "nej"):
        raise _refused(number, f"{name} skal være ja eller nej", f"{name} must be ja or nej")
    return row[name] == "ja"


def _named(row: Row, number: int) -> None:
    if not row["nøgle"]:
        raise _refused(number, "nøgle mangler", "nøgle is missing")


def _day(row: Row, number: int, name: str = "gælder_fra") -> date:
    try:
        return date.fromisoformat(row[name])
    except ValueError:
        raise _refused(
            number, f"{name} er ingen dato (2026-12-31)", f"{name} is no date (2026-12-31)"
        ) from None


def _count(row: Row, name: str, number: int) -> int | None:
    if not row[name]:
        return None
    if not row[name].isdecimal() or not 0 < int(row[name]) <= _MOST_DAYS:
        raise _refused(
            number, f"{name} er ikke et helt tal over 0", f"{name} is no whole number over 0"
        )
    return int(row[name])


def _link(row: Row, name: str, number: int) -> str:
    if row[name] and not _LINK.fullmatch(row[name]):
        raise _refused(
            number, f"{name} begynder ikke med https://", f"{name} does not begin with https://"
        )
    return row[name]


def _refused(line: int, da: str, en: str) -> InputRefused:
    return InputRefused(
        "GS-OVW-010",
        what=Text("Vejledningen blev ikke taget i brug.", "The guide was not taken into use."),
        why=Text(f"Linje {line}: {da}.", f"Line {line}: {en}."),
        do=Text(
            "Ret linjen, og læs filen ind igen. Den gamle vejledning gælder stadig.",
            "Mend the line and read the file again. The old guide still holds.",
        ),
    )
