# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte effects analyse`: what an event log says of a process."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, timedelta
from pathlib import Path

import click
import msgspec

from gearskifte.app.commands.event_log import refuse_half, tell_refused
from gearskifte.connectors.public import LogMapping, log_rows, messages_in, parse_mapping, read
from gearskifte.effects.public import Engine, LogReport, LogRow, analyse, write_log
from gearskifte.kernel.time import local_date, parse_timestamp
from gearskifte.registry.public import Event, Refusal, Registration, fields

_MOST_BYTES = 64 * 1024 * 1024


@click.command("analyse")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What the log's columns and activities mean (TOML).",
)
@click.option("--decided", multiple=True, help="An activity that decides a case; repeat it.")
@click.option("--deadline-days", type=int, help="Deadline of cases that state none, in days.")
@click.option("--most", default=15, show_default=True, help="Lines of each analysis.")
@click.option("--object-type", default="", help="OCEL: the kind of object that is followed.")
@click.option(
    "--engine",
    type=click.Choice([each.name.lower() for each in Engine]),
    default=Engine.DUCKDB.name.lower(),
    show_default=True,
    help="What counts; Spark needs gearskifte[spark].",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def analyse_(
    files: tuple[Path, ...],
    mapping: Path | None,
    decided: tuple[str, ...],
    deadline_days: int | None,
    most: int,
    object_type: str,
    engine: str,
    as_json: bool,
) -> None:
    """Throughput, paths, variants, rework and deadlines of event logs (XES, OCEL, CSV, Parquet).

    Logs may have any size. A share decided in time is shown for quarters whose deadlines have all
    passed; open cases count as not in time.
    """
    said = parse_mapping(mapping.read_bytes(), mapping.name) if mapping else LogMapping()
    codes = {code for code, milestone in said.milestone_of.items() if milestone == "Afgjort"}
    with tempfile.TemporaryDirectory(prefix="gearskifte-") as folder:
        logs = list(_as_parquet(files, said, object_type, deadline_days, Path(folder)))
        report = analyse(logs, codes | set(decided), most=most, engine=Engine[engine.upper()])
    if as_json:
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(report)) + b"\n")
    else:
        _tell(report)


def _as_parquet(
    files: Sequence[Path], mapping: LogMapping, kind: str, days: int | None, folder: Path
) -> Iterator[str]:
    for number, path in enumerate(files):
        if path.suffix == ".parquet":
            yield str(path)
            continue
        made = folder / f"{number}.parquet"
        rows = log_rows(path, mapping, kind)
        if rows is None:
            rows = _rows(path, mapping)
        if write_log(_with_deadline(rows, days), made):
            yield str(made)


def _with_deadline(rows: Iterator[LogRow], days: int | None) -> Iterator[LogRow]:
    """The deadline of cases that state none."""
    if days is None:
        yield from rows
        return
    for row in rows:
        if row.deadline is None:
            yield msgspec.structs.replace(row, deadline=row.started + timedelta(days=days))
        else:
            yield row


def _rows(path: Path, mapping: LogMapping) -> Iterator[LogRow]:
    unit = path.name.partition(".")[0]
    refused: list[Refusal] = []
    with path.open("rb") as file:
        for name, body in messages_in(file, path.name, max_bytes=_MOST_BYTES, mapping=mapping):
            reading = read(body, max_bytes=_MOST_BYTES)
            refused += reading.refusals
            if name.endswith("#delivery"):
                refuse_half(reading, path.name)
            for registration in reading.registrations:
                yield from _case(registration, reading.events, unit)
    tell_refused(refused)


def _case(registration: Registration, events: Sequence[Event], unit: str) -> Iterator[LogRow]:
    index = next((fact.values for fact in registration.facts if fact.key == fields.INDEX), {})
    started = local_date(parse_timestamp(index[fields.CREATED_AT]).moment)
    stated = index.get("deadline")
    deadline = local_date(parse_timestamp(stated).moment) if stated else None
    for event in events:
        if event.happened_at is not None:
            told = event.details
            yield LogRow(
                municipality=unit,
                case=f"{unit}/{registration.object_id}",
                activity=told.get("activity", ""),
                resource=told.get("resource", ""),
                at=event.happened_at.astimezone(UTC).replace(tzinfo=None),
                sequence=int(told.get("sequence", "0")),
                day=local_date(event.happened_at),
                started=started,
                deadline=deadline,
            )


def _tell(report: LogReport) -> None:
    through = report.throughput
    click.echo(
        f"{through.cases} cases, {through.events} events, {through.first} to {through.last}\n"
        f"Days from first event to last: half within {through.median_days:.1f}, "
        f"nine of ten within {through.ninth_days:.1f}\n"
        f"{report.cases_with_rework} cases repeat an activity\n\n"
        f"Steps ({report.edges_total} different)"
    )
    for edge in report.edges:
        click.echo(f"  {edge.number:8}  {edge.mean_days:8.1f} days  {edge.activity} → {edge.next}")
    click.echo(f"\nWays through ({report.variants_total} different)")
    for variant in report.variants:
        click.echo(f"  {variant.cases:8}  {_short(variant.trail)}")
    click.echo("\nDone again")
    for again in report.rework:
        click.echo(f"  {again.cases:8} cases, {again.repeats} times more  {again.activity}")
    if report.in_time:
        click.echo("\nDecided in time")
    for line in report.in_time:
        share = line.on_time / line.due
        counted = f"{line.on_time} of {line.due}"
        click.echo(f"  {line.municipality:16} {line.quarter}  {counted:>14}  {share:.0%}")


def _short(trail: str) -> str:
    return trail if len(trail) <= 90 else f"{trail[:87]}…"
