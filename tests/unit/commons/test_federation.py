# SPDX-License-Identifier: EUPL-1.2
"""Ten installations and a hub: what is told is heard by all, once."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.commons.federation import Hub, Reader, folder_fetch, http_fetch
from gearskifte.commons.rules.feed import Event, Known, read_new
from tests.unit.commons.feeds import NOW, OWNER, changed, effect, entry, later, publisher

pytestmark = pytest.mark.unit

OWNERS = [f"{10_000_000 + n}" for n in range(10)]


def test_ten_installations_and_a_hub(tmp_path: Path) -> None:
    """What each of ten tells is heard by all ten through the hub, and the next pull is empty."""
    writers = {owner: publisher(tmp_path / owner, owner) for owner in OWNERS}
    hub = Hub(
        tmp_path / "hub",
        Ed25519PrivateKey.generate(),
        {owner: writer.public_key for owner, writer in writers.items()},
    )
    told = {owner: [entry(n, by=owner) for n in range(5)] for owner in OWNERS}
    reuse = changed(effect(by=OWNERS[1]), object=f"{OWNERS[0]}/ide-1")
    told[OWNERS[1]].append(reuse)
    for owner, writer in writers.items():
        writer.publish(told[owner], NOW)
    feeds = {owner: folder_fetch(tmp_path / owner) for owner in OWNERS}
    assert hub.collect(feeds, NOW) == {}
    readers = [Reader(hub.public_key) for _ in OWNERS]
    for reader in readers:
        events, refused = reader.pull(folder_fetch(tmp_path / "hub"), NOW)
        assert refused == {}
        assert events == [event for owner in OWNERS for event in told[owner]]
        assert reader.pull(folder_fetch(tmp_path / "hub"), NOW) == ([], {})
    writers[OWNERS[3]].publish([entry(99, by=OWNERS[3])], later(1))
    hub.collect(feeds, later(1))
    for reader in readers:
        events, _ = reader.pull(folder_fetch(tmp_path / "hub"), later(1))
        assert [event.object for event in events] == [f"{OWNERS[3]}/ide-99"]


@given(st.lists(st.lists(st.integers(0, 999), max_size=4), max_size=6))
def test_a_reader_hears_every_event_once(batches: list[list[int]]) -> None:
    """However events are told in batches, a reader that looks after each hears all, in order."""
    import tempfile

    with tempfile.TemporaryDirectory() as made:
        writer = publisher(Path(made))
        known = Known(OWNER, writer.public_key)
        heard: list[Event] = []
        for batch in batches:
            writer.publish([entry(n) for n in batch], NOW)
            known, events = read_new(known, folder_fetch(Path(made)), NOW)
            heard += events
        assert heard == [entry(n) for batch in batches for n in batch]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The folder on a web server."""
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    handler.log_message = lambda *_: None  # type: ignore[attr-defined]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_web_server_carries_the_feed_as_a_folder_does(tmp_path: Path, served: str) -> None:
    """The same bytes over HTTP give the same events, and no more than the limit is read."""
    writer = publisher(tmp_path)
    writer.publish([entry(1), entry(2)], NOW)
    known = Known(OWNER, writer.public_key)
    with httpx.Client(trust_env=False, timeout=300) as client:
        fetch = http_fetch(client, served)
        assert read_new(known, fetch, NOW) == read_new(known, folder_fetch(tmp_path), NOW)
        assert fetch("head.json", 10) == (tmp_path / "head.json").read_bytes()[:10]
        assert fetch("nothing.json", 10) is None
