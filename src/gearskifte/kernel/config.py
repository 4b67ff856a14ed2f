# SPDX-License-Identifier: EUPL-1.2
"""One typed configuration, and where every value of it came from.

A key is looked for in the environment (`GEARSKIFTE_<KEY>`; the database's address also as
`DATABASE_URL`), then in the TOML file named by `GEARSKIFTE_CONFIG`, then its default is used.
`gearskifte config explain` prints the result.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from gearskifte.kernel.errors import ConfigurationError, Text

DEMO: Final = "demo"
PRODUCTION: Final = "production"
TEXT_LOG: Final = "text"
JSON_LOG: Final = "json"
SHARED: Final = "shared"
KEPT: Final = "kept"


def _key(default: Any, help_da: str, help_en: str, *, secret: bool = False) -> Any:
    metadata = {"help": Text(help_da, help_en), "secret": secret}
    return field(default=default, repr=not secret, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting of an installation. The metadata of each field is its documentation."""

    mode: str = _key(
        DEMO,
        "demo eller production; i production findes demo-login ikke",
        "demo or production; in production there is no demo login",
    )
    secret_key: str = _key(
        "",
        "64 hextegn; krypterer CPR-numre og beskeder og underskriver login",
        "64 hex digits; enciphers CPR numbers and messages and signs logins",
        secret=True,
    )
    data_dir: str = _key(
        "",
        "mappe til den indbyggede database og nøglefil; tom: brugerens datamappe",
        "folder of the embedded database and key file; empty: the user's data folder",
    )
    database_url: str = _key(
        "",
        "ejerens adresse på en PostgreSQL 15-18; tom: den indbyggede",
        "the owner's address of a PostgreSQL 15-18; empty: the embedded one",
        secret=True,
    )
    worker_database_url: str = _key(
        "", "baggrundsrollens adresse", "address of the worker role", secret=True
    )
    web_database_url: str = _key("", "webrollens adresse", "address of the web role", secret=True)
    postgres_bin: str = _key(
        "",
        "mappe med initdb og postgres; tom: find selv",
        "folder with initdb and postgres; empty: find one",
    )
    allowed_hosts: str = _key(
        "localhost,127.0.0.1,[::1]",
        "værtsnavne som siden svarer på, adskilt af komma",
        "host names the site answers to, comma separated",
    )
    site_address: str = _key(
        "",
        "sidens egen adresse, som borgerne kender den: https://… (til login og beskeder)",
        "the site's own address as citizens know it: https://… (for logging in and messages)",
    )
    login_file: str = _key(
        "",
        "TOML-fil med identitetsudbydere og roller (docs/reference/login.md); tom: intet login",
        "TOML file of identity providers and roles (docs/reference/login.md); empty: no login",
    )
    login_minutes: int = _key(30, "minutter et login gælder", "minutes a login is valid")
    web_workers: int = _key(2, "antal webprocesser", "number of web processes")
    max_message_mib: int = _key(
        32,
        "største besked der læses, i MiB; større gemmes i karantæne",
        "largest message that is read, in MiB; larger ones are kept in quarantine",
    )
    max_waiting: int = _key(
        10_000,
        "beskeder der må vente på at blive læst, før API'et beder afsendere vente",
        "messages that may wait to be read before the API asks senders to wait",
    )
    organisation: str = _key(
        "",
        "kommunens navn, som det står på siderne",
        "the municipality's name as it stands on the pages",
    )
    smtp_host: str = _key(
        "",
        "mailserver; tom: borgere kan ikke få besked på e-mail",
        "mail server; empty: citizens cannot be told by e-mail",
    )
    smtp_port: int = _key(587, "mailserverens port", "the mail server's port")
    smtp_security: str = _key("starttls", "starttls, tls eller none", "starttls, tls or none")
    smtp_user: str = _key("", "bruger på mailserveren", "user at the mail server")
    smtp_password: str = _key("", "brugerens kode", "the user's password", secret=True)
    mail_from: str = _key("", "afsenderens adresse", "the sender's address")
    post_folder: str = _key(
        "",
        "mappe, hvorfra Digital Post hentes (MeMo); tom: ingen Digital Post",
        "folder that Digital Post is collected from (MeMo); empty: no Digital Post",
    )
    cvr: str = _key(
        "",
        "kommunens CVR-nummer, som den underskriver det med, den deler",
        "the municipality's CVR number, with which it signs what it shares",
    )
    commons_hub: str = _key(
        "",
        "navets adresse eller mappe, hvorfra andre kommuners idéer hentes; tom: ingen",
        "address or folder of the hub that others' ideas are read from; empty: none",
    )
    commons_hub_key: str = _key(
        "",
        "navets offentlige nøgle (base64), som navet oplyser",
        "the hub's public key (base64), as the hub tells it",
    )
    commons_feed_folder: str = _key(
        "",
        "mappe, som egne delte idéer også skrives til, fx et fildrev; tom: kun /faelles/feed/",
        "folder that own shared ideas are also written to; empty: only /faelles/feed/",
    )
    commons_months: str = _key(
        SHARED,
        "egne ventetider pr. måned, aldrig under fem sager: shared (de andre får dem) eller kept",
        "own waiting times by month, never of under five cases: shared (others get them) or kept",
    )
    accessibility_statement: str = _key(
        "",
        "adresse på tilgængelighedserklæringen, som loven kræver på hver side",
        "address of the accessibility statement, which the law wants on every page",
    )

    log_format: str = _key(
        TEXT_LOG,
        "text eller json: hvordan loggens linjer skrives",
        "text or json: how the lines of the log are written",
    )
    metrics_key: str = _key(
        "",
        "nøgle (Bearer) til driftstal på /sundhed/tal; tom: adressen findes ikke",
        "key (Bearer) to the metrics at /sundhed/tal; empty: there is no such address",
        secret=True,
    )

    @property
    def production(self) -> bool:
        """Whether this installation holds real people's data."""
        return self.mode == PRODUCTION


@dataclass(frozen=True, slots=True)
class Explained:
    """One key with its value as it may be shown, where it came from and what it is for."""

    key: str
    shown: str
    origin: str
    help: Text


def load(environ: Mapping[str, str] | None = None) -> Config:
    """The configuration of this process.

    Raises:
        ConfigurationError: for an unknown key, a value of the wrong type, a file that cannot be
            read, or a production installation without a usable secret key.
    """
    config, _ = _read(os.environ if environ is None else environ)
    _check(config)
    return config


def explain(environ: Mapping[str, str] | None = None) -> list[Explained]:
    """Every key with its value (secrets masked) and origin, in the order of `Config`."""
    config, origins = _read(os.environ if environ is None else environ)
    return [
        Explained(
            key=item.name,
            shown=_shown(getattr(config, item.name), item.metadata["secret"]),
            origin=origins[item.name],
            help=item.metadata["help"],
        )
        for item in fields(Config)
    ]


def _shown(value: object, secret: bool) -> str:
    if secret:
        return "(sat)" if value else "(ikke sat)"
    return str(value)


def _read(environ: Mapping[str, str]) -> tuple[Config, dict[str, str]]:
    stored = _from_file(environ.get("GEARSKIFTE_CONFIG", ""))
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for item in fields(Config):
        name = next((each for each in _variables(item.name) if each in environ), None)
        value: object = item.default
        origin = "standard"
        if item.name in stored:
            value, origin = stored.pop(item.name), f"fil {environ['GEARSKIFTE_CONFIG']}"
        if name is not None:
            value, origin = _from_text(environ[name], item.default), f"miljø {name}"
        values[item.name] = _checked(item.name, value, item.default)
        origins[item.name] = origin
    if stored:
        raise _refuse(
            "GS-CONF-002",
            f"ukendt nøgle: {', '.join(sorted(stored))}",
            f"unknown key: {', '.join(sorted(stored))}",
        )
    return Config(**values), origins


def _variables(key: str) -> tuple[str, ...]:
    own = f"GEARSKIFTE_{key.upper()}"
    return (own, "DATABASE_URL") if key == "database_url" else (own,)


def _from_file(path: str) -> dict[str, Any]:
    if not path:
        return {}
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _refuse(
            "GS-CONF-001", f"filen {path} kan ikke læses: {error}", f"cannot read {path}: {error}"
        ) from error


def _from_text(text: str, default: object) -> object:
    """The text of a variable as its key's type, if it is that."""
    whole = isinstance(default, int) and text.isdecimal() and len(text) < 10
    return int(text) if whole else text


def _checked(key: str, value: object, default: object) -> object:
    """The value, if it is of its default's type; every number counts something there must be."""
    if type(value) is not type(default):
        kind = ("et helt tal", "a whole number") if type(default) is int else ("tekst", "text")
        raise _refuse("GS-CONF-003", f"{key} skal være {kind[0]}", f"{key} must be {kind[1]}")
    if isinstance(value, int) and value < 1:
        raise _refuse("GS-CONF-003", f"{key} skal være mindst 1", f"{key} must be 1 at least")
    return value


def _check(config: Config) -> None:
    if config.mode not in (DEMO, PRODUCTION):
        raise _refuse(
            "GS-CONF-004", "mode skal være demo eller production", "mode must be demo or production"
        )
    if config.log_format not in (TEXT_LOG, JSON_LOG):
        raise _refuse(
            "GS-CONF-006", "log_format skal være text eller json", "log_format must be text or json"
        )
    if config.smtp_security not in ("starttls", "tls", "none"):
        raise _refuse(
            "GS-CONF-007",
            "smtp_security skal være starttls, tls eller none",
            "smtp_security must be starttls, tls or none",
        )
    if config.commons_months not in (SHARED, KEPT):
        raise _refuse(
            "GS-CONF-008",
            "commons_months skal være shared eller kept",
            "commons_months must be shared or kept",
        )
    if config.secret_key or config.production:
        try:
            usable = len(bytes.fromhex(config.secret_key)) == 32
        except ValueError:
            usable = False
        if not usable:
            raise _refuse(
                "GS-CONF-005",
                "secret_key skal være 64 hextegn",
                "secret_key must be 64 hex digits",
            )


def _refuse(code: str, da: str, en: str) -> ConfigurationError:
    return ConfigurationError(
        code,
        what=Text(f"Konfigurationen kan ikke bruges: {da}.", f"Unusable configuration: {en}."),
        why=Text(
            "Et gæt kunne åbne data for de forkerte.",
            "Guessing could open data to the wrong people.",
        ),
        do=Text(
            "Ret den, og se alle nøgler med «gearskifte config explain».",
            "Mend it; see all keys with `gearskifte config explain`.",
        ),
    )
