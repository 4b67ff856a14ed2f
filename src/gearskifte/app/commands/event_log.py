# SPDX-License-Identifier: EUPL-1.2
"""Event logs for `gearskifte effects evaluate`: from files to a panel of waiting times."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import click

from gearskifte.connectors.public import messages_in, read
from gearskifte.effects.public import CaseRule, Measure, Panel, StartedCase, case_panel
from gearskifte.kernel.errors import InputRefused, Text
from gearskifte.kernel.time import local_date
from gearskifte.registry.public import Reading, Refusal

_MOST_BYTES = 64 * 1024 * 1024
_LINES_LEFT_OUT = "GS-CON-069"
"""What a note of delivery may say without the whole log being in doubt."""


@dataclass(frozen=True, slots=True)
class LogRule:
    """What to make of the events.

    Attributes:
        until: activities that end the waiting; the first of them counts.
        adopted_when: "activity=NAME" or "resource=NAME": what touches a case.
        adopted: "UNIT=YYYY-MM" for each unit whose adoption is known otherwise.
        share: of a month's cases that must be touched for adoption.
        followed: days that every case is followed.
        measure: "waiting" or "within".
        unit_by: the attribute of a case that names its unit; else the file does.
        mix_by: the attribute of a case that says of what kind it is; None to allow for no mix.
        is_plain: mean days rather than the mean of log(1 + days).
    """

    until: tuple[str, ...]
    adopted_when: str | None
    adopted: tuple[str, ...]
    share: float
    followed: int
    measure: str
    unit_by: str | None
    mix_by: str | None
    is_plain: bool


def read_logs(files: Sequence[Path], rule: LogRule) -> Panel:
    """The panel of waiting times by unit and month of start.

    What single cases or events of a log lack is told on standard error; they are left out.

    Raises:
        InputRefused: if no month of any unit has been followed long enough; GS-EFF-122 for a log
            that cannot be read to its end, 123 and 124 for an activity or a unit that is not there.
        click.UsageError: if nothing says what touches a case, or when units adopted.
    """
    if not rule.adopted_when and not rule.adopted:
        raise click.UsageError("an event log needs --adopted-when or --adopted")
    cases: list[StartedCase] = []
    ends: dict[str, date] = {}
    refused: list[Refusal] = []
    for path in files:
        last = date.min
        units = set()
        for case, latest in _cases(path, rule, refused):
            cases.append(case)
            units.add(case.unit)
            last = max(last, latest)
        ends |= {unit: max(last, ends.get(unit, date.min)) for unit in units}
    known = dict(_known(rule.adopted))
    tell_refused(refused)
    _check(rule, cases, known)
    counted = CaseRule(Measure(rule.measure), rule.followed, rule.share, rule.is_plain)
    return case_panel(cases, ends, counted, known)


def _known(adopted: Sequence[str]) -> Iterator[tuple[str, int]]:
    for each in adopted:
        unit, _, month = each.rpartition("=")
        try:
            day = date.fromisoformat(f"{month[:7]}-01")
        except ValueError as error:
            raise click.BadParameter(f"write UNIT=YYYY-MM, not {each}") from error
        yield unit, day.year * 12 + day.month - 1


def _check(rule: LogRule, cases: Sequence[StartedCase], known: Iterable[str]) -> None:
    """Refuse what is asked for and stands nowhere: a name that is misspelt gives no answer."""
    if not any(case.decided for case in cases):
        names = ", ".join(rule.until)
        raise InputRefused(
            "GS-EFF-123",
            what=Text(f"Ingen sag har aktiviteten {names}.", f"No case has the activity {names}."),
            why=Text("Så ender ingen ventetid.", "Then no waiting ends."),
            do=Text(
                "Skriv navnet, som det står i loggen; gearskifte effects analyse viser dem.",
                "Write the name as it stands in the log; gearskifte effects analyse shows them.",
            ),
        )
    units = {case.unit for case in cases}
    strange = sorted(set(known) - units)
    if strange:
        raise InputRefused(
            "GS-EFF-124",
            what=Text(
                f"Enheden {', '.join(strange)} er ikke i loggen.",
                f"The unit {', '.join(strange)} is not in the log.",
            ),
            why=Text(
                f"I den er {', '.join(sorted(units)[:10])}.",
                f"In it are {', '.join(sorted(units)[:10])}.",
            ),
            do=Text("Ret --adopted.", "Mend --adopted."),
        )


def tell_refused(refused: Sequence[Refusal]) -> None:
    """What cases and events lack, the first of each kind and how many there are."""
    number = Counter(each.code for each in refused)
    for each in {each.code: each for each in reversed(refused)}.values():
        more = f" ({number[each.code]} ×)" if number[each.code] > 1 else ""
        click.echo(f"{each.code}{more}: {each.reason.da}\n{each.reason.en}", err=True)


def refuse_half(reading: Reading, name: str) -> None:
    """Refuse a log whose note of delivery says that it could not be read."""
    for each in reading.refusals:
        if each.code != _LINES_LEFT_OUT:
            raise InputRefused(
                "GS-EFF-122",
                what=Text(
                    f"Loggen {name} kan ikke gøres op.", f"The log {name} cannot be counted."
                ),
                why=each.reason,
                do=Text("Hent loggen igen, og prøv igen.", "Fetch the log again, and try again."),
            )


def _cases(path: Path, rule: LogRule, refused: list[Refusal]) -> Iterator[tuple[StartedCase, date]]:
    """Each case of a log that can be used, and its latest event; what cannot goes to `refused`."""
    key, _, wanted = (rule.adopted_when or "activity=").partition("=")
    if key not in {"activity", "resource"}:
        raise click.BadParameter(
            "write activity=NAME or resource=NAME", param_hint="--adopted-when"
        )
    stem = path.name.split(".")[0]
    with path.open("rb") as file:
        for name, body in messages_in(file, path.name, max_bytes=_MOST_BYTES):
            reading = read(body, max_bytes=_MOST_BYTES)
            refused += reading.refusals
            if name.endswith("#delivery"):
                refuse_half(reading, path.name)
            if not reading.registrations or not reading.events:
                continue
            unit = _attribute(body, rule.unit_by) if rule.unit_by else stem
            if unit:
                case, latest = _case(reading, unit, rule.until, (key, wanted))
                kind = _attribute(body, rule.mix_by) if rule.mix_by else ""
                yield replace(case, kind=kind), latest


def _case(
    reading: Reading, unit: str, until: tuple[str, ...], touch: tuple[str, str]
) -> tuple[StartedCase, date]:
    key, wanted = touch
    happened = [
        (local_date(event.happened_at), event.details)
        for event in reading.events
        if event.happened_at is not None
    ]
    days = [day for day, _ in happened]
    ended = [day for day, told in happened if told.get("activity") in until]
    touched = any(bool(wanted) and told.get(key) == wanted for _, told in happened)
    return StartedCase(unit, min(days), min(ended, default=None), touched), max(days)


def _attribute(body: bytes, name: str) -> str:
    for attribute in json.loads(body).get("attributes", ()):
        if attribute[0].removeprefix("case:") == name.removeprefix("case:"):
            return str(attribute[1])
    return ""
