# SPDX-License-Identifier: EUPL-1.2
"""Ways in which a message goes wrong, always the same ones, so that a fault can be found again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import Final

TEST_NUMBER: Final = "6101709990"
"""A CPR number that no person can have: born on day 61."""

_TIMES: Final = 30
_MOST_WORDS: Final = 300
_SCRAPS: Final = (
    b"", b"\x00", b"\xff", b'"', b"'", b"<", b">", b"&", b"{", b"}", b"[", b"\\", b",", b";", b"\n",
    b"null", b"-1", b"1e999", b"5.942", b"9999-12-31", b"0001-01-01T00:00:00+14:00", b"\xc3",
    b"9999-12-31T23:59:59-14:00", b"<![CDATA[", b"<!DOCTYPE a [", b"\\ud800", b"\\u0000",
    "\u0663\u0661".encode(), b"[" * 2000, b"<a>" * 300, TEST_NUMBER.encode(),
)  # fmt: skip
_TEXT: Final = re.compile(rb"[\w.:-]{3,}")


def damaged(sample: bytes) -> Iterator[bytes]:
    """The sample cut off, with pieces missing, doubled or overwritten, at many places."""
    random = Random(len(sample))  # noqa: S311 - places, not a secret
    for _ in range(_TIMES):
        at = random.randrange(len(sample) + 1)
        to = min(len(sample), at + random.randrange(1, 200))
        yield sample[:at]
        yield sample[at:]
        yield sample[:at] + sample[to:]
        yield sample[:to] + sample[at:]
    for scrap in _SCRAPS:
        for _ in range(_TIMES // 5):
            at = random.randrange(len(sample) + 1)
            yield sample[:at] + scrap + sample[at:]
            yield sample[:at] + scrap + sample[at + len(scrap) :]
    for encoding in ("utf-16", "utf-7", "cp1252"):
        yield sample.decode("utf-8", "replace").encode(encoding, "replace")


def noise() -> Iterator[bytes]:
    """Bytes that are nothing."""
    random = Random(2)  # noqa: S311 - noise, not a secret
    yield from _SCRAPS
    for size in range(0, 2000, 25):
        yield random.randbytes(size)


def naming_somebody(sample: bytes) -> Iterator[bytes]:
    """The sample with a person's number in place of a word or value, one at a time.

    Of a long sample some hundred words, evenly spread.
    """
    words = list(_TEXT.finditer(sample))
    for found in words[:: len(words) // _MOST_WORDS + 1]:
        yield sample[: found.start()] + TEST_NUMBER.encode() + sample[found.end() :]
