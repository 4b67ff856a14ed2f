# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte workforce grade|vintages`: official projections held against what came."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path

import click

from gearskifte.connectors.statbank.public import StatBank, vintages
from gearskifte.connectors.statfiles.public import read_table
from gearskifte.kernel import config as configuration
from gearskifte.kernel.database import provider
from gearskifte.kernel.time import system_now
from gearskifte.workforce.public import Grade, base_year, grade, population_of

PROJECTIONS = "FRKM1"
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("grade")
@click.argument("counts", type=_FILE)
@click.argument("projections", type=_FILE, nargs=-1, required=True)
@click.option("--area", default="", help="Whose persons are told; the first area if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def grade_(counts: Path, projections: tuple[Path, ...], area: str, as_json: bool) -> None:
    """Hold official projections of earlier years against COUNTS of the years that came.

    PROJECTIONS are tables as published, such as FRKM118; the year they were made in is told by the
    table's name, else by its first year. Beside each stand our own forecast, made with what was
    known in that year, and no change.
    """
    counted = population_of(read_table(counts.read_bytes(), counts.name))
    found: list[Grade] = []
    for file in projections:
        told = population_of(read_table(file.read_bytes(), file.name), rounded=True)
        found += grade(told, base_year(file.name, told), counted, area or counted.areas[0])
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(each) for each in found]))
        return
    if not found:
        click.echo("Ingen af fremskrivningernes år er talt endnu.")
    for each in found:
        _print(each)


def _print(each: Grade) -> None:
    click.echo(f"Fra {each.vintage} om {each.year}, {each.areas} områder. Fejl i procent (WAPE):")
    click.echo(f"{'alder':8}{'kom':>10}{'officielt':>11}{'vores':>8}{'som da':>8}")
    for band, group in each.groups.items():
        ours = [f"{told.wape:.2f}" if told else "-" for told in (group.own, group.no_change)]
        wape = group.official.wape
        click.echo(f"{band:8}{group.came:>10}{wape:>11.2f}{ours[0]:>8}{ours[1]:>8}")


@click.command("vintages")
@click.option("--fetch", "fetched", is_flag=True, help="Fetch every one and keep it.")
def vintages_(fetched: bool) -> None:
    """List the editions of the official municipal projection in StatBank, old ones too."""
    folder = provider.data_folder(configuration.load(), os.environ) / "statistics"
    bank = StatBank(folder)
    for each in vintages(bank.tables(inactive=True), PROJECTIONS):
        told = f"{each.id}  {each.first_period}-{each.latest_period}"
        if fetched:
            told += f"  {folder / bank.fetch(each.id, {}, system_now()).provenance.origin}"
        click.echo(told)
