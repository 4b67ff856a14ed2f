# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte registry check` and `… rules`: messages against the published rules, no database."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

import click

from gearskifte.connectors.public import (
    ConformanceFinding,
    Coverage,
    check_together,
    coverage,
    is_message,
    parse_roles,
    rules,
)
from gearskifte.kernel import config as configuration
from gearskifte.registry.public import Severity

BROKEN = 1
"""Exit status when a rule is broken."""

STANDARD_INPUT = "-"
_LABELS = {Severity.ERROR: "FEJL", Severity.WARNING: "råd", Severity.INFO: "info"}

_on = click.option(
    "--ruleset",
    "on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day whose rules count (YYYY-MM-DD); the newest if left out.",
)


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as a JSON list.")
@click.option("--language", type=click.Choice(["da", "en"]), default="da", show_default=True)
@click.option(
    "--roles",
    "role_list",
    type=click.File(encoding="utf-8"),
    help="A CSV (uuid,object,section,role) of roles whose UUID is not public.",
)
@_on
def check(
    paths: tuple[str, ...],
    as_json: bool,
    language: str,
    role_list: TextIO | None,
    on: datetime | None,
) -> None:
    """Check messages against the published rules: files, folders or - for standard input.

    All messages given are checked together, so that links, keys and ids between them count too.
    Exit status: 0 when no rule is broken, 1 when one is.
    """
    missing = [path for path in paths if path != STANDARD_INPUT and not Path(path).exists()]
    if missing:
        raise click.BadParameter(f"there is no {', '.join(missing)}", param_hint="PATH")
    names: list[str] = []
    found = check_together(
        _bodies(paths, names),
        max_bytes=configuration.load().max_message_mib * 1024 * 1024,
        ruleset=_day(on),
        roles=parse_roles(role_list.read()) if role_list is not None else (),
    )
    count: Counter[Severity] = Counter()
    listed = []
    for file, finding in found:
        count[finding.severity] += 1
        if as_json:
            listed.append(_as_json(names[file], finding))
        else:
            _print(names[file], finding, language)
    if as_json:
        click.echo(json.dumps(listed, ensure_ascii=False))
    else:
        told = ", ".join(f"{count[severity]} {_LABELS[severity]}" for severity in Severity)
        click.echo(f"{len(names)} beskeder: {told}", err=True)
    if count[Severity.ERROR]:
        sys.exit(BROKEN)


@click.command("rules")
@click.option("--coverage", "by_row", is_flag=True, help="List every row of the published tables.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@_on
def list_rules(by_row: bool, as_json: bool, on: datetime | None) -> None:
    """List the rules that are checked, or with --coverage every published row and its rules."""
    if by_row:
        _print_coverage(coverage(_day(on)), as_json=as_json)
        return
    known = rules(_day(on))
    if as_json:
        shown = [
            {"rule": each.id, "severity": each.severity, "rows": each.rows, "text": each.what.en}
            for each in known
        ]
        click.echo(json.dumps(shown, ensure_ascii=False))
        return
    for each in known:
        click.echo(f"{_LABELS[each.severity]:5} {each.id}")
    click.echo(f"{len(known)} regler", err=True)


def _day(on: datetime | None) -> date | None:
    return None if on is None else on.date()


def _bodies(paths: tuple[str, ...], names: list[str]) -> Iterator[bytes]:
    """Every message, its name noted just before it is given."""
    for path in paths:
        if path == STANDARD_INPUT:
            names.append(path)
            yield sys.stdin.buffer.read()
            continue
        is_folder = Path(path).is_dir()
        for file in sorted(Path(path).rglob("*")) if is_folder else [Path(path)]:
            if file.is_file():
                body = file.read_bytes()
                if not is_folder or file.suffix.lower() == ".xml" or is_message(body):
                    names.append(str(file))
                    yield body


def _as_json(name: str, finding: ConformanceFinding) -> dict[str, str]:
    text = finding.text
    return {
        "file": name,
        "rule": finding.rule,
        "severity": finding.severity,
        "path": finding.path,
        "text": f"{text.da} | {text.en}",
    }


def _print(name: str, finding: ConformanceFinding, language: str) -> None:
    click.echo(f"{_LABELS[finding.severity]:5} {name}")
    click.echo(f"      {finding.rule}")
    click.echo(f"      {finding.path}")
    click.echo(f"      {finding.text.in_language(language)}")


def _print_coverage(rows: list[Coverage], *, as_json: bool) -> None:
    if as_json:
        shown = [
            {
                "table": row.table,
                "row": row.number,
                "place": "/".join(filter(None, row.place)),
                "checked": row.is_checked,
                "rules": row.rules,
                "beyond": row.beyond.en,
            }
            for row in rows
        ]
        click.echo(json.dumps(shown, ensure_ascii=False))
        return
    for row in rows:
        state = "prøvet" if row.is_checked else "udenfor"
        place = "/".join(filter(None, row.place))
        click.echo(f"{row.table:17} {row.number:>3} {state:8} {place}")
        for rule in row.rules:
            click.echo(f"{'':31}{rule}")
        if row.beyond.da:
            click.echo(f"{'':31}({row.beyond.da})")
    checked = sum(row.is_checked for row in rows)
    click.echo(f"{checked} af {len(rows)} rækker prøvet ({checked / len(rows):.1%})", err=True)
