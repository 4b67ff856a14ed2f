# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte workforce …`: forecasts tried on what came, and the hands that will be lacking."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import click

from gearskifte.connectors.statfiles.public import read_table
from gearskifte.workforce.public import BackTest, backtest, choose_origins, population_of


@click.group()
def workforce() -> None:
    """The workforce: people, need for hands, hands freed, hands moved."""


def _years(_context: click.Context, _option: click.Parameter, said: str) -> tuple[int, ...]:
    try:
        return tuple(int(year) for year in said.split(",") if year.strip())
    except ValueError:
        raise click.BadParameter("years with commas between, such as 2013,2014") from None


@workforce.command("backtest")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--origins",
    default="",
    callback=_years,
    metavar="YEARS",
    help="Years to forecast from, commas between; the newest three possible if left out.",
)
@click.option("--horizon", type=click.IntRange(1, 25), default=5, show_default=True)
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


def _print(result: BackTest) -> None:
    origins = ", ".join(map(str, result.origins))
    click.echo(f"{result.areas} områder, skøn fra {origins}, {result.horizon} år frem")
    click.echo(f"{'alder':8}{'WAPE %':>9}{'skævhed %':>12}{'80 %-interval holdt':>22}")
    for band, wape in result.wape.items():
        held = f"{result.coverage80[band]:.0f} %"
        click.echo(f"{band:8}{wape:>9.2f}{result.bias[band]:>+12.2f}{held:>22}")
