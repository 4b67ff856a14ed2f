# SPDX-License-Identifier: EUPL-1.2
"""A vendor installs a connector beside Gearskifte, and its messages are read."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import psycopg
import pytest

pytestmark = pytest.mark.acceptance

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "tests" / "fixtures" / "lanterns"


def _installed(folder: Path) -> None:
    """Install the example as an installer does: its module, and what its package says of itself."""
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    shutil.copy(EXAMPLE / "lanterns.py", folder)
    info = folder / "lanterns-1.0.dist-info"
    info.mkdir()
    said = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    Path(info, "METADATA").write_text(said, encoding="utf-8")
    lines = [
        f"[{group}]\n" + "\n".join(f"{name} = {target}" for name, target in entries.items())
        for group, entries in project["entry-points"].items()
    ]
    Path(info, "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")


def _import(path: Path, *beside: Path) -> dict[str, Any]:
    """What the command says of this folder, with packages installed in the folders beside it."""
    paths = [str(ROOT / "src"), *map(str, beside)]
    done = subprocess.run(
        [sys.executable, "-m", "gearskifte", "registry", "import", "--json", str(path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_a_connector_is_found_and_used(
    worker: psycopg.Connection[tuple[Any, ...]], tmp_path: Path
) -> None:
    """Before it is installed its messages are passed over; then they become cases, once."""
    packages, sent = tmp_path / "packages", tmp_path / "sent"
    packages.mkdir()
    sent.mkdir()
    shutil.copy(EXAMPLE / "sample.json", sent)
    assert _import(sent)["messages"] == 0
    _installed(packages)
    assert _import(sent, packages)["applied"] == 1
    assert _import(sent, packages)["unchanged"] == 1
    ((kind, card),) = worker.execute("SELECT kind, card FROM registry_object").fetchall()
    assert (kind, card["number"]) == ("case", "L-17")
    assert [state[0] for state in card["states"]] == ["Opstaaet", "Afsluttet"]
