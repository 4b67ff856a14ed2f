# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.workforce_backtest FILE [--origins 2010,2011] [--horizon 5]`.

Prints WAPE by broad age group for each method in one run, and the coverage of the 80 % intervals.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from benchmarks.workforce_backtest.simple import STEP, cohort_ratios, no_change, straight_line
from gearskifte.connectors.statfiles.public import read_table
from gearskifte.workforce.public import backtest, choose_origins, population_of
from gearskifte.workforce.rules.population.backtest import wape_of


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--origins", default="")
@click.option("--horizon", default=5)
def main(file: Path, origins: str, horizon: int) -> None:
    """Compare the methods."""
    population = population_of(read_table(file.read_bytes(), file.name))
    asked = tuple(int(year) for year in origins.split(",") if year)
    chosen = choose_origins(population, asked, horizon)
    ours = backtest(population, chosen, horizon)
    enough = horizon <= STEP and chosen[0] - population.years[0] >= STEP
    methods = {"no change": no_change, "straight line": straight_line}
    if enough:
        methods["cohort ratios"] = cohort_ratios
    table = {name: wape_of(method, population, chosen, horizon) for name, method in methods.items()}
    result = {
        "origins": chosen,
        "horizon": horizon,
        "areas": ours.areas,
        "wape": {**table, "gearskifte": ours.wape},
        "coverage80": ours.coverage80,
    }
    print(json.dumps(result, indent=2))


main()
