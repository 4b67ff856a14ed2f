# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte workforce …`: forecasts tried on what came, and the hands that will be lacking."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Mapping
from pathlib import Path

import click

from gearskifte.connectors.pxweb.public import fetch as pxweb
from gearskifte.connectors.statbank.public import StatBank
from gearskifte.connectors.statfiles.public import read_table
from gearskifte.kernel import config as configuration
from gearskifte.kernel.database import provider
from gearskifte.kernel.time import system_now
from gearskifte.workforce.public import (
    CLAIMS,
    COUNTED,
    BackTest,
    backtest,
    choose_origins,
    graded,
    population_of,
    reproduce,
)


@click.group()
def workforce() -> None:
    """The workforce: people, need for hands, hands freed, hands moved."""


def _years(_context: click.Context, _option: click.Parameter, said: str) -> tuple[int, ...]:
    try:
        return tuple(int(year) for year in said.split(",") if year.strip())
    except ValueError:
        raise click.BadParameter("years with commas between, such as 2013,2014") from None


def _chosen(
    _context: click.Context, _option: click.Parameter, said: tuple[str, ...]
) -> dict[str, list[str]]:
    pairs = [each.partition("=") for each in said]
    if not all(code and values for code, _, values in pairs):
        raise click.BadParameter("a variable and its values, such as OMRÅDE=101,147")
    return {code: values.split(",") for code, _, values in pairs}


@workforce.command("backtest")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--origins",
    default="",
    callback=_years,
    metavar="YEARS",
    help="Years to forecast from, commas between; the newest three possible if left out.",
)
@click.option(
    "--horizon",
    type=click.IntRange(1, 25),
    default=5,
    show_default=True,
    help="Years looked ahead.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def backtest_(file: Path, origins: tuple[int, ...], horizon: int, as_json: bool) -> None:
    """Forecast the population of FILE from years in the past, and compare with what came.

    FILE is a table of area, sex, age (single or five-year) and time, as CSV, PX, JSON-stat or
    XLSX, gzipped or not. Only what was known at each origin is used for its forecast.
    """
    population = population_of(read_table(file.read_bytes(), file.name))
    result = backtest(population, choose_origins(population, origins, horizon), horizon)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(result)))
    else:
        _print(result)


@workforce.command("reproduce")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def reproduce_(file: Path, as_json: bool) -> None:
    """Reckon the United Nations' projection in FILE again, and compare it with what they published.

    FILE has the columns table, age, period, value with the tables of World Population Prospects.
    """
    again = reproduce(read_table(file.read_bytes(), file.name))
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(again)))
        return
    for year, cells, total in zip(again.years, again.cell_wape, again.total_miss, strict=True):
        click.echo(f"{year}  celler {cells:.3f} %  i alt {total:+.3f} %")


@workforce.command("promised")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def promised_(as_json: bool) -> None:
    """What was said of the country's ages in public, and what came, from each base year."""
    told = [(claim, graded(claim, COUNTED[claim.key])) for claim in CLAIMS]
    if as_json:
        click.echo(
            json.dumps(
                [
                    {
                        "claim": claim.text.en,
                        "said_change": claim.change,
                        "target": claim.target,
                        "came": [dataclasses.asdict(each) for each in came],
                    }
                    for claim, came in told
                ]
            )
        )
        return
    for claim, came in told:
        click.echo(f"{claim.text.da} ({claim.ages.da}, {claim.target})")
        for each in came:
            click.echo(
                f"  fra {each.base}: {each.change:+d}, {100 * each.share:.0f} % af det sagte"
            )


@workforce.command("table")
@click.argument("table")
def table_(table: str) -> None:
    """Show the variables and values of one of StatBank's tables, such as FOLK1B."""
    info = StatBank(_statistics_folder()).info(table)
    click.echo(f"{info.id}: {info.text} ({info.updated})")
    for each in info.variables:
        shown = ", ".join(value.id for value in each.values[:8])
        more = f" … ({len(each.values)})" if len(each.values) > 8 else ""
        click.echo(f"  {each.id:12} {each.text:24} {shown}{more}")


@workforce.command("fetch")
@click.argument("table")
@click.option(
    "--choose",
    multiple=True,
    metavar="VARIABLE=VALUES",
    callback=_chosen,
    help="Values of a variable, commas between; the rest is taken whole.",
)
def fetch_(table: str, choose: Mapping[str, list[str]]) -> None:
    """Fetch one of StatBank's tables, whole or with the values chosen, and keep it.

    Every variable is named in the question and the format is BULK. A variable that is not chosen
    is taken whole; patterns such as 2024* can be used, commas between values. TABLE may also be the
    address of a table in a PX-Web service, as the other Nordic countries have.
    """
    if table.startswith(("https://", "http://")):
        _told, where = pxweb(table, choose, _statistics_folder(), system_now())
        click.echo(str(where))
        return
    found = StatBank(_statistics_folder()).fetch(table, choose, system_now())
    source = found.provenance
    click.echo(f"{_statistics_folder() / source.origin}")
    click.echo(f"{source.publisher}, {source.table}, {source.updated}, {source.licence}", err=True)


def _statistics_folder() -> Path:
    return provider.data_folder(configuration.load(), os.environ) / "statistics"


def _print(result: BackTest) -> None:
    origins = ", ".join(map(str, result.origins))
    click.echo(f"{result.areas} områder, skøn fra {origins}, {result.horizon} år frem")
    click.echo(f"{'alder':8}{'WAPE %':>9}{'skævhed %':>12}{'80 %-interval holdt':>22}")
    for band, wape in result.wape.items():
        held = f"{result.coverage80[band]:.0f} %"
        click.echo(f"{band:8}{wape:>9.2f}{result.bias[band]:>+12.2f}{held:>22}")
