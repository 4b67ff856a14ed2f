# SPDX-License-Identifier: EUPL-1.2
"""An analyst with nothing but a file gets a verdict: `effects evaluate` and `effects att-gt`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from gearskifte.app.cli import cli
from gearskifte.kernel.errors import InputRefused
from tests.unit.effects.made_panels import as_table, made_panel

pytestmark = pytest.mark.acceptance

ASKED = {"verdict", "estimate", "interval", "p", "controls", "placements"}
MUNICIPALITIES, ADOPTERS, MONTHS = 8, 3, 40


def effects(*arguments: str | Path) -> Result:
    """What the command prints."""
    return CliRunner().invoke(cli, ["effects", *map(str, arguments)])


def said(*arguments: str | Path) -> dict[str, Any]:
    """What the command prints as JSON."""
    done = effects(*arguments, "--json") if arguments[0] == "evaluate" else effects(*arguments)
    assert done.exit_code == 0, done.output
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def written(folder: Path, text: str) -> Path:
    """A file that holds this text."""
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_gets_a_verdict_with_everything_a_sceptic_asks_for(tmp_path: Path) -> None:
    """The JSON holds at least verdict, estimate, interval, p, controls and placements."""
    path = written(tmp_path, as_table(made_panel(effect=-0.3)))
    told = said("evaluate", path, "--scale", "logged")
    assert told.keys() >= ASKED
    assert told["verdict"] == "better"
    assert told["interval"][0] < -0.3 < told["interval"][1] < 0
    assert (told["controls"], told["placements"]) == (18, 1999)


def test_the_verdict_is_one_plain_sentence_in_both_languages(tmp_path: Path) -> None:
    """Without --json the data come first, then the verdict in Danish numbers; English follows."""
    path = written(tmp_path, as_table(made_panel(effect=-0.3), ";", ","))
    lines = effects("evaluate", path, "--scale", "logged").stdout.splitlines()
    assert lines[0].startswith("Data: 24 enheder i 36 perioder, 864 af 864 værdier kendt.")
    (verdict,) = [line for line in lines if line.startswith("Bedre: udfaldet blev ")]
    assert "," in verdict
    assert any(line.startswith("Better: the outcome became ") for line in lines)


def test_the_verdict_names_the_column_it_is_about(tmp_path: Path) -> None:
    """A column with a name of its own is the subject of the sentence, and a log's is the wait."""
    path = written(tmp_path, as_table(made_panel(effect=-0.3)).replace("outcome", "ventedage", 1))
    told = said("evaluate", path, "--scale", "logged", "--column", "outcome=ventedage")
    assert told["sentence"]["da"].startswith("Bedre: ventedage blev ")
    assert told["sentence"]["en"].startswith("Better: ventedage became ")


def test_one_of_five_cannot_be_decided(tmp_path: Path) -> None:
    """One adopter among five municipalities gets no interval, and is told how many it takes."""
    path = written(tmp_path, as_table(made_panel(5, 1, effect=-2.0)))
    told = said("evaluate", path)
    assert (told["verdict"], told["interval"]) == ("cannot be decided", None)
    assert told["p"] >= 0.2
    assert told["controls_needed"] == 19


def test_a_table_that_cannot_be_read_is_refused_in_words(tmp_path: Path) -> None:
    """A missing column ends the command with its code, not with a traceback."""
    path = written(tmp_path, "unit,period\nA,2024-01\n")
    done = effects("evaluate", path)
    assert done.exit_code != 0
    assert "GS-EFF-101" in str(done.exception)


def test_att_gt_prints_effects_errors_and_summaries(tmp_path: Path) -> None:
    """ATT(g,t) of a table comes with standard errors, four summaries and the joint test."""
    path = written(tmp_path, as_table(made_panel(effect=-0.3, noise=0.01)))
    told = said("att-gt", path, "--controls", "not-yet")
    after = [cell for cell in told["att_gt"] if cell["t"] >= cell["group"]]
    assert np.mean([cell["att"] for cell in after]) == pytest.approx(-0.3, abs=0.05)
    assert told["aggregate"].keys() == {"simple", "group", "dynamic", "calendar"}
    assert told["pre_test"]["df"] > 0
    assert told["left_out"] == 0


def log_lines(*, fewer_days: int) -> Iterator[str]:
    """An event log in which a robot takes part in three municipalities from the 18th month on."""
    random = np.random.default_rng(1)
    yield "case id;activity;timestamp;resource;case:kommune navn"
    for unit in range(MUNICIPALITIES):
        for month in range(MONTHS):
            for case in range(6):
                start = datetime(2021 + month // 12, month % 12 + 1, 3 + case, 9, tzinfo=UTC)
                helped = unit < ADOPTERS and month >= 18
                days = int(60 + 5 * random.standard_normal()) - (fewer_days if helped else 0)
                number = f"{unit}-{month}-{case}"
                for activity, at, who in (
                    ("modtag", start, "Anna"),
                    ("slå op", start + timedelta(days=1), "Robot7" if helped else "Bo"),
                    ("afgør", start + timedelta(days=days), "Bo"),
                ):
                    yield f"{number};{activity};{at.isoformat()};{who};K{unit}"


def test_an_event_log_gets_a_verdict_by_the_rule_of_adoption(tmp_path: Path) -> None:
    """Adoption is read from the events: half of a month's cases touched, and kept up."""
    path = written(tmp_path, "\n".join(log_lines(fewer_days=20)) + "\n")
    told = said(
        "evaluate", path, "--until", "afgør", "--adopted-when", "resource=Robot7",
        "--unit-by", "kommune navn", "--followed", "90",
    )  # fmt: skip
    assert (told["adopters"], told["controls"]) == (ADOPTERS, MUNICIPALITIES - ADOPTERS)
    assert told["verdict"] == "better"
    assert told["percent"] == pytest.approx(-1 / 3, abs=0.05)
    assert told["sentence"]["da"].startswith("Bedre: ventetiden blev 3")
    assert told["quality"]["cases"] == told["quality"]["decided"] == 6 * MONTHS * MUNICIPALITIES


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("--until", "sendt", "--adopted", "log=2021-01"), "GS-EFF-123", "aktiviteten sendt"),
        (("--until", "send", "--adopted", "lgo=2021-01"), "GS-EFF-124", "lgo er ikke i loggen"),
    ],
)
def test_a_name_that_is_misspelt_gives_no_answer(
    tmp_path: Path, options: tuple[str, ...], code: str, told: str
) -> None:
    """An activity or a unit that stands nowhere in the log is refused by name."""
    file = tmp_path / "log.csv"
    lines = ("case,activity,time", "1,apply,2020-01-02", "1,send,2020-02-02", "")
    file.write_text("\n".join(lines), encoding="utf-8")
    done = effects("evaluate", file, *options)
    assert done.exit_code != 0
    assert isinstance(done.exception, InputRefused)
    assert done.exception.code == code
    assert told in done.exception.what.da


def test_half_a_log_gets_no_verdict(tmp_path: Path) -> None:
    """A log that ends in the middle is refused, and not counted as far as it goes."""
    event = '<event><string key="concept:name" value="send"/>'
    event += '<date key="time:timestamp" value="2020-01-02T09:00:00Z"/></event>'
    file = tmp_path / "log.xes"
    case = f'<trace><string key="concept:name" value="1"/>{event}</trace>'
    file.write_text(f'<log xes.version="1.0">{case}<trace>', encoding="utf-8")
    done = effects("evaluate", file, "--until", "send", "--adopted", "log=2020-01")
    assert isinstance(done.exception, InputRefused)
    assert done.exception.code == "GS-EFF-122"


def test_what_a_log_lacks_is_told_beside_the_verdict(tmp_path: Path) -> None:
    """Events left out for their time are told on standard error; JSON stays JSON."""
    file = tmp_path / "log.csv"
    lines = [f"{n},send,2020-{n % 12 + 1:02}-05\n{n},look,03/09/2020\n" for n in range(1, 40)]
    file.write_text("case,activity,time\n" + "".join(lines), encoding="utf-8")
    done = effects("evaluate", file, "--until", "send", "--adopted", "log=2020-06", "--json")
    assert json.loads(done.stdout)["verdict"] == "cannot be decided"
    assert "GS-CON-066 (39 ×)" in done.stderr
    assert "time_format" in done.stderr


def test_the_same_log_gets_the_same_verdict_in_either_form(tmp_path: Path) -> None:
    """XES is read as a flow and CSV as messages; every number of the answer is the same."""
    lines = list(log_lines(fewer_days=20))
    table = written(tmp_path, "\n".join(lines) + "\n")
    cases: dict[tuple[str, str], list[str]] = {}
    for line in lines[1:]:
        number, activity, at, who, unit = line.split(";")
        event = (
            f'<event><string key="concept:name" value="{activity}"/>'
            f'<date key="time:timestamp" value="{at}"/>'
            f'<string key="org:resource" value="{who}"/></event>'
        )
        cases.setdefault((number, unit), []).append(event)
    traces = (
        f'<trace><string key="concept:name" value="{number}"/>'
        f'<string key="kommune navn" value="{unit}"/>{"".join(events)}</trace>'
        for (number, unit), events in cases.items()
    )
    log = tmp_path / "log.xes"
    log.write_text(f'<log xes.version="1.0">{"".join(traces)}</log>', encoding="utf-8")
    options = (
        "--until", "afgør", "--adopted-when", "resource=Robot7", "--unit-by", "kommune navn",
        "--followed", "90", "--placements", "199",
    )  # fmt: skip
    assert said("evaluate", log, *options) == said("evaluate", table, *options)
