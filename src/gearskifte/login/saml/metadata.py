# SPDX-License-Identifier: EUPL-1.2
"""Metadata: the provider's, from its file, and our own, for the provider."""

from __future__ import annotations

import base64
import textwrap
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from lxml.builder import ElementMaker

from gearskifte.login.rules.configured import unusable
from gearskifte.login.rules.places import Ours
from gearskifte.login.rules.xml import moment, parse
from gearskifte.login.saml.names import (
    ENCRYPTION_11,
    METADATA,
    NAMESPACES,
    PERSISTENT,
    POST,
    PROTOCOL,
    REDIRECT,
    SIGNATURE,
)

_M: Final = ElementMaker(namespace=METADATA, nsmap={None: METADATA, "s": SIGNATURE})
_S: Final = ElementMaker(namespace=SIGNATURE)


@dataclass(frozen=True, slots=True)
class IdpMetadata:
    """What a provider says of itself. Several certificates are valid while it turns its key."""

    entity: str
    log_in: str
    log_out: str
    certificates: tuple[x509.Certificate, ...]


def read_metadata(path: Path, now: datetime) -> IdpMetadata:
    """The provider in a metadata file.

    Raises:
        ConfigurationError: GS-LOGIN-001 if it is not one, has expired, or lacks what is needed.
    """
    try:
        root = parse(path.read_bytes())
    except (OSError, ValueError) as error:
        raise unusable(f"metadata: {error}", f"metadata: {error}") from error
    until = root.get("validUntil")
    if until and moment(until) <= now:
        raise unusable("udbyderens metadata er udløbet", "the provider's metadata has expired")
    found = root.findall("m:IDPSSODescriptor", NAMESPACES)
    if root.tag != f"{{{METADATA}}}EntityDescriptor" or len(found) != 1:
        raise unusable("metadata er ikke én udbyders", "the metadata is not one provider's")
    certificates = tuple(
        _certificate(value.text or "")
        for key in found[0].findall("m:KeyDescriptor", NAMESPACES)
        if key.get("use", "signing") == "signing"
        for value in key.iterfind(".//s:X509Certificate", NAMESPACES)
    )
    log_in = _location(found[0], "m:SingleSignOnService")
    if not certificates or not log_in or not root.get("entityID"):
        raise unusable(
            "metadata mangler certifikat, navn eller en adresse med HTTP-Redirect",
            "the metadata lacks a certificate, a name or an address for HTTP-Redirect",
        )
    log_out = _location(found[0], "m:SingleLogoutService")
    return IdpMetadata(root.get("entityID", ""), log_in, log_out, certificates)


def own_metadata(ours: Ours, certificate: x509.Certificate) -> bytes:
    """Our own metadata: who we are, our keys, and where answers go."""
    der = base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()
    keys = [
        _M.KeyDescriptor(
            _S.KeyInfo(_S.X509Data(_S.X509Certificate("\n".join(textwrap.wrap(der, 76))))),
            use=use,
        )
        for use in ("signing", "encryption")
    ]
    keys[1].append(_M.EncryptionMethod(Algorithm=f"{ENCRYPTION_11}aes256-gcm"))
    root = _M.EntityDescriptor(
        _M.SPSSODescriptor(
            *keys,
            _M.SingleLogoutService(Binding=REDIRECT, Location=ours.ended),
            _M.NameIDFormat(PERSISTENT),
            _M.AssertionConsumerService(
                Binding=POST, Location=ours.answer, index="0", isDefault="true"
            ),
            AuthnRequestsSigned="true",
            WantAssertionsSigned="true",
            protocolSupportEnumeration=PROTOCOL,
        ),
        entityID=ours.metadata,
    )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _certificate(text: str) -> x509.Certificate:
    try:
        return x509.load_der_x509_certificate(base64.b64decode("".join(text.split())))
    except ValueError as error:
        raise unusable(
            "metadata har et ulæseligt certifikat", "the metadata has an unreadable certificate"
        ) from error


def _location(descriptor: etree._Element, service: str) -> str:
    for each in descriptor.iterfind(service, NAMESPACES):
        if each.get("Binding") == REDIRECT:
            return each.get("Location", "")
    return ""
