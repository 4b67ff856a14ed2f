# SPDX-License-Identifier: EUPL-1.2
"""What is packed comes back byte for byte, whatever it was and with whichever dictionary."""

from __future__ import annotations

import zlib

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.kernel.packing import Packer, is_packed, packer
from gearskifte.kernel.secrets import MESSAGES, Vault
from tests.builders.people import ANNA
from tests.builders.xml import case_message

pytestmark = pytest.mark.unit

WORDS: list[bytes | bytearray | memoryview] = [
    f"<Sag><Titel>Sag {number}</Titel></Sag>".encode() * 3 for number in range(400)
]


def _trained(number: int) -> bytes:
    return zstandard.train_dictionary(2048, WORDS, dict_id=number).as_bytes()


@given(st.binary())
def test_whatever_is_packed_comes_back(plain: bytes) -> None:
    """Any bytes come back, and none takes more than one byte more than it was."""
    packed = packer(*MESSAGES).pack(plain)
    assert is_packed(packed)
    assert len(packed) <= len(plain) + 1
    assert packer(*MESSAGES).unpack(packed) == plain


def test_what_an_older_dictionary_packed_is_unpacked() -> None:
    """A new dictionary in front changes nothing for what was packed before."""
    old, new = _trained(1), _trained(2)
    packed = Packer([old]).pack(bytes(WORDS[0]))
    assert Packer([new, old]).unpack(packed) == WORDS[0]
    with pytest.raises(ValueError, match="dictionary 1"):
        Packer([new]).unpack(packed)


def test_bytes_that_nobody_packed_are_refused() -> None:
    """Unpacking something else says so; it does not guess."""
    with pytest.raises(ValueError, match="not packed"):
        packer(*MESSAGES).unpack(b"<Sag/>")


def test_a_message_of_the_standard_becomes_small() -> None:
    """Enciphered, a message of one case takes less than seven tenths of what zlib makes of it."""
    message = case_message("a", ANNA)
    assert len(Vault(bytes(32)).encipher(message)) < len(zlib.compress(message)) * 0.7


def test_what_was_enciphered_before_packing_began_is_read() -> None:
    """Messages that were compressed with zlib before they were enciphered come back."""
    vault = Vault(bytes(32))
    sealed = bytes(12) + vault._at_rest.encrypt(bytes(12), zlib.compress(b"<Sag/>"), None)
    assert vault.decipher(sealed) == b"<Sag/>"
