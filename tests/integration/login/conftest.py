# SPDX-License-Identifier: EUPL-1.2
"""Real providers without a browser: an answer is fetched from them as a browser would."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from gearskifte.kernel.time import system_now
from gearskifte.login.oidc import OidcProvider
from gearskifte.login.oidc_site import OidcSite
from gearskifte.login.rules.assurance import Level
from gearskifte.login.rules.configured import Oidc
from gearskifte.login.rules.places import ours
from gearskifte.login.rules.proof import Kept
from gearskifte.login.saml.metadata import IdpMetadata
from gearskifte.login.saml.provider import SamlProvider
from tests.builders import providers
from tests.builders.providers import KeyPair
from tests.builders.site import PATIENCE, free_port

SITE = "http://127.0.0.1:1"
PEOPLE = {"ida": providers.official("Ida", "users", "role")}
CITIZENS = {"sofie": {"cpr": "6101800000", "name": "Sofie", "loa": f"{providers.NSIS}/High"}}


@dataclass(frozen=True)
class Office:
    """A SAML provider that runs, and ours that trusts it."""

    port: int
    idp: KeyPair
    own: KeyPair
    known: IdpMetadata
    provider: SamlProvider

    def answer(self) -> tuple[str, Kept]:
        """A genuine answer of the provider's, as the browser would post it, and its request."""
        address, kept = self.provider.begin("officials", Level.SUBSTANTIAL, "/", system_now())
        return saml_answer(address, "ida"), kept


def saml_answer(address: str, user: str) -> str:
    """The SAMLResponse (Base64) that the provider gives to a request, for a user."""
    place, fields = address.split("?", maxsplit=1)[0], dict(parse_qsl(urlsplit(address).query))
    page = httpx.get(f"{place}/go", params={**fields, "user": user}, timeout=PATIENCE).text
    found = re.search(r'name="SAMLResponse"\s+value="([^"]+)"', page)
    assert found, page[:300]
    return unescape(found[1])


@pytest.fixture(scope="session")
def offices() -> Iterator[Callable[..., Office]]:
    """Offices that encipher their assertions, or do not."""
    from contextlib import ExitStack

    idp, own = KeyPair("identity provider"), KeyPair("gearskifte")
    made: dict[str, Office] = {}
    with ExitStack() as stack:

        def make(**more: Any) -> Office:
            name = str(sorted(more.items()))
            if name not in made:
                port = free_port()
                told = providers.saml(port, SITE, PEOPLE, idp, own, **more)
                stack.enter_context(providers.running("saml.cjs", told))
                site = f"http://127.0.0.1:{port}"
                known = IdpMetadata(
                    f"{site}/metadata", f"{site}/sso", f"{site}/logout", (idp.certificate,)
                )
                places = ours(SITE, "officials")
                provider = SamlProvider(lambda now: known, places, own.key, own.certificate)
                made[name] = Office(port, idp, own, known, provider)
            return made[name]

        yield make


@dataclass(frozen=True)
class Broker:
    """An OpenID Connect provider that runs, and ours that trusts it."""

    port: int
    keys: list[dict[str, Any]]
    provider: OidcProvider

    def answer(self, user: str = "sofie") -> tuple[dict[str, str], Kept]:
        """The provider's genuine answer to a log-in."""
        address, kept = self.provider.begin("citizens", Level.SUBSTANTIAL, "/", system_now())
        return oidc_answer(address, user), kept


def oidc_answer(address: str, user: str) -> dict[str, str]:
    """The fields of the address that the provider sends the browser back to."""
    with httpx.Client(base_url=address, follow_redirects=False, timeout=PATIENCE) as browser:
        answer = browser.get(address)
        for _ in range(12):
            if answer.has_redirect_location:
                where = str(answer.headers["location"])
                if where.startswith(SITE):
                    return dict(parse_qsl(urlsplit(where).query))
                answer = browser.get(httpx.URL(address).join(where))
                continue
            form = re.search(r'action="([^"]+)"', answer.text)
            prompt = re.search(r'name="prompt" value="([^"]+)"', answer.text)
            assert form, answer.text[:300]
            assert prompt, answer.text[:300]
            sent = {"prompt": prompt[1], "login": user, "password": "x"}
            answer = browser.post(httpx.URL(address).join(unescape(form[1])), data=sent)
    raise AssertionError("the provider never sends back")


def make_broker(port: int) -> OidcProvider:
    """Ours, for the provider at a port."""
    issuer = f"http://127.0.0.1:{port}"
    config = Oidc(
        issuer=issuer,
        client_id=providers.CLIENT,
        client_secret_file="in hand",
        scopes=("openid", "profile"),
        userinfo=True,
    )
    site = OidcSite(issuer, lambda: system_now().timestamp())
    return OidcProvider(config, ours(SITE, "citizens"), site, providers.SECRET, "")


@pytest.fixture(scope="session")
def broker() -> Iterator[Broker]:
    """The citizens' provider."""
    port, keys = free_port(), providers.signing_keys("first")
    with providers.running("oidc.mjs", providers.oidc(port, SITE, CITIZENS, keys)):
        yield Broker(port, keys, make_broker(port))


def decoded(answer: str) -> bytes:
    """The XML of a SAMLResponse."""
    return base64.b64decode(answer)


def encoded(document: bytes) -> str:
    """XML as a SAMLResponse."""
    return base64.b64encode(document).decode()
