# SPDX-License-Identifier: EUPL-1.2
"""The login file (`login_file` in the settings): who may vouch for whom, and what that gives.

The docstrings of the fields' classes are its documentation; `docs/reference/login.md` is written
from `FIELDS`.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

import msgspec

from gearskifte.kernel.access import Role
from gearskifte.kernel.errors import ConfigurationError, Text
from gearskifte.login.rules.assurance import Level

OIO: Final = "https://data.gov.dk/model/core/"
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
NOT_BY_LOGIN: Final = frozenset({"citizen", "robot"})
"""Roles that no mapping gives: a citizen's comes from the CPR number, a robot does not log in."""


def _says(da: str, en: str) -> msgspec.Meta:
    return msgspec.Meta(extra={"help": Text(da, en)})


class _Provider(msgspec.Struct, frozen=True, tag_field="protocol", forbid_unknown_fields=True):
    pass


class Oidc(_Provider, frozen=True, tag="oidc"):
    """A provider that speaks OpenID Connect (authorization code with PKCE)."""

    issuer: Annotated[
        str, _says("udbyderens adresse, som den står i dens tokens", "the issuer, as in its tokens")
    ]
    client_id: Annotated[str, _says("klientens navn hos udbyderen", "our name at the provider")]
    client_secret_file: Annotated[
        str, _says("fil med klientens hemmelighed", "file with the client's secret")
    ] = ""
    client_key_file: Annotated[
        str,
        _says(
            "PEM-fil med klientens nøgle (private_key_jwt); i stedet for en hemmelighed",
            "PEM file with the client's key (private_key_jwt); instead of a secret",
        ),
    ] = ""
    scopes: Annotated[tuple[str, ...], _says("hvad der bedes om", "what is asked for")] = (
        "openid",
    )
    acr_values: Annotated[
        str,
        _says(
            "det, der bedes om som acr_values; tom: niveauets navn efter NSIS",
            "what is asked for as acr_values; empty: the level's NSIS name",
        ),
    ] = ""
    userinfo: Annotated[
        bool, _says("hent også oplysninger fra userinfo", "also fetch claims from userinfo")
    ] = False


class Saml(_Provider, frozen=True, tag="saml"):
    """A provider that speaks SAML 2.0 as OIOSAML 3 has it."""

    metadata_file: Annotated[
        str, _says("fil med udbyderens metadata", "file with the provider's metadata")
    ]
    key_file: Annotated[
        str,
        _says(
            "PEM-fil med vores nøgle (underskriver og åbner)",
            "PEM file with our key (signs and opens)",
        ),
    ]
    certificate_file: Annotated[
        str, _says("PEM-fil med vores certifikat", "PEM file with our certificate")
    ]


Provider = Oidc | Saml


class Citizens(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How citizens log in (MitID through a broker)."""

    provider: Annotated[Provider, _says("udbyderen", "the provider")]
    words: Annotated[str, _says("det, der står på knappen", "what the button says")] = "MitID"
    level: Annotated[
        Level, _says("mindste sikringsniveau (NSIS)", "least assurance level (NSIS)")
    ] = Level.SUBSTANTIAL
    cpr: Annotated[str, _says("attribut med CPR-nummeret", "attribute with the CPR number")] = (
        f"{OIO}eid/cprNumber"
    )
    name: Annotated[str, _says("attribut med navnet", "attribute with the name")] = (
        f"{OIO}eid/fullName"
    )
    loa: Annotated[
        str,
        _says("attribut med sikringsniveauet; ellers acr", "attribute with the level; else acr"),
    ] = "https://data.gov.dk/concept/core/nsis/loa"


class RoleRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One value of the role attribute, and the role it gives; the first that fits is used."""

    value: Annotated[
        str,
        _says(
            "værdien: en rolle eller gruppe, eller et OIO-BPP-privilegium",
            "the value: a role or group, or an OIO BPP privilege",
        ),
    ]
    role: Annotated[Role, _says("rollen, den giver", "the role it gives")]
    level: Annotated[
        Level, _says("mindste sikringsniveau for rollen", "least assurance level for the role")
    ] = Level.SUBSTANTIAL


class Officials(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How officials log in (the municipality's own provider or Fælleskommunal Adgangsstyring)."""

    provider: Annotated[Provider, _says("udbyderen", "the provider")]
    roles: Annotated[
        tuple[RoleRule, ...],
        _says("rollerne; uden en regel er der ingen adgang", "the roles; no rule, no access"),
    ]
    authorities: Annotated[
        dict[str, str],
        _says(
            "CVR-nummer i attributten → myndighedens nøgle i registret",
            "CVR number in the attribute → the authority's key in the registry",
        ),
    ]
    words: Annotated[str, _says("det, der står på knappen", "what the button says")] = (
        "arbejdslogin"
    )
    id: Annotated[
        str, _says("attribut med medarbejderens id", "attribute with the employee's id")
    ] = f"{OIO}eid/professional/uuid/persistent"
    name: Annotated[str, _says("attribut med navnet", "attribute with the name")] = (
        f"{OIO}eid/fullName"
    )
    unit: Annotated[str, _says("attribut med enheden", "attribute with the unit")] = (
        f"{OIO}eid/professional/orgName"
    )
    cvr: Annotated[str, _says("attribut med CVR-nummeret", "attribute with the CVR number")] = (
        f"{OIO}eid/professional/cvr"
    )
    groups: Annotated[
        str, _says("attribut med roller eller grupper", "attribute with roles or groups")
    ] = f"{OIO}eid/privilegesIntermediate"
    loa: Annotated[
        str,
        _says("attribut med sikringsniveauet; ellers acr", "attribute with the level; else acr"),
    ] = "https://data.gov.dk/concept/core/nsis/loa"


class LoginFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The login file: one provider for citizens, one for officials, or one of them."""

    citizens: Annotated[
        Citizens | None, _says("borgernes login; uden: intet", "citizens' login; without: none")
    ] = None
    officials: Annotated[
        Officials | None,
        _says("medarbejdernes login; uden: intet", "officials' login; without: none"),
    ] = None


TABLES: Final = {
    "citizens": Citizens,
    "officials": Officials,
    "officials.roles": RoleRule,
    '*.provider, protocol = "oidc"': Oidc,
    '*.provider, protocol = "saml"': Saml,
}
"""The tables of the file, for its reference."""


def read_login_file(path: Path) -> LoginFile:
    """The file at `path`. File names in it are relative to the folder it lies in.

    Raises:
        ConfigurationError: GS-LOGIN-001 if it cannot be read or says what cannot be meant.
    """
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        login = msgspec.convert(written, LoginFile)
    except (OSError, ValueError) as error:  # msgspec's and tomllib's errors are ValueErrors
        raise unusable(str(error), str(error)) from error
    if login.citizens is None and login.officials is None:
        raise unusable("der er hverken citizens eller officials", "neither citizens nor officials")
    for part in (login.citizens, login.officials):
        if part is not None and isinstance(part.provider, Oidc):
            _check_oidc(part.provider)
    if login.officials is not None:
        _check_roles(login.officials)
    return login


def _check_oidc(provider: Oidc) -> None:
    if bool(provider.client_secret_file) == bool(provider.client_key_file):
        raise unusable(
            "en OIDC-klient har enten client_secret_file eller client_key_file",
            "an OIDC client has either client_secret_file or client_key_file",
        )
    if "openid" not in provider.scopes:
        raise unusable("scopes mangler openid", "scopes lack openid")


def _check_roles(officials: Officials) -> None:
    if not officials.roles or not officials.authorities:
        raise unusable(
            "officials mangler roles eller authorities: så har ingen adgang",
            "officials lack roles or authorities: then nobody has access",
        )
    forbidden = [rule.role for rule in officials.roles if rule.role in NOT_BY_LOGIN]
    if forbidden:
        raise unusable(
            f"rollen {forbidden[0]} kan ikke gives ved login",
            f"the role {forbidden[0]} cannot be given by a login",
        )


def see_secure(address: str) -> None:
    """See that an address is one whose answers nobody on the way can change.

    Raises:
        ConfigurationError: GS-LOGIN-001 if it is neither https nor on this machine itself.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise unusable("adresser skal begynde med https", "addresses must begin with https")


def unusable(da: str, en: str) -> ConfigurationError:
    """The error for a login that is set up wrongly, and how."""
    return ConfigurationError(
        "GS-LOGIN-001",
        what=Text(f"Login er sat forkert op: {da}.", f"The login is set up wrongly: {en}."),
        why=Text(
            "Et login, der gættes på, kunne lukke de forkerte ind.",
            "A login that is guessed at could let the wrong people in.",
        ),
        do=Text(
            "Ret login-filen (docs/reference/login.md), og kør «gearskifte doctor».",
            "Mend the login file (docs/reference/login.md), and run `gearskifte doctor`.",
        ),
    )
