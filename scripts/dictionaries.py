# SPDX-License-Identifier: EUPL-1.2
"""Train the dictionaries by which messages and facts are packed, from the synthetic municipality.

Run when the standard's words have changed so much that packing suffers, never to replace a file
that has been released: give the new ones a new number and put them in front of the old.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import zstandard

from gearskifte.connectors.public import read
from gearskifte.demo.public import build
from gearskifte.kernel.secrets import Vault
from gearskifte.registry.sealing import Sealer

NOW: Final = datetime(2026, 11, 29, 12, tzinfo=UTC)
SOURCE: Final = Path(__file__).parent.parent / "src" / "gearskifte"
MESSAGES: Final = SOURCE / "kernel" / "dictionaries" / "messages-1.zstd"
FACTS: Final = SOURCE / "registry" / "dictionaries" / "facts-1.zstd"
LIMIT: Final = 2**30
Samples = list[bytes | bytearray | memoryview]


def main() -> None:
    """Write both dictionaries."""
    bodies: Samples = [each.body for each in build("s", 1, NOW).messages()]
    sealer = Sealer(Vault(bytes(32)))
    facts: Samples = [
        sealer.registration(told).encoded
        for body in bodies
        for told in read(bytes(body), max_bytes=LIMIT).registrations
    ]
    for file, samples, size in ((MESSAGES, bodies, 32 * 1024), (FACTS, facts, 16 * 1024)):
        trained = zstandard.train_dictionary(size, samples, dict_id=_number(file))
        file.write_bytes(trained.as_bytes())
        print(f"{file.name}: {len(samples)} samples, {len(trained.as_bytes())} bytes")


def _number(file: Path) -> int:
    """A dictionary's id, small so that it takes one byte in what is packed."""
    return {MESSAGES.stem[:-2]: 100, FACTS.stem[:-2]: 200}[file.stem[:-2]] + int(file.stem[-1])


if __name__ == "__main__":
    main()
