# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte commons …`: what the commons does from the command line."""

from __future__ import annotations

import os
from pathlib import Path

import click
import msgspec

from gearskifte.commons.embedding import Embedder, KeepingEmbedder, OfflineEmbedder
from gearskifte.commons.evaluating import evaluate, read_distractors, read_rows
from gearskifte.kernel import config as configuration
from gearskifte.kernel.database.provider import data_folder

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def commons() -> None:
    """The commons: ideas, projects and robots that municipalities share."""


@commons.command("overlap-eval")
@click.argument("file", type=_FILE)
@click.option("--distractors", type=_FILE, help="Texts that match nothing: TSV, CSV or one a line.")
@click.option("--beside", is_flag=True, help="Measure the embedding alone and words alone too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def overlap_eval(file: Path, distractors: Path | None, beside: bool, as_json: bool) -> None:
    """How well overlaps are found in FILE: topic, municipality, title, description; no header."""
    rows = read_rows(file)
    others = read_distractors(distractors) if distractors else []
    model = OfflineEmbedder()
    report = evaluate(rows, others, _keeping(model), model, beside=beside)
    if as_json:
        click.echo(msgspec.json.encode(report).decode())
        return
    measures = msgspec.to_builtins(report)
    peers = measures.pop("beside", {})
    for name, value in measures.items():
        click.echo(f"{name:<28} {value}")
    for peer, told in peers.items():
        click.echo(f"\nbeside: the {peer} alone")
        for name, value in told.items():
            click.echo(f"{name:<28} {value}")


def _keeping(model: Embedder) -> Embedder:
    """The model with what it made before, kept in the data folder where that can be written."""
    folder = data_folder(configuration.load(), os.environ)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return model
    if not os.access(folder, os.W_OK):
        return model
    return KeepingEmbedder(model, folder / "commons-vectors.sqlite")
