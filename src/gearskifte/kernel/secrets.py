# SPDX-License-Identifier: EUPL-1.2
"""What must not be readable at rest: CPR numbers and the messages that carry them.

A CPR number is stored twice: enciphered (AES-256-GCM), so that it can be shown to who may see it,
and as a keyed HMAC, so that it can be found. A plain hash would not do: there are only about 10^9
numbers, so it is undone by trying them all.
"""

from __future__ import annotations

import hmac
import os
import zlib
from multiprocessing.context import get_spawning_popen
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gearskifte.kernel.packing import is_packed, packer

MESSAGES: Final = ("gearskifte.kernel", "messages-1.zstd")
"""The package and its dictionaries of what is enciphered, mostly messages of the standard."""
_NONCE_BYTES = 12
_KEY_BYTES = 32


class Vault:
    """Enciphers and finds, with keys derived from the one key of the configuration."""

    __slots__ = ("_at_rest", "_key", "_look_up", "_publishing")

    def __init__(self, key: bytes) -> None:
        """Derive the working keys from `key`, 32 secret bytes (`secret_key` in the configuration).

        Raises:
            ValueError: if the key has another length.
        """
        if len(key) != _KEY_BYTES:
            raise ValueError("the secret key must be 32 bytes")
        self._key = key
        self._look_up = _derive(key, "cpr-look-up")
        self._at_rest = AESGCM(_derive(key, "at-rest"))
        self._publishing = _derive(key, "publishing")

    def __reduce__(self) -> tuple[type[Vault], tuple[bytes]]:
        """Hand the key to a process of one's own that is being started, and to nothing else.

        Raises:
            TypeError: on any other occasion, as when a vault is to be written to a file.
        """
        if get_spawning_popen() is None:
            raise TypeError("a vault is handed to nobody but a process that is being started")
        return Vault, (self._key,)

    @property
    def publishing_key(self) -> Ed25519PrivateKey:
        """The key with which the municipality signs what it gives others."""
        return Ed25519PrivateKey.from_private_bytes(self._publishing)

    def fingerprint(self, cpr: str) -> bytes:
        """The keyed HMAC-SHA-256 under which a CPR number is found again (32 bytes)."""
        return hmac.digest(self._look_up, cpr.encode(), "sha256")

    def person_id(self, cpr: str) -> UUID:
        """The id a person gets the first time the number is met.

        Made from the HMAC, so that replaying all messages gives everybody the same id again.
        """
        return person_with(self.fingerprint(cpr))

    def encipher(self, plain: bytes) -> bytes:
        """Nonce and AES-256-GCM cipher text of `plain`, packed first."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._at_rest.encrypt(nonce, packer(*MESSAGES).pack(plain), None)

    def decipher(self, sealed: bytes) -> bytes:
        """The bytes that `encipher` was given.

        Raises:
            cryptography.exceptions.InvalidTag: if the key is another or a byte was changed.
        """
        nonce, cipher = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        packed = self._at_rest.decrypt(nonce, cipher, None)
        # What was enciphered before packing began was compressed with zlib.
        return packer(*MESSAGES).unpack(packed) if is_packed(packed) else zlib.decompress(packed)


def person_with(fingerprint: bytes) -> UUID:
    """The id of the person whose CPR number has this fingerprint."""
    return UUID(bytes=fingerprint[:16], version=4)


def _derive(key: bytes, use: str) -> bytes:
    return HKDF(SHA256(), _KEY_BYTES, salt=None, info=use.encode()).derive(key)


def new_key() -> bytes:
    """A key nobody has had before."""
    return os.urandom(_KEY_BYTES)


def signing_key(key: bytes) -> str:
    """The key under which logins and forms are signed, as text."""
    return _derive(key, "signing").hex()


def mark(key: bytes) -> str:
    """What tells this key from others and gives nothing of it away (16 hex digits)."""
    return _derive(key, "mark").hex()[:16]
