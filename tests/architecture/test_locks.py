# SPDX-License-Identifier: EUPL-1.2
"""What is installed is what was locked, down to the hash of each file."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.tree import ROOT, place, refuse, text

pytestmark = pytest.mark.architecture

LOCKS = {
    "run": (),
    "test": ("test",),
    "check": ("test", "dev", "docs"),
}


def _project() -> dict[str, Any]:
    return tomllib.loads(text(ROOT / "pyproject.toml"))


def _pins(lock: str) -> dict[str, str]:
    """What a lock pins: each package with its hashes."""
    entries = text(ROOT / "requirements" / f"{lock}.txt").replace("\\\n", " ").splitlines()
    pins = {}
    for entry in entries:
        pinned = re.match(r"([a-z0-9._-]+)==\S+", entry)
        assert pinned, f"requirements/{lock}.txt: {entry[:60]}"
        pins[pinned[1]] = entry
    assert pins
    return pins


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return found[0].lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_package_by_hash(lock: str) -> None:
    """Each package has one version and the hash of every file of it."""
    refuse(name for name, entry in _pins(lock).items() if "--hash=sha256:" not in entry)


@pytest.mark.parametrize(("lock", "extras"), LOCKS.items())
def test_a_lock_holds_what_the_project_asks_for(lock: str, extras: tuple[str, ...]) -> None:
    """`just lock` was run after the last change of the project's requirements."""
    project = _project()
    pins = _pins(lock)
    asked = [
        *project["project"]["dependencies"],
        *project["build-system"]["requires"],
        *(need for extra in extras for need in project["project"]["optional-dependencies"][extra]),
    ]
    refuse(f"{need} is not locked; run `just lock`" for need in asked if _name(need) not in pins)


def test_the_build_group_is_what_the_build_takes() -> None:
    """The packages that build this one are locked too, since it is installed without isolation."""
    project = _project()
    assert project["dependency-groups"]["build"] == project["build-system"]["requires"]


@pytest.mark.parametrize("folder", [ROOT, ROOT / "browser"], ids=["assets", "browser"])
def test_an_npm_lock_names_packages_by_hash_only(folder: Path) -> None:
    """An npm package is named by version and hash, never by the address it came from."""
    packages = json.loads(text(folder / "package-lock.json"))["packages"]
    named = {name: entry for name, entry in packages.items() if name}
    assert named
    for name, entry in named.items():
        assert entry["integrity"].startswith("sha512-"), f"{place(folder)} {name}"
        assert "resolved" not in entry, f"{place(folder)} {name}"
