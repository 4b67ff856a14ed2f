# SPDX-License-Identifier: EUPL-1.2
"""The demo's second municipality: what it is told, and what it leaves alone."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from gearskifte.app import demo_neighbour
from gearskifte.app.boot import Installation
from gearskifte.kernel import config as configuration
from gearskifte.kernel.database.provider import Database

pytestmark = pytest.mark.unit

KEYS = ("CVR", "COMMONS_HUB", "COMMONS_HUB_KEY", "COMMONS_FEED_FOLDER")


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Installation:
    """An installation whose data are in a folder of their own."""
    monkeypatch.setenv("GEARSKIFTE_DATA_DIR", str(tmp_path))
    for key in KEYS:
        # Set first, so that what is set meanwhile is taken away again.
        monkeypatch.setenv(f"GEARSKIFTE_{key}", "")
        monkeypatch.delenv(f"GEARSKIFTE_{key}")
    return Installation(configuration.load(), Database("", "", "", ""), bytes(32))


def test_the_demo_joins_a_fellowship_that_it_keeps_itself(
    installed: Installation, tmp_path: Path
) -> None:
    """The hub's key is the municipality's own, and all files are beside its data."""
    demo_neighbour.join(installed)
    config = configuration.load()
    assert config.cvr == demo_neighbour.KORSBAEK_CVR
    assert Path(config.commons_hub).is_relative_to(tmp_path)
    assert Path(config.commons_feed_folder).is_relative_to(tmp_path)
    public = installed.vault.publishing_key.public_key().public_bytes_raw()
    assert base64.b64decode(config.commons_hub_key) == public


def test_what_is_configured_is_not_changed(
    installed: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has configured a hub of their own keeps it."""
    monkeypatch.setenv("GEARSKIFTE_COMMONS_HUB", "https://hub.example/")
    demo_neighbour.join(installed)
    assert configuration.load().commons_hub == "https://hub.example/"


def test_a_demo_that_begins_again_forgets_what_was_told(
    installed: Installation, tmp_path: Path
) -> None:
    """Else the hub would take the new feed for one that was turned back."""
    demo_neighbour.join(installed)
    head = tmp_path / "fellowship" / "hub" / "head.json"
    head.parent.mkdir(parents=True)
    head.write_text("{}")
    demo_neighbour.forget()
    assert not head.exists()
