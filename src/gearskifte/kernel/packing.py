# SPDX-License-Identifier: EUPL-1.2
"""Makes bytes small that resemble each other: zstd with a dictionary of what they have in common.

A message of one case is three kilobytes, of which nearly all is the standard's own words. Those
stand in a dictionary, and what is left is what the message tells. A dictionary that has been used
is never changed: what was packed with it is unpacked with it. A better one is added in front.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Final

import zstandard

LEVEL: Final = 3
"""Some 3 µs for a kilobyte; level 19 saves another tenth and takes a hundred times as long."""
_FRAME: Final = b"\x28\xb5\x2f\xfd"
_PLAIN: Final = b"\x00"


class Packer:
    """Packs with the first of its dictionaries, and unpacks what was packed with any of them."""

    def __init__(self, dictionaries: Sequence[bytes]) -> None:
        known = [zstandard.ZstdCompressionDict(each) for each in dictionaries]
        self._newest = known[0]
        self._newest.precompute_compress(level=LEVEL)
        self._known = {each.dict_id(): each for each in known}
        self._own = threading.local()

    def pack(self, plain: bytes) -> bytes:
        """The bytes made small; those that do not become smaller are kept with one byte more."""
        packed: bytes = self._compressor().compress(plain)
        return packed if len(packed) <= len(plain) else _PLAIN + plain

    def unpack(self, packed: bytes) -> bytes:
        """The bytes that `pack` was given.

        Raises:
            ValueError: if they were packed in no way that is known here.
        """
        if packed[:1] == _PLAIN:
            return packed[1:]
        if not is_packed(packed):
            raise ValueError("the bytes are not packed, or not with zstd")
        used = zstandard.get_frame_parameters(packed).dict_id
        if used not in self._known:
            raise ValueError(f"packed with dictionary {used}, which is not here")
        plain: bytes = self._decompressor(used).decompress(packed)
        return plain

    def _compressor(self) -> zstandard.ZstdCompressor:
        """This thread's: a compressor is not to be shared."""
        if not hasattr(self._own, "compressor"):
            self._own.compressor = zstandard.ZstdCompressor(level=LEVEL, dict_data=self._newest)
        compressor: zstandard.ZstdCompressor = self._own.compressor
        return compressor

    def _decompressor(self, dictionary: int) -> zstandard.ZstdDecompressor:
        known: dict[int, zstandard.ZstdDecompressor] = self._own.__dict__.setdefault("unpack", {})
        if dictionary not in known:
            known[dictionary] = zstandard.ZstdDecompressor(dict_data=self._known[dictionary])
        return known[dictionary]


def is_packed(packed: bytes) -> bool:
    """Whether a packer made these bytes."""
    return packed.startswith((_FRAME, _PLAIN))


@cache
def packer(package: str, *names: str) -> Packer:
    """The packer with these files of a package's `dictionaries`, the newest first."""
    folder = resources.files(package) / "dictionaries"
    return Packer([(folder / name).read_bytes() for name in names])
