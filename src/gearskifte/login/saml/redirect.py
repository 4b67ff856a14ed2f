# SPDX-License-Identifier: EUPL-1.2
"""Messages in an address (SAML bindings § 3.4, HTTP-Redirect): deflated, encoded and signed."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from lxml import etree

from gearskifte.login.rules import refusals
from gearskifte.login.rules.xml import MOST_BYTES, parse
from gearskifte.login.saml.names import RSA_SHA256

_MORE: Final = "http://www.w3.org/2001/04/xmldsig-more#"
_ALGORITHMS: Final[dict[str, type[HashAlgorithm]]] = {
    RSA_SHA256: SHA256,
    f"{_MORE}rsa-sha384": SHA384,
    f"{_MORE}rsa-sha512": SHA512,
}


def address(place: str, kind: str, message: etree._Element, relay: str, key: RSAPrivateKey) -> str:
    """Where the browser goes with a message. `kind` is SAMLRequest or SAMLResponse."""
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(etree.tostring(message)) + packer.flush()
    asked = {kind: base64.b64encode(packed).decode()}
    if relay:
        asked["RelayState"] = relay
    signed = urlencode({**asked, "SigAlg": RSA_SHA256})
    signature = key.sign(signed.encode(), PKCS1v15(), SHA256())
    whole = f"{signed}&Signature={quote(base64.b64encode(signature), safe='')}"
    return f"{place}{'&' if '?' in place else '?'}{whole}"


def read(
    query: str, kind: str, fields: Mapping[str, str], certificates: tuple[x509.Certificate, ...]
) -> etree._Element:
    """The message in an address, if the provider signed it.

    `query` is as it was sent, since the signature is over its very bytes; `fields` are its parts.

    Raises:
        Refused: GS-LOGIN-004 if it is unsigned, signed by somebody else, or unreadable.
    """
    parts = dict(part.partition("=")[::2] for part in query.split("&"))
    signed = "&".join(f"{n}={parts[n]}" for n in (kind, "RelayState", "SigAlg") if n in parts)
    algorithm = _ALGORITHMS.get(fields.get("SigAlg", ""))
    try:
        signature = base64.b64decode(fields.get("Signature", ""), validate=True)
        packed = base64.b64decode(fields.get(kind, ""), validate=True)
    except ValueError:
        raise refusals.not_genuine("a message that cannot be read") from None
    if algorithm is None or not signature or len(query.split("&")) != len(parts):
        raise refusals.not_genuine("a message that is not signed")
    if not any(_signed_by(each, signature, signed, algorithm()) for each in certificates):
        raise refusals.not_genuine("a message that somebody else signed")
    try:
        return parse(zlib.decompressobj(wbits=-15).decompress(packed, MOST_BYTES))
    except (zlib.error, ValueError):
        raise refusals.not_genuine("a message that cannot be read") from None


def _signed_by(
    certificate: x509.Certificate, signature: bytes, text: str, algorithm: HashAlgorithm
) -> bool:
    key = certificate.public_key()
    if not isinstance(key, RSAPublicKey):
        return False
    try:
        key.verify(signature, text.encode(), PKCS1v15(), algorithm)
    except InvalidSignature:
        return False
    return True
