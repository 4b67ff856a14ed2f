# SPDX-License-Identifier: EUPL-1.2
"""The providers of the login file, made once for a process."""

from __future__ import annotations

import functools
import time
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from gearskifte.kernel.config import Config
from gearskifte.kernel.errors import GearskifteError, Text
from gearskifte.login.oidc import OidcProvider
from gearskifte.login.oidc_site import OidcSite
from gearskifte.login.provider import IdentityProvider
from gearskifte.login.rules.assurance import Level
from gearskifte.login.rules.configured import (
    LoginFile,
    Officials,
    Oidc,
    Provider,
    read_login_file,
    see_secure,
    unusable,
)
from gearskifte.login.rules.places import ours
from gearskifte.login.saml.metadata import read_metadata
from gearskifte.login.saml.provider import SamlProvider

CITIZENS: Final = "citizens"
OFFICIALS: Final = "officials"


@functools.cache
def logins(config: Config) -> LoginFile:
    """The login file of a configuration; empty where none is named.

    Raises:
        ConfigurationError: GS-LOGIN-001 if it cannot be used.
    """
    if not config.login_file:
        return LoginFile()
    if not config.site_address:
        raise unusable("site_address mangler", "site_address is missing")
    see_secure(config.site_address)
    return read_login_file(Path(config.login_file))


@functools.cache
def provider_of(config: Config, who: str) -> IdentityProvider | None:
    """The provider for "citizens" or "officials"; None if there is none.

    Raises:
        ConfigurationError: GS-LOGIN-001 if it is set up wrongly.
    """
    part = {CITIZENS: logins(config).citizens, OFFICIALS: logins(config).officials}.get(who)
    if part is None:
        return None
    return _provider(part.provider, config, who)


def least_level(config: Config, who: str) -> Level:
    """The level that is asked for; what each role takes is seen to afterwards."""
    part = logins(config).officials if who == OFFICIALS else logins(config).citizens
    if isinstance(part, Officials):
        return min((rule.level for rule in part.roles), key=list(Level).index)
    return part.level if part else Level.SUBSTANTIAL


def check(config: Config, now: datetime) -> list[tuple[str, Text | GearskifteError]]:
    """What a doctor sees of each login: words where all is well, the error where it is not."""
    found: list[tuple[str, Text | GearskifteError]] = []
    for who in (CITIZENS, OFFICIALS):
        try:
            provider = provider_of(config, who)
            if provider is not None:
                found.append((who, provider.check(now)))
        except GearskifteError as error:
            found.append((who, error))
    return found


def _provider(provider: Provider, config: Config, who: str) -> IdentityProvider:
    folder = Path(config.login_file).parent
    places = ours(config.site_address, who)
    if isinstance(provider, Oidc):
        secret, key = (
            _text(folder, name) if name else ""
            for name in (provider.client_secret_file, provider.client_key_file)
        )
        site = OidcSite(provider.issuer, time.monotonic)
        return OidcProvider(provider, places, site, secret.strip(), key)
    file = folder / provider.metadata_file
    return SamlProvider(
        lambda now: read_metadata(file, now),
        places,
        _key(_text(folder, provider.key_file)),
        _certificate(_text(folder, provider.certificate_file)),
    )


def _text(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise unusable(f"{name} kan ikke læses", f"cannot read {name}") from error


def _key(pem: str) -> RSAPrivateKey:
    try:
        key = load_pem_private_key(pem.encode(), None)
    except (ValueError, TypeError) as error:
        raise unusable("key_file er ikke en PEM-nøgle", "key_file is no PEM key") from error
    if not isinstance(key, RSAPrivateKey) or key.key_size < 2048:
        raise unusable("nøglen skal være RSA på 2048 bit", "the key must be RSA of 2048 bits")
    return key


def _certificate(pem: str) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(pem.encode())
    except ValueError as error:
        raise unusable("certificate_file er ikke PEM", "certificate_file is no PEM") from error
