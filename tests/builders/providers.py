# SPDX-License-Identifier: EUPL-1.2
"""Identity providers that others made, as processes of their own, and a login file that names them.

OpenID Connect by `oidc-provider`, SAML by `samlp` (both npm; see tests/providers). Their people are
the test's; CPR numbers have day + 60.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID
from joserfc.jwk import RSAKey

from gearskifte.kernel.time import system_now
from gearskifte.login.rules.configured import OIO

FOLDER: Final = Path(__file__).parents[1] / "providers"
NSIS: Final = "https://data.gov.dk/concept/core/nsis/loa"
SECRET: Final = "a secret of the tests"
CLIENT: Final = "gearskifte"


class KeyPair:
    """An RSA key with its certificate, made for a test."""

    def __init__(self, name: str) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = system_now()
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=30))
            .sign(self.key, SHA256())
        )

    @property
    def pem(self) -> str:
        """The private key as PEM."""
        kind = PrivateFormat.PKCS8
        return self.key.private_bytes(Encoding.PEM, kind, NoEncryption()).decode()

    @property
    def certificate_pem(self) -> str:
        """The certificate as PEM."""
        return self.certificate.public_bytes(Encoding.PEM).decode()

    @property
    def public_pem(self) -> str:
        """The public key as PEM."""
        kind = PublicFormat.SubjectPublicKeyInfo
        return self.key.public_key().public_bytes(Encoding.PEM, kind).decode()


@contextmanager
def running(script: str, told: dict[str, Any]) -> Iterator[subprocess.Popen[str]]:
    """A provider that listens; stopped afterwards."""
    node = shutil.which("node")
    assert node is not None, "node was not found; it comes with npm"
    command = [node, "--no-deprecation", "--no-warnings", str(FOLDER / script)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps(told))
            process.stdin.close()
            assert any(line.strip() == "ready" for line in process.stdout), "it does not listen"
            yield process
        finally:
            process.kill()


def signing_keys(*names: str) -> list[dict[str, Any]]:
    """Private keys for an OpenID Connect provider, as JSON Web Keys."""
    return [
        dict(RSAKey.generate_key(2048, {"kid": name, "use": "sig"}).as_dict(private=True))
        for name in names
    ]


def oidc(
    port: int, site: str, people: dict[str, Any], keys: list[dict[str, Any]]
) -> dict[str, Any]:
    """What the OpenID Connect provider is told: for citizens, as a broker of MitID has it."""
    place = f"{site}/log-ind/citizens"
    return {
        "issuer": f"http://127.0.0.1:{port}",
        "port": port,
        "keys": keys,
        "people": people,
        "claims": ["cpr", "name", "loa"],
        "client": {
            "client_id": CLIENT,
            "client_secret": SECRET,
            "redirect_uris": [f"{place}/svar/"],
            "post_logout_redirect_uris": [f"{site}/log-ud/faerdig/"],
            "backchannel_logout_uri": f"{place}/slut/",
            "backchannel_logout_session_required": True,
        },
    }


def saml(
    port: int, site: str, people: dict[str, Any], idp: KeyPair, own: KeyPair, **more: Any
) -> dict[str, Any]:
    """What the SAML provider is told: for officials."""
    place = f"{site}/log-ind/officials"
    return {
        "issuer": f"http://127.0.0.1:{port}/metadata",
        "port": port,
        "key": idp.pem,
        "certificate": idp.certificate_pem,
        "people": people,
        "encrypted": True,
        "signResponse": True,
        "serviceProvider": {
            "entity": f"{place}/metadata.xml",
            "answer": f"{place}/svar/",
            "logout": f"{place}/slut/",
            "certificate": own.certificate_pem,
            "publicKey": own.public_pem,
        },
        **more,
    }


def official(name: str, *groups: str, cvr: str = "11111111", level: str = "Substantial") -> Any:
    """An employee as the SAML provider knows them (OIOSAML 3's attributes)."""
    return {
        "nameId": f"https://data.gov.dk/model/core/eid/professional/uuid/{name.lower()}",
        "context": f"{NSIS}/{level}",
        "attributes": {
            f"{OIO}specVersion": "OIO-SAML-3.0",
            NSIS: level,
            f"{OIO}eid/professional/uuid/persistent": f"employee-{name.lower()}",
            f"{OIO}eid/professional/cvr": cvr,
            f"{OIO}eid/professional/orgName": "Ydelseskontoret",
            f"{OIO}eid/fullName": name,
            f"{OIO}eid/privilegesIntermediate": list(groups),
        },
    }


def metadata(port: int, *pairs: KeyPair) -> str:
    """The SAML provider's metadata, with every certificate it may sign with."""
    keys = "".join(
        f'<KeyDescriptor use="signing"><s:KeyInfo><s:X509Data><s:X509Certificate>'
        f"{''.join(pair.certificate_pem.splitlines()[1:-1])}"
        f"</s:X509Certificate></s:X509Data></s:KeyInfo></KeyDescriptor>"
        for pair in pairs
    )
    binding = 'Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"'
    site = f"http://127.0.0.1:{port}"
    return (
        '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" '
        f'xmlns:s="http://www.w3.org/2000/09/xmldsig#" entityID="{site}/metadata">'
        '<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
        f'{keys}<SingleLogoutService {binding} Location="{site}/logout"/>'
        f'<SingleSignOnService {binding} Location="{site}/sso"/>'
        "</IDPSSODescriptor></EntityDescriptor>"
    )


LOGIN_FILE: Final = """
[citizens]
cpr = "cpr"
name = "name"
loa = "loa"

[citizens.provider]
protocol = "oidc"
issuer = "http://127.0.0.1:{oidc}"
client_id = "gearskifte"
client_secret_file = "oidc.secret"
scopes = ["openid", "profile"]
userinfo = true

[officials]
authorities = {{ "11111111" = "{authority}" }}

[[officials.roles]]
value = "http://korsbaek.example/roles/direktion"
role = "director"
level = "high"

[[officials.roles]]
value = "http://korsbaek.example/roles/sagsbehandler"
role = "case_worker"

[officials.provider]
protocol = "saml"
metadata_file = "idp.xml"
key_file = "own.key"
certificate_file = "own.crt"
"""


def write_login_file(
    folder: Path, oidc_port: int, saml_port: int, idp: KeyPair, own: KeyPair, authority: str
) -> Path:
    """A login file with everything it names."""
    (folder / "oidc.secret").write_text(SECRET)
    (folder / "own.key").write_text(own.pem)
    (folder / "own.crt").write_text(own.certificate_pem)
    (folder / "idp.xml").write_text(metadata(saml_port, idp))
    file = folder / "login.toml"
    file.write_text(LOGIN_FILE.format(oidc=oidc_port, authority=authority))
    return file
