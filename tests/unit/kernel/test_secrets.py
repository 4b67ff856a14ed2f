# SPDX-License-Identifier: EUPL-1.2
"""What is enciphered comes back with its key, and with no other; a number is found by its HMAC."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.kernel.secrets import Vault, new_key, signing_key
from tests.builders.people import ANNA, BO

pytestmark = pytest.mark.unit

KEYS = st.binary(min_size=32, max_size=32)


@settings(max_examples=200)
@given(KEYS, st.binary(max_size=4096))
def test_deciphering_undoes_enciphering(key: bytes, plain: bytes) -> None:
    """Whatever bytes are enciphered come back byte for byte, also by another vault of the key."""
    assert Vault(key).decipher(Vault(key).encipher(plain)) == plain


@settings(max_examples=100)
@given(KEYS, KEYS, st.binary(max_size=64))
def test_another_key_deciphers_nothing(key: bytes, other: bytes, plain: bytes) -> None:
    """Without the key there is nothing to be had."""
    if key != other:
        with pytest.raises(InvalidTag):
            Vault(other).decipher(Vault(key).encipher(plain))


@settings(max_examples=200)
@given(KEYS, st.binary(min_size=1, max_size=64), st.data())
def test_a_changed_byte_is_found(key: bytes, plain: bytes, data: st.DataObject) -> None:
    """A cipher text that was changed anywhere is refused."""
    sealed = bytearray(Vault(key).encipher(plain))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(InvalidTag):
        Vault(key).decipher(bytes(sealed))


def test_the_same_plain_text_is_never_enciphered_alike() -> None:
    """Two people's equal messages cannot be told to be equal."""
    vault = Vault(new_key())
    assert len({vault.encipher(b"same") for _ in range(100)}) == 100


@settings(max_examples=100)
@given(KEYS, st.from_regex(r"[0-9]{10}", fullmatch=True))
def test_a_person_is_the_same_every_time(key: bytes, number: str) -> None:
    """The fingerprint and the id of a number follow from the key alone, and do not show it."""
    vault, again = Vault(key), Vault(key)
    assert vault.fingerprint(number) == again.fingerprint(number)
    assert vault.person_id(number) == again.person_id(number)
    assert len(vault.fingerprint(number)) == 32
    assert vault.person_id(number).version == 4
    assert number.encode() not in vault.fingerprint(number)


def test_two_people_or_two_keys_have_nothing_in_common() -> None:
    """Another number or another key gives another fingerprint and another id."""
    one, other = Vault(new_key()), Vault(new_key())
    ids = {vault.person_id(person.cpr) for vault in (one, other) for person in (ANNA, BO)}
    prints = {vault.fingerprint(person.cpr) for vault in (one, other) for person in (ANNA, BO)}
    assert len(ids) == len(prints) == 4


@settings(max_examples=50)
@given(KEYS)
def test_nothing_derived_shows_the_key(key: bytes) -> None:
    """Neither the vault's repr nor the key that signs logins tells the key."""
    for shown in (repr(Vault(key)), str(Vault(key)), signing_key(key)):
        assert key.hex() not in shown
        assert repr(key) not in shown
    assert not hasattr(Vault(key), "__dict__")


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    """Only 32 bytes are a key."""
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(b"x" * length)


def test_every_new_key_is_new() -> None:
    """Keys are drawn, not made up."""
    assert len({new_key() for _ in range(50)}) == 50
    assert len(signing_key(new_key())) == 64
