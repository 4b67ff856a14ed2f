# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.effects_import --peer PYTHON`: one JSON; status 1 if a goal is missed.

The product reads a log and keeps it as Parquet, sorted by case and time; rustxes reads it into
memory. Each in a process of its own, in turn; processor time is told from when the libraries are
there (`read_s`) and for the whole process (`whole_s`). The last log is the largest real one as
many times over as `--copies` says; it must take next to no more memory.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

HERE: Final = Path(__file__).parent
MOST: Final = 1.3
"""Processor time of reading, as a part of the peer's."""
GROWTH: Final = 1.25
"""Peak memory with a log as many times as large."""


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--peer", required=True, help="A Python with rustxes in it (an environment apart).")
@click.option("--rounds", default=3, show_default=True, help="How often each reads each log.")
@click.option("--copies", default=4, show_default=True, help="How many times the largest is laid.")
def main(files: tuple[Path, ...], peer: str, rounds: int, copies: int) -> None:
    """Cost of taking in XES logs beside rustxes."""
    shared = Path(os.environ.get("GEARSKIFTE_SHARED", "../shared"), "eventlogs", "bpic15")
    logs = sorted(files or shared.glob("*.xes.gz"))
    with tempfile.TemporaryDirectory(prefix="gearskifte-import-") as folder:
        largest = max(logs, key=lambda path: path.stat().st_size)
        many = Path(folder, f"{copies}x-{largest.name}")
        _lay(largest, many, copies)
        found = {log.name: _both(log, peer, rounds, folder) for log in (*logs, many)}
    once, more = found[largest.name], found[many.name]
    growth = round(more["ours"]["peak_mb"] / once["ours"]["peak_mb"], 2)
    ratio = round(
        sum(each["ours"]["read_s"] for each in found.values())
        / sum(each["peer"]["read_s"] for each in found.values()),
        2,
    )
    met = ratio <= MOST and growth <= GROWTH
    told = {"logs": found, "ratio": ratio, "growth": growth, "goals": [MOST, GROWTH], "met": met}
    print(json.dumps(told, indent=1))
    sys.exit(0 if met else 1)


def _lay(log: Path, to: Path, copies: int) -> None:
    """The cases of a log so many times over, as one log."""
    text = gzip.decompress(log.read_bytes())
    start, end = text.index(b"<trace>"), text.rindex(b"</trace>") + len(b"</trace>")
    with gzip.open(to, "wb", compresslevel=6) as out:
        out.write(text[:start])
        for _ in range(copies):
            out.write(text[start:end])
        out.write(text[end:])


def _both(log: Path, peer: str, rounds: int, folder: str) -> dict[str, Any]:
    sides = {
        "ours": [sys.executable, str(HERE / "ours.py"), str(log), str(Path(folder, "log.parquet"))],
        "peer": [peer, str(HERE / "peer.py"), str(log)],
    }
    runs: dict[str, list[dict[str, Any]]] = {side: [] for side in sides}
    for _ in range(rounds):
        for side, command in sides.items():
            runs[side].append(_run(command))
    least = {
        side: {name: min(run[name] for run in each) for name in each[0]}
        for side, each in runs.items()
    }
    ratios = {
        name.removesuffix("_s"): round(least["ours"][name] / least["peer"][name], 2)
        for name in ("read_s", "whole_s", "peak_mb")
    }
    return {**least, "ratios": ratios}


def _run(command: Sequence[str]) -> dict[str, Any]:
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=HERE.parents[1])
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


if __name__ == "__main__":
    main()
