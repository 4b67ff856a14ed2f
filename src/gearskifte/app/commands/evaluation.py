# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte effects evaluate` and `… att-gt`: a verdict from a file, with nothing installed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import msgspec

from gearskifte.app.commands.data_quality import LogQuality, PanelQuality, quality_of
from gearskifte.app.commands.event_log import LogRule, read_logs
from gearskifte.effects.public import (
    COLUMN_NAMES,
    Base,
    Controls,
    Direction,
    Evaluation,
    GroupTimeDesign,
    GroupTimes,
    Interval,
    Method,
    NothingToCompare,
    OutcomeName,
    Panel,
    PanelTable,
    Question,
    Scale,
    Summary,
    Summed,
    details,
    evaluate_together,
    group_times,
    joint_test,
    of_column,
    read_panel,
    rebuild,
    sentence,
    summed,
)
from gearskifte.kernel.errors import InputRefused, Text

_FEW_UNITS = 5
"""Errors of a group are made from how its units differ; of one unit nothing differs."""
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_columns = click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="ROLE=NAME",
    help="What a column is called: unit, period, outcome, adopted_from or weight. Repeatable.",
)


@click.command("evaluate")
@click.argument("files", nargs=-1, required=True, type=_FILE, metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option(
    "--better",
    type=click.Choice([each.value for each in Direction]),
    default=Direction.LOWER.value,
    show_default=True,
    help="Which way the outcome is better.",
)
@click.option(
    "--scale",
    type=click.Choice([each.value for each in Scale]),
    default=Scale.PLAIN.value,
    show_default=True,
    help="plain: differences. log: logarithms are taken, effects in per cent. logged: they were.",
)
@click.option("--outcome", "outcomes", multiple=True, help="A column of outcomes. Repeatable.")
@_columns
@click.option("--window", type=click.IntRange(1), help="Periods on either side; else a year.")
@click.option(
    "--anticipation",
    type=click.IntRange(0),
    help="Periods before adoption that are left out; else 1 of months and 0 of others.",
)
@click.option("--promise", type=float, help="The effect promised, on the scale of the estimate.")
@click.option("--placements", type=click.IntRange(99), default=1999, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--draws", is_flag=True, help="JSON: with draws from the effect's distribution.")
@click.option("--in", "unit", default="", help="The outcome's unit, for the sentence: dage.")
@click.option("--until", multiple=True, metavar="ACTIVITY", help="Log: what ends the waiting.")
@click.option(
    "--adopted-when", metavar="activity=NAME", help="Log: what touches cases (or resource=NAME)."
)
@click.option("--adopted", multiple=True, metavar="UNIT=YYYY-MM", help="Log: a known adoption.")
@click.option(
    "--share",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="Log: of a month's cases that must be touched.",
)
@click.option(
    "--followed",
    type=click.IntRange(1),
    default=180,
    show_default=True,
    help="Log: days that every case is followed.",
)
@click.option(
    "--measure",
    type=click.Choice(["waiting", "within"]),
    default="waiting",
    show_default=True,
    help="Log: days waited, or share decided within the days followed.",
)
@click.option("--mix-by", metavar="ATTRIBUTE", help="Log: kind of case, whose mix is allowed for.")
@click.option("--unit-by", metavar="ATTRIBUTE", help="Log: attribute of the unit; else the file.")
def evaluate_(
    files: tuple[Path, ...],
    *,
    as_json: bool,
    draws: bool,
    better: str,
    scale: str,
    outcomes: tuple[str, ...],
    columns: tuple[str, ...],
    window: int | None,
    anticipation: int | None,
    promise: float | None,
    placements: int,
    seed: int,
    unit: str,
    **log: Any,
) -> None:
    """Give a verdict on a panel (CSV) or on event logs (XES or CSV) with an adoption rule.

    A panel has the columns unit, period, outcome, adopted_from and, if known, weight (the number of
    cases behind each value). adopted_from is empty for units that never adopted. The verdict is
    better, worse, no demonstrable difference or cannot be decided.

    An event log needs --until, and --adopted-when or --adopted. Each file is a unit, or each value
    of --unit-by.
    """
    quality: dict[str, LogQuality | PanelQuality] = {}
    question = Question(
        Direction(better), Scale(scale), window, anticipation, promise, placements, seed
    )
    panels: Mapping[str, Panel]
    if log["until"]:
        rule = LogRule(is_plain=scale == Scale.PLAIN and _was_given("scale"), **log)
        panel, of_log = read_logs(files, rule)
        quality["waiting"] = of_log
        names = {"waiting": rule.about}
        panels, question = {"waiting": panel}, _on(question, panel.scale)
    else:
        table = _read(files, columns, outcomes, ())
        panels = {name: table.panel(name) for name in table.outcomes}
        quality |= {name: quality_of(panel) for name, panel in panels.items()}
        names = {name: of_column(name) for name in panels}
    found = evaluate_together(panels, question)
    if as_json:
        told = {
            name: _as_mapping(each, names[name], draws=draws)
            | {"quality": msgspec.to_builtins(quality[name])}
            for name, each in found.items()
        }
        click.echo(_json(told if len(told) > 1 else next(iter(told.values()))))
        return
    for name, each in found.items():
        if len(found) > 1:
            click.echo(f"\n{name}")
        said = quality[name].told
        click.echo(f"{said.da}\n{said.en}\n")
        _print(each, unit, names[name])


@click.command("att-gt")
@click.argument("file", type=_FILE)
@click.option(
    "--controls",
    type=click.Choice([each.value for each in Controls]),
    default=Controls.NEVER.value,
    show_default=True,
)
@click.option(
    "--method",
    type=click.Choice([each.value for each in Method]),
    default=Method.DOUBLY_ROBUST.value,
    show_default=True,
)
@click.option(
    "--base",
    type=click.Choice([each.value for each in Base]),
    default=Base.VARYING.value,
    show_default=True,
)
@click.option("--anticipation", type=click.IntRange(0), default=0, show_default=True)
@click.option("--covariate", "covariates", multiple=True, help="A column. Repeatable.")
@click.option("--outcome", default="", help="The column of the outcome.")
@click.option("--weighted", is_flag=True, help="Let units count by the column weight.")
@click.option("--json/--table", "as_json", default=True, help="JSON, or a table to read.")
@_columns
def att_gt(
    file: Path,
    *,
    controls: str,
    method: str,
    base: str,
    anticipation: int,
    covariates: tuple[str, ...],
    outcome: str,
    weighted: bool,
    as_json: bool,
    columns: tuple[str, ...],
) -> None:
    """Print ATT(g,t) with standard errors and all summaries (Callaway and Sant'Anna 2021).

    Units that are not known in every period are left out, and counted.
    """
    table = _read((file,), columns, (outcome,) if outcome else (), covariates)
    panel = table.panel(table.outcomes[0])
    balanced, holed = panel.balanced(table.stacked_covariates(), weighted=weighted)
    design = GroupTimeDesign(Controls(controls), Method(method), Base(base), anticipation)
    try:
        found = group_times(balanced, design)
    except NothingToCompare as error:
        raise _nothing(error) from error
    told = _group_times(found) | {"left_out": found.dropped + holed}
    if as_json:
        click.echo(_json(told))
        return
    for cell in told["att_gt"]:
        click.echo(f"{cell['group']:>8} {cell['t']:>8} {cell['att']:>12.6f} {cell['se']:>12.6f}")
    for name, part in told["aggregate"].items():
        click.echo(f"{name:>17} {part['att']:>12.6f} {part['se']:>12.6f}")
    if told["small_groups"]:
        groups = ", ".join(map(str, told["small_groups"]))
        click.echo(
            f"Groups of under {_FEW_UNITS} units: {groups}. Their errors are too small; "
            "effects evaluate says what so few can show.",
            err=True,
        )


@click.command("rebuild")
@click.argument("file", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def rebuild_(file: Path, *, as_json: bool) -> None:
    """Make a reckoning again from the numbers behind it (JSON from the page of a promise).

    Exit status 1 if the panel has not the hash on the page, or a number comes out otherwise.
    """
    found = rebuild(file.read_bytes())
    if as_json:
        told = _as_mapping(found.evaluation, found.about, draws=False)
        click.echo(
            _json({"same_panel": found.is_same_panel, "differ": found.differ, "answer": told})
        )
    else:
        panel = "as it was" if found.is_same_panel else "not the one with the hash on the page"
        differ = ", ".join(found.differ) or "none"
        click.echo(f"Panel: {panel}\nNumbers that come out otherwise: {differ}")
        _print(found.evaluation, "", found.about)
    if not found.is_same:
        raise SystemExit(1)


def _as_mapping(found: Evaluation, about: OutcomeName, *, draws: bool) -> dict[str, Any]:
    """The evaluation as it is printed: what everybody needs first, intervals as pairs."""
    told = asdict(found)
    if not draws:
        del told["draws"]
    for name, value in list(told.items()):
        if isinstance(getattr(found, name), Interval):
            told[name] = [value["low"], value["high"]]
    told["left_out"] = {reason.value: number for reason, number in found.left_out.items()}
    said = sentence(found, about=about)
    return told | {"sentence": {"da": said.da, "en": said.en}}


def _group_times(found: GroupTimes) -> dict[str, Any]:
    cells = zip(found.group, found.time, found.effect, found.error, strict=True)
    test = joint_test(found)
    return {
        "att_gt": [
            {"group": _whole(group), "t": _whole(time), "att": float(att), "se": float(se)}
            for group, time, att, se in cells
        ],
        "aggregate": {by.value: _summed(summed(found, by)) for by in Summary},
        "pre_test": {"W": test.statistic, "df": test.cells, "p": test.p},
        "units": len(found.member),
        "small_groups": _small(found),
    }


def _small(found: GroupTimes) -> list[int | float]:
    """The groups of so few units that their standard errors are too small to be trusted."""
    groups = sorted({float(group) for group in found.group})
    return [_whole(group) for group in groups if (found.member == group).sum() < _FEW_UNITS]


def _summed(found: Summed) -> dict[str, Any]:
    parts = zip(found.at, found.effect, found.error, strict=True)
    return {
        "att": found.overall,
        "se": found.overall_error,
        "parts": [{"at": _whole(at), "att": float(att), "se": float(se)} for at, att, se in parts],
    }


def _whole(number: float) -> int | float:
    return int(number) if number == int(number) else float(number)


def _print(found: Evaluation, unit: str, about: OutcomeName) -> None:
    said = sentence(found, unit=unit, about=about)
    told = details(found, unit=unit)
    click.echo(said.da)
    for line in told:
        click.echo(f"  {line.da}")
    click.echo(said.en)
    for line in told:
        click.echo(f"  {line.en}")


def _json(told: Any) -> str:
    """JSON, in which what is not a number is null."""
    return json.dumps(_finite(told), ensure_ascii=False)


def _finite(told: Any) -> Any:
    if isinstance(told, float):
        return told if abs(told) < float("inf") else None
    if isinstance(told, dict):
        return {name: _finite(value) for name, value in told.items()}
    if isinstance(told, list | tuple):
        return [_finite(value) for value in told]
    return told


def _on(question: Question, scale: Scale) -> Question:
    return Question(
        question.better,
        scale,
        question.window,
        question.anticipation,
        question.promise,
        question.placements,
        question.seed,
    )


def _was_given(option: str) -> bool:
    source = click.get_current_context().get_parameter_source(option)
    return source is click.core.ParameterSource.COMMANDLINE


def _read(
    files: tuple[Path, ...],
    columns: tuple[str, ...],
    outcomes: tuple[str, ...],
    covariates: tuple[str, ...],
) -> PanelTable:
    if len(files) != 1:
        raise click.BadParameter("a panel is one file; event logs need --until", param_hint="FILE")
    said = dict(_pair(each) for each in columns)
    body = files[0].read_bytes()
    if body[:2] == b"\x1f\x8b" or body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        raise click.BadParameter("an event log needs --until ACTIVITY", param_hint="FILE")
    return read_panel(_text(body), said, outcomes=outcomes, covariates=covariates)


def _pair(each: str) -> tuple[str, str]:
    role, equals, name = each.partition("=")
    if not equals or role not in COLUMN_NAMES:
        roles = ", ".join(COLUMN_NAMES)
        raise click.BadParameter(f"write ROLE=NAME, a role of {roles}", param_hint="--column")
    return role, name


def _text(body: bytes) -> str:
    """UTF-8, with or without its mark; else UTF-16 with a mark, or Windows-1252."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def _nothing(error: NothingToCompare) -> InputRefused:
    return InputRefused(
        "GS-EFF-125",
        what=Text("ATT(g,t) kan ikke regnes ud.", "ATT(g,t) cannot be worked out."),
        why=Text(f"Panelet passer ikke: {error}.", f"The panel does not fit: {error}."),
        do=Text(
            "Prøv --controls not-yet, eller et panel, der begynder før ibrugtagningen.",
            "Try --controls not-yet, or a panel that begins before adoption.",
        ),
    )
