# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.commons_sync`: cold and daily sync, beside reading and hashing the bytes.

98 installations with 200 entries each publish, a hub mirrors them, a new member reads all of it;
then every tenth municipality tells one thing more, and the member reads again. The limit that
nothing can beat is reading the same files and hashing them once.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gearskifte.commons.federation import FolderStore, Hub, Publisher, Reader, folder_fetch
from gearskifte.commons.rules.feed import Event, Verb

MUNICIPALITIES = 98
ENTRIES = 200
NOW = datetime(2026, 11, 1, tzinfo=UTC)
TEXT = "Sensorer i beholderne melder, hvor fulde de er, så bilen kun kører efter behov. " * 4


def _told(owner: str, number: int) -> Event:
    texts = {"title": "Behovsstyret tømning af affald", "description": TEXT, "kle": "07.18"}
    return Event(owner, Verb.ENTRY, f"{owner}/ide-{number}", NOW, texts, {"started": 2024})


def _seconds(work: Callable[[], Any]) -> tuple[dict[str, float], Any]:
    """By the clock, and of this process's own work: a busy machine shows in the first only."""
    started, working = time.perf_counter(), time.process_time()
    result = work()
    wall, cpu = time.perf_counter() - started, time.process_time() - working
    return {"clock_s": round(wall, 3), "cpu_s": round(cpu, 3)}, result


def _hash_all(folder: Path) -> int:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return sum(len(hashlib.sha256(path.read_bytes()).digest()) for path in files)


def main() -> None:
    """Measure, and print JSON."""
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        owners = [f"{20_000_000 + n}" for n in range(MUNICIPALITIES)]
        writers = {
            owner: Publisher(FolderStore(home / owner), owner, Ed25519PrivateKey.generate())
            for owner in owners
        }
        hub = Hub(
            home / "hub",
            Ed25519PrivateKey.generate(),
            {owner: writer.public_key for owner, writer in writers.items()},
        )
        feeds = {owner: folder_fetch(home / owner) for owner in owners}
        for owner, writer in writers.items():
            writer.publish([_told(owner, n) for n in range(ENTRIES)], NOW)
        mirrored, refused = _seconds(lambda: hub.collect(feeds, NOW))
        reader = Reader(hub.public_key)
        fetch = folder_fetch(home / "hub")
        cold, (events, not_believed) = _seconds(lambda: reader.pull(fetch, NOW))
        limit, _ = _seconds(lambda: _hash_all(home / "hub"))
        day = NOW + timedelta(days=1)
        for owner in owners[::10]:
            writers[owner].publish([_told(owner, ENTRIES)], day)
        hub_delta, _ = _seconds(lambda: hub.collect(feeds, day))
        delta, (new, _) = _seconds(lambda: reader.pull(fetch, day))
        assert len(events) == MUNICIPALITIES * ENTRIES
        assert not refused
        assert not not_believed
        result = {
            "events": len(events),
            "hub_mirror": mirrored,
            "cold_sync": cold,
            "read_and_hash_only": limit,
            "cold_to_limit": round(cold["cpu_s"] / limit["cpu_s"], 1),
            "delta_events": len(new),
            "hub_delta": hub_delta,
            "delta": delta,
        }
        print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
