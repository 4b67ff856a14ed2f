# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.workforce_moves`: prints one JSON."""

from __future__ import annotations

import json
import resource
import time
from dataclasses import replace

import click
import numpy as np

from benchmarks.workforce_moves.invented import region as neighbours
from gearskifte.workforce.rules.moves.plan import best_plan, draft
from gearskifte.workforce.rules.moves.prices import Common, bound_at, coordinate


@click.command()
@click.option("--municipalities", default=98, show_default=True)
@click.option("--region", default=10, show_default=True, help="Municipalities that share.")
@click.option("--years", default=5, show_default=True)
@click.option("--posts", default=24, show_default=True, help="Occupation and service together.")
@click.option("--moves", default=80, show_default=True, help="Kinds of willing movers.")
@click.option("--fairness", default=0.0, show_default=True, help="Between municipalities.")
@click.option("--bounds", default=1, show_default=True, help="Regions whose bound is reckoned.")
def main(
    municipalities: int,
    region: int,
    years: int,
    posts: int,
    moves: int,
    fairness: float,
    bounds: int,
) -> None:
    """Plan every municipality alone, then together, and alone again at the prices."""
    regions = [
        neighbours(first, min(region, municipalities - first), years, posts, moves)
        for first in range(0, municipalities, region)
    ]
    every = [each for some in regions for each in some]
    program = draft(every[0]).program
    started = time.perf_counter()
    alone = [float(best_plan(replace(each, loans=())).uncovered.sum()) for each in every]
    alone_seconds = time.perf_counter() - started
    common = [Common(np.full(years, 6.0 * len(some)), fairness) for some in regions]
    started, used = time.perf_counter(), time.process_time()
    found = [coordinate(*each) for each in zip(regions, common, strict=True)]
    seconds = time.perf_counter() - started
    processor = time.process_time() - used
    some = list(zip(regions, common, found, strict=True))[:bounds]
    least = [bound_at(region, shared, ours.prices) for region, shared, ours in some]
    gaps = [(ours.objective - best) / best for ours, best in zip(found, least, strict=False)]
    result = {
        "columns": len(program.cost),
        "rows": len(program.names),
        "alone_seconds": round(alone_seconds, 2),
        "coordinated_seconds": round(seconds, 2),
        "coordinated_processor_seconds": round(processor, 2),
        "agreements": [len(each.agreements) for each in found],
        "worst_share": [round(float(each.shares.max()), 4) for each in found],
        "gap_to_each_alone_at_the_prices": [round(gap, 5) for gap in gaps],
        "uncovered_alone": round(sum(alone)),
        "uncovered_coordinated": round(sum(each.uncovered for each in found)),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(result, indent=2))


main()
