# SPDX-License-Identifier: EUPL-1.2
"""Developers' functions: found by entry point, called in a process apart, stopped in time."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest

from gearskifte.robots.driving.functions import InstalledFunctions, installed
from gearskifte.robots.rules.binding import bind
from gearskifte.robots.rules.driver import Tools
from gearskifte.robots.rules.interpreter import run
from gearskifte.robots.rules.journal import MemoryJournal
from gearskifte.robots.rules.outcomes import Finished
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.refusals import RecipeRefused, StepFailed, StepRefused

pytestmark = pytest.mark.integration

SOURCE = """
import os, time
def areal(længde, bredde):
    print("noise")
    return {"areal": float(længde) * float(bredde), "adgang": os.environ.get("DATABASE_URL", "")}
def sover():
    time.sleep(60)
def fejler():
    raise KeyError("Anna Andersen")
"""
POINTS = (
    "[gearskifte.robots]\nareal = bygning:areal\nsover = bygning:sover\nfejler = bygning:fejler\n"
)
RECIPE = """
opskrift: Areal
funktioner: {areal: Ganger længde med bredde}
trin:
  - python: areal
    med: {længde: "4", bredde: "2,5"}
    som: svar
    effekt: ingen
  - afslut: "{svar.areal}"
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package with three functions, installed for this test alone."""
    (tmp_path / "bygning.py").write_text(SOURCE, "utf-8")
    facts = tmp_path / "bygning-1.2.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: bygning\nVersion: 1.2\n", "utf-8")
    (facts / "entry_points.txt").write_text(POINTS, "utf-8")
    start = tmp_path / "python"
    start.write_text(
        f'#!/bin/sh\nexec {sys.executable} -c "import sys, runpy;'
        f"sys.path.insert(0, '{tmp_path}');"
        "sys.argv = ['x', '$4']; runpy.run_module('$3', run_name='__main__')\"\n",
        "utf-8",
    )
    start.chmod(0o755)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(start))
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")


@pytest.mark.usefixtures("package")
def test_a_function_is_called_with_its_arguments_and_sees_no_secret() -> None:
    """What it prints goes nowhere, and the environment of the worker is not its own."""
    found = InstalledFunctions().call("areal", {"længde": Decimal(4), "bredde": "2.5"}, 20)
    assert found == {"areal": Decimal("10.0"), "adgang": ""}
    here = installed("areal")
    assert here is not None
    assert (here.package, here.version, here.place) == ("bygning", "1.2", "bygning:areal")


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize("name", ["sover", "fejler"])
def test_one_that_fails_or_hangs_is_a_technical_failure(name: str) -> None:
    """It is stopped when its time is over, and its words are not told."""
    with pytest.raises(StepFailed, match="GS-ROB-260") as failed:
        InstalledFunctions().call(name, {}, 1)
    assert "Anna" not in str(failed.value)


def test_one_that_is_not_installed_is_refused_before_anything_is_done() -> None:
    """The person is told what to install."""
    with pytest.raises(StepRefused, match="GS-ROB-160"):
        InstalledFunctions().call("findes_ikke", {}, 1)


@pytest.mark.usefixtures("package")
def test_a_recipe_declares_the_functions_that_it_calls() -> None:
    """Who approves sees each; one that is not declared, or has no read-back, is refused."""
    recipe = read_recipe(RECIPE.replace("2,5", "2.5"))
    tools = Tools(pause=lambda _: None, functions=InstalledFunctions())
    outcome = run(bind(recipe, {}), {}, tools, MemoryJournal())
    assert isinstance(outcome, Finished), outcome
    with pytest.raises(RecipeRefused, match="GS-ROB-013"):
        read_recipe(RECIPE.replace("{areal: G", "{andet: G"))
