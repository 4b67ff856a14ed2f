# SPDX-License-Identifier: EUPL-1.2
"""Opening what was enciphered to us (XML Encryption 1.1, the algorithms that OIOSAML 3 allows).

A key wrapped with RSA-OAEP, a text in AES-GCM. RSA 1.5 and AES-CBC are not read: both can be opened
by asking often enough.
"""

from __future__ import annotations

import base64
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from lxml import etree

from gearskifte.login.rules import refusals
from gearskifte.login.rules.xml import parse
from gearskifte.login.saml.names import ENCRYPTION, ENCRYPTION_11, NAMESPACES, SIGNATURE

_GCM: Final = {f"{ENCRYPTION_11}aes{bits}-gcm": bits // 8 for bits in (128, 192, 256)}
_OAEP: Final = (f"{ENCRYPTION}rsa-oaep-mgf1p", f"{ENCRYPTION_11}rsa-oaep")
_HASHES: Final[dict[str, type[hashes.HashAlgorithm]]] = {
    "": hashes.SHA1,
    f"{SIGNATURE}sha1": hashes.SHA1,
    f"{ENCRYPTION}sha256": hashes.SHA256,
    f"{ENCRYPTION_11}mgf1sha1": hashes.SHA1,
    f"{ENCRYPTION_11}mgf1sha256": hashes.SHA256,
}
_NONCE_BYTES: Final = 12


def decipher(element: etree._Element, key: RSAPrivateKey) -> etree._Element:
    """The element inside an EncryptedAssertion.

    Raises:
        Refused: GS-LOGIN-004 if it is not enciphered to us, or not with these algorithms.
    """
    try:
        data = _one(element, "e:EncryptedData")
        size = _GCM[_algorithm(data)]
        wrapped = _one(element, ".//e:EncryptedKey")
        secret = key.decrypt(_cipher(wrapped), _padding(_one(wrapped, "e:EncryptionMethod")))
        if len(secret) != size:
            raise ValueError("key size")
        sealed = _cipher(data)
        return parse(AESGCM(secret).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None))
    except (KeyError, ValueError, InvalidTag):
        raise refusals.not_genuine("an assertion that cannot be opened") from None


def _padding(method: etree._Element) -> OAEP:
    if method.get("Algorithm") not in _OAEP:
        raise ValueError("key transport")
    digest = method.find("s:DigestMethod", NAMESPACES)
    mask = method.find(f"{{{ENCRYPTION_11}}}MGF")
    named = [each.get("Algorithm", "") if each is not None else "" for each in (digest, mask)]
    return OAEP(MGF1(_HASHES[named[1]]()), _HASHES[named[0]](), None)


def _algorithm(data: etree._Element) -> str:
    return _one(data, "e:EncryptionMethod").get("Algorithm", "")


def _cipher(element: etree._Element) -> bytes:
    value = _one(element, "e:CipherData/e:CipherValue").text or ""
    return base64.b64decode("".join(value.split()), validate=True)


def _one(element: etree._Element, path: str) -> etree._Element:
    found = element.findall(path, NAMESPACES)
    if len(found) != 1:
        raise ValueError(f"{len(found)} of {path}")
    return found[0]
