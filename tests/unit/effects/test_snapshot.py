# SPDX-License-Identifier: EUPL-1.2
"""A reckoning can be made again from the panel that was kept of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from click.testing import CliRunner

from gearskifte.app.commands.evaluation import rebuild_
from gearskifte.effects.rules.answer import Question
from gearskifte.effects.rules.evaluation import evaluate
from gearskifte.effects.rules.panel import Panel, Scale
from gearskifte.effects.rules.snapshot import kept, panel_of, rebuild
from gearskifte.kernel.errors import InputRefused
from tests.unit.effects.made_panels import made_panel


def _panel() -> Panel:
    panel = made_panel(24, 2)
    panel.outcome[5, 3] = np.nan
    return panel.on_scale(Scale.LOGGED)


def _told(panel: Panel, promise: float | None = -0.2) -> dict[str, Any]:
    question = Question(scale=panel.scale, window=6, promise=promise)
    found = evaluate(panel, question)
    answer = msgspec.to_builtins(found) | {"question": {"window": 6, "promise": promise}}
    told = {"snapshot": found.fingerprint, "panel": kept(panel), "answer": answer}
    read: dict[str, Any] = json.loads(msgspec.json.encode(told))
    return read


def test_a_kept_panel_is_the_panel() -> None:
    """Kept and read, a panel has the same hash: holes, never and all."""
    panel = _panel()
    body = msgspec.json.encode(kept(panel))
    assert panel_of(msgspec.json.decode(body, type=type(kept(panel)))).fingerprint == (
        panel.fingerprint
    )


def test_every_number_comes_out_again() -> None:
    """Made again from its file, a reckoning says what it said, to the last draw."""
    made = rebuild(json.dumps(_told(_panel())).encode())
    assert made.is_same
    assert made.evaluation.draws


def test_a_number_that_was_changed_is_named() -> None:
    """Whoever changes a cell or an answer is found out."""
    told = _told(_panel())
    told["panel"]["outcome"][0][0] += 0.5
    assert not rebuild(json.dumps(told).encode()).is_same_panel
    told = _told(_panel())
    told["answer"]["estimate"] *= 2
    assert rebuild(json.dumps(told).encode()).differ == ("estimate",)


def test_what_is_no_reckoning_is_refused() -> None:
    """A file without a panel cannot be made again."""
    for body in (b"", b"{}", b'{"snapshot": "", "panel": {}, "answer": {}}'):
        with pytest.raises(InputRefused, match="GS-EFF-109"):
            rebuild(body)


def test_the_command_says_whether_it_is_the_same(tmp_path: Path) -> None:
    """`gearskifte effects rebuild` ends with 0 where all is as it was said, else with 1."""
    told = _told(_panel())
    file = tmp_path / "told.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    assert CliRunner().invoke(rebuild_, [str(file)]).exit_code == 0
    told["answer"]["p"] = 0.5
    file.write_text(json.dumps(told), encoding="utf-8")
    done = CliRunner().invoke(rebuild_, [str(file), "--json"])
    assert done.exit_code == 1
    assert json.loads(done.output)["differ"] == ["p"]
