# SPDX-License-Identifier: EUPL-1.2
"""A package's connector is found by its entry point, and its faults are its own."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gearskifte.connectors import plugins
from gearskifte.connectors.public import connectors, holds_messages, messages_in, read
from gearskifte.kernel.errors import ConfigurationError, GearskifteError
from tests.unit.connectors.eventlogs import FIXTURES, LARGEST

pytestmark = pytest.mark.unit

LANTERNS = (FIXTURES / "lanterns" / "lanterns.py").read_text(encoding="utf-8")
SAMPLE = (FIXTURES / "lanterns" / "sample.json").read_bytes()
FAULTY = """
from gearskifte.connectors.public import Connector

def recognises(start):
    if start.startswith(b"?"):
        raise KeyError
    return start.startswith(b"faulty")

def read(body, *, max_bytes):
    if body == b"faulty: nothing":
        return None
    raise ZeroDivisionError("a person's name")

def split(stream, delivery):
    yield from ()
    raise ZeroDivisionError("a person's name")

CONNECTOR = Connector("Faulty", recognises, read)
SPLITTING = Connector("Faulty", recognises, read, split)
NOTHING = 17
"""

Install = Callable[[str, str, str], None]


@pytest.fixture(name="install")
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install a package of one module with one entry point, for the time of the test."""

    def install(module: str, source: str, points_to: str) -> None:
        Path(tmp_path, f"{module}.py").write_text(source, encoding="utf-8")
        info = Path(tmp_path, f"{module}-1.0.dist-info")
        info.mkdir()
        Path(info, "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n", encoding="utf-8"
        )
        Path(info, "entry_points.txt").write_text(
            f"[gearskifte.connectors]\n{module} = {points_to}\n", encoding="utf-8"
        )
        monkeypatch.syspath_prepend(str(tmp_path))
        plugins.installed.cache_clear()

    yield install
    plugins.installed.cache_clear()


def test_an_installed_connector_is_used_as_our_own(install: Install) -> None:
    """Its messages are found in folders and read; before, they were refused."""
    assert [each.code for each in read(SAMPLE, max_bytes=LARGEST).refusals] == ["GS-CON-003"]
    install("lanterns_found", LANTERNS, "lanterns_found:CONNECTOR")
    assert connectors()[-1].name == "Lanterne"
    reading = read(SAMPLE, max_bytes=LARGEST)
    assert (reading.interface, reading.refusals) == ("Lanterne", ())
    assert holds_messages(io.BytesIO(SAMPLE))


@pytest.mark.parametrize(
    ("source", "points_to", "why"),
    [
        ("import nothing_of_that_name", "CONNECTOR", "ModuleNotFoundError"),
        ("CONNECTOR = ", "CONNECTOR", "SyntaxError"),
        ("1 / 0", "CONNECTOR", "ZeroDivisionError"),
        (FAULTY, "MISSING", "AttributeError"),
        (FAULTY, "NOTHING", "int is no Connector"),
    ],
)
def test_a_connector_that_cannot_be_loaded_stops_the_command(
    install: Install, source: str, points_to: str, why: str, request: pytest.FixtureRequest
) -> None:
    """The error names the package, what it points to and why, so that it can be mended."""
    module = f"unloadable_{abs(hash(request.node.name))}"
    install(module, source, f"{module}:{points_to}")
    with pytest.raises(ConfigurationError) as raised:
        connectors()
    assert raised.value.code == "GS-CON-080"
    assert f"package {module} " in raised.value.what.en
    assert raised.value.why.en == f"{module}:{points_to}: {why}."


@pytest.mark.parametrize("body", [b"faulty", b"faulty: nothing"])
def test_a_connector_that_fails_gives_a_refusal(install: Install, body: bytes) -> None:
    """The message waits in quarantine; what the fault said is not told, it may name somebody."""
    install("faulty_reading", FAULTY, "faulty_reading:CONNECTOR")
    (refusal,) = read(body, max_bytes=LARGEST).refusals
    assert refusal.code == "GS-CON-081"
    assert "Faulty" in refusal.reason.da
    assert "person" not in refusal.reason.en


def test_a_connector_that_fails_to_recognise_does_not_stop_others(install: Install) -> None:
    """What it cannot tell is not its own."""
    install("faulty_telling", FAULTY, "faulty_telling:CONNECTOR")
    assert [each.code for each in read(b"?", max_bytes=LARGEST).refusals] == ["GS-CON-003"]


def test_a_connector_that_fails_to_split_stops_the_import(install: Install) -> None:
    """Some of the file is not in, so nobody may believe that it is."""
    install("faulty_splitting", FAULTY, "faulty_splitting:SPLITTING")
    with pytest.raises(GearskifteError, match="GS-CON-082") as raised:
        list(messages_in(io.BytesIO(b"faulty"), "big.log", max_bytes=LARGEST))
    assert "big.log" in raised.value.what.da
    assert "person" not in str(raised.value)
