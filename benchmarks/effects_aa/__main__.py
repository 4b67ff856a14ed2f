# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.effects_aa FILE`: prints one JSON; exit status 1 if a goal is not met."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import numpy as np

from benchmarks.effects_aa.draws import Kinds, Municipalities, Tally, permits, tally

MOST = 0.07


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--draws", default=1000, show_default=True, help="Made-up adoptions of each kind.")
@click.option("--placements", default=999, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(file: Path, draws: int, placements: int, seed: int) -> None:
    """Let municipalities of FILE (bpic15_all.parquet) adopt nothing, and see what is found."""
    cases = permits(file)
    random = np.random.default_rng(seed)
    found = {
        "one_of_five_municipalities": tally(iter(Municipalities(cases, random)), draws, placements),
        "municipality_and_kind": tally(iter(Kinds(cases, random)), draws, placements),
    }
    met = all(each.false_positives <= MOST for each in found.values())
    told: dict[str, Any] = {name: _told(each) for name, each in found.items()}
    print(json.dumps({"cases": len(cases), "goal": MOST, "met": met} | told, indent=1))
    sys.exit(0 if met else 1)


def _told(found: Tally) -> dict[str, Any]:
    return {name: round(value, 4) for name, value in asdict(found).items()}


if __name__ == "__main__":
    main()
