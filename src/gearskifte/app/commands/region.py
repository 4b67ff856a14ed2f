# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte workforce region`: municipalities that plan together, from a folder for each."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import click

from gearskifte.connectors.statfiles.public import read_table
from gearskifte.workforce.public import (
    Kind,
    Lent,
    Loan,
    Population,
    Together,
    file_kind,
    lent,
    plan_together,
    population_of,
    read_loans,
    read_municipality,
)


@click.command("region")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--years", type=click.IntRange(1, 10), default=5, show_default=True)
@click.option(
    "--fairness",
    type=click.FloatRange(0, 10),
    default=0.2,
    show_default=True,
    help="Weight of the share the worst municipality lacks, times the need of all; 0: none.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def region(folder: Path, years: int, fairness: float, as_json: bool) -> None:
    """Plan several municipalities together: shared course places, loans of hours, and fairness.

    FOLDER has a folder for each municipality, named as it, with its files of need, staff,
    assumptions and the willing. The table of people and the agreements of loan may lie beside the
    folders, for all, or in each. docs/workforce-files.md tells the formats.
    """
    shared = dict(_files(folder))
    people: dict[bytes, Population] = {}
    loans: dict[Loan, None] = {}
    inputs, year = {}, 0
    for each in sorted(path for path in folder.iterdir() if path.is_dir()):
        found = shared | dict(_files(each))
        body, name = found.pop(Kind.POPULATION, (b"", ""))
        if body not in people:
            people[body] = population_of(read_table(body, name))
        loans |= dict.fromkeys(read_loans(found.pop(Kind.LOANS, (b"", ""))[0]))
        bodies = {kind: one for kind, (one, _) in found.items()}
        made = read_municipality(each.name, people[body], bodies, years)
        inputs[made.name] = made
        year = people[body].years[-1]
    planned = plan_together(inputs, tuple(loans), fairness)
    rows = lent(planned.fair, tuple(loans), year + 1)
    click.echo(json.dumps(_as_json(planned, rows)) if as_json else _as_text(planned, rows, year))


def _files(folder: Path) -> Iterator[tuple[Kind, tuple[bytes, str]]]:
    for file in sorted(path for path in folder.iterdir() if path.is_file()):
        body = file.read_bytes()
        yield file_kind(body, file.name), (body, file.name)


def _as_json(made: Together, rows: tuple[Lent, ...]) -> dict[str, object]:
    return {
        "municipalities": [
            {
                "name": name,
                "uncovered_hours_alone": round(float(alone.uncovered.sum())),
                "uncovered_hours": round(float(plan.uncovered.sum())),
                "share": round(float(share), 5),
                "share_without_fairness": round(float(before), 5),
            }
            for name, alone, plan, share, before in zip(
                made.names,
                made.alone,
                made.fair.plans,
                made.fair.shares,
                made.plain.shares,
                strict=True,
            )
        ],
        "loans": [dataclasses.asdict(row) for row in rows],
        "fairness_price_hours": round(made.price),
        "course_place_worth_hours": [round(float(price), 1) for price in made.fair.prices.courses],
    }


def _as_text(made: Together, rows: tuple[Lent, ...], year: int) -> str:
    lines = [f"{'kommune':24}{'mangler alene':>15}{'sammen':>12}{'af behovet':>12}"]
    for name, alone, plan, share in zip(
        made.names, made.alone, made.fair.plans, made.fair.shares, strict=True
    ):
        hours = float(alone.uncovered.sum()), float(plan.uncovered.sum())
        lines.append(f"{name:24}{hours[0]:>13.0f} t{hours[1]:>10.0f} t{100 * share:>10.1f} %")
    worst = 100 * made.plain.shares.max(), 100 * made.fair.shares.max()
    lines.append(
        f"Den, der mangler mest: {worst[1]:.1f} % og ikke {worst[0]:.1f} %. "
        f"Det koster {made.price:.0f} timer i alt."
    )
    lines.append("Lån:" if rows else "Ingen lån.")
    lines += [
        f"  {row.year}  {row.lender} til {row.borrower}, {row.service}: {row.hours:.0f} timer"
        f" (én mere dækker {row.price:.2f})"
        for row in rows
    ]
    places = zip(made.course_places, made.fair.prices.courses, strict=True)
    lines += [
        f"  {year + at}  {count:.0f} kursuspladser; én mere dækker {price:.0f} timer"
        for at, (count, price) in enumerate(places, start=1)
    ]
    return "\n".join(lines)
