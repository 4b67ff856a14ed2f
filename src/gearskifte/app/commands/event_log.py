# SPDX-License-Identifier: EUPL-1.2
"""Event logs for `gearskifte effects evaluate`: from files to a panel of waiting times."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from gearskifte.app.commands.data_quality import Happened, LoggedCase, LogQuality, Tally
from gearskifte.connectors.public import LogMapping, log_cases, messages_in, read
from gearskifte.effects.public import (
    OUTCOME_NAMES,
    CaseRule,
    Measure,
    OutcomeName,
    Panel,
    PromisedOutcome,
    StartedCase,
    case_panel,
    within,
)
from gearskifte.kernel.errors import InputRefused, Text
from gearskifte.kernel.time import local_date
from gearskifte.registry.public import Reading, Refusal

_MOST_BYTES = 64 * 1024 * 1024
_LINES_LEFT_OUT = "GS-CON-069"
"""What a note of delivery may say without the whole log being in doubt."""
_IMPOSSIBLE = "GS-CON-065"


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

    @property
    def about(self) -> OutcomeName:
        """What is measured, as it is called in a sentence."""
        is_share = Measure(self.measure) is Measure.WITHIN
        return within(self.followed) if is_share else OUTCOME_NAMES[PromisedOutcome.WAITING]


def read_logs(files: Sequence[Path], rule: LogRule) -> tuple[Panel, LogQuality]:
    """The panel of waiting times by unit and month of start, and how good the data are.

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
    tally = Tally()
    for path in files:
        last = date.min
        units = set()
        for told in _told(path, rule, refused, tally):
            case = _started(told, rule)
            tally.add(case, told)
            cases.append(case)
            units.add(case.unit)
            last = max(last, *(happened.day for happened in told.happened))
        ends |= {unit: max(last, ends.get(unit, date.min)) for unit in units}
    known = dict(_known(rule.adopted))
    tell_refused(refused)
    _check(rule, cases, known)
    counted = CaseRule(Measure(rule.measure), rule.followed, rule.share, rule.is_plain)
    return case_panel(cases, ends, counted, known), tally.quality()


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
            raise half_a_log(name, each.reason)


def half_a_log(name: str, why: Text) -> InputRefused:
    """A log that cannot be read to its end gives no verdict."""
    return InputRefused(
        "GS-EFF-122",
        what=Text(f"Loggen {name} kan ikke gøres op.", f"The log {name} cannot be counted."),
        why=why,
        do=Text("Hent loggen igen, og prøv igen.", "Fetch the log again, and try again."),
    )


def _told(path: Path, rule: LogRule, refused: list[Refusal], tally: Tally) -> Iterator[LoggedCase]:
    """Each case of a log that can be used; what cannot goes to `refused`."""
    cases = log_cases(path, LogMapping())
    if cases is None:
        yield from _from_messages(path, rule, refused, tally)
        return
    stem = unit_of(path)
    try:
        for told, rows, unused, impossible in cases:
            tally.unused += unused
            if impossible:
                tally.impossible += 1  # as it is refused when it is imported
                continue
            unit = _attribute(told, rule.unit_by) if rule.unit_by else stem
            if rows and unit:
                happened = [Happened(row.day, row.at, row.activity, row.resource) for row in rows]
                kind = _attribute(told, rule.mix_by) if rule.mix_by else ""
                yield LoggedCase(unit, kind, happened)
    except InputRefused as error:
        raise half_a_log(path.name, error.why) from error


def _from_messages(
    path: Path, rule: LogRule, refused: list[Refusal], tally: Tally
) -> Iterator[LoggedCase]:
    """Each case of a log as it is imported, which knows every form there is."""
    stem = unit_of(path)
    with path.open("rb") as file:
        for name, body in messages_in(file, path.name, max_bytes=_MOST_BYTES):
            reading = read(body, max_bytes=_MOST_BYTES)
            refused += reading.refusals
            tally.impossible += sum(each.code == _IMPOSSIBLE for each in reading.refusals)
            if name.endswith("#delivery"):
                refuse_half(reading, path.name)
            happened = [
                Happened(
                    local_date(event.happened_at),
                    event.happened_at,
                    event.details.get("activity", ""),
                    event.details.get("resource", ""),
                )
                for event in reading.events
                if event.happened_at is not None
            ]
            if not reading.registrations or not happened:
                continue
            attributes = json.loads(body).get("attributes", ())
            told = {each[0]: each[1] for each in attributes}
            unit = _attribute(told, rule.unit_by) if rule.unit_by else stem
            if unit:
                kind = _attribute(told, rule.mix_by) if rule.mix_by else ""
                yield LoggedCase(unit, kind, happened)


def _started(told: LoggedCase, rule: LogRule) -> StartedCase:
    key, _, wanted = (rule.adopted_when or "activity=").partition("=")
    if key not in {"activity", "resource"}:
        raise click.BadParameter(
            "write activity=NAME or resource=NAME", param_hint="--adopted-when"
        )
    ended = [each.day for each in told.happened if each.activity in rule.until]
    touched = any(bool(wanted) and getattr(each, key) == wanted for each in told.happened)
    begun = min(each.day for each in told.happened)
    return StartedCase(told.unit, begun, min(ended, default=None), touched, told.kind)


def unit_of(path: Path) -> str:
    """Whose log it is, by the file's name without its endings."""
    return path.name.partition(".")[0]


def _attribute(told: Mapping[str, str], name: str) -> str:
    plain = name.removeprefix("case:")
    return str(told.get(plain) or told.get(f"case:{plain}") or "")
