# SPDX-License-Identifier: EUPL-1.2
"""The provider's own site: its description and keys, kept for a while, and its endpoints."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

import httpx
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

from gearskifte.login.rules import refusals
from gearskifte.login.rules.configured import see_secure, unusable

KEPT_SECONDS: Final = 3600.0
"""How long a provider's description and keys are believed without asking again."""
ASK_AGAIN_SECONDS: Final = 10.0
"""A token with an unknown key lets the keys be fetched anew, no oftener than this."""
PATIENCE_SECONDS: Final = 10.0
_CONNECTION: Final = httpx.Limits(max_keepalive_connections=2)


class OidcSite:
    """What is known of one provider. `clock` gives seconds that only go forward."""

    def __init__(self, issuer: str, clock: Callable[[], float]) -> None:
        see_secure(issuer)
        self._issuer = issuer
        self._clock = clock
        self._lock = threading.Lock()
        self._known: tuple[float, dict[str, Any], KeySet] | None = None

    def endpoint(self, name: str) -> str:
        """The address of one of its endpoints.

        Raises:
            Unreachable: if it does not answer.
            ConfigurationError: if it has none.
        """
        found = self.optional(name)
        if not found:
            raise unusable(f"udbyderen har ingen {name}", f"the provider has no {name}")
        return found

    def optional(self, name: str) -> str:
        """The address of an endpoint it need not have; "" if it has none."""
        address = str(self._look()[0].get(name, ""))
        if address:
            see_secure(address)
        return address

    def keys(self) -> KeySet:
        """Its keys, as they are known."""
        return self._look()[1]

    def key_for(self, token: str) -> Key:
        """The one key that a token names; fetched anew if it is not known, as keys are turned.

        Raises:
            Refused: if the provider has no such key.
        """
        try:
            header = jws.extract_compact(token.encode()).headers()
        except (JoseError, ValueError):
            raise refusals.not_genuine("not a token") from None
        name = header.get("kid")
        for oldest in (KEPT_SECONDS, ASK_AGAIN_SECONDS):
            keys = [key for key in self._look(oldest)[1].keys if _may_sign(key)]
            fits = [key for key in keys if name is None or key.kid == name]
            if len(fits) == 1:
                return fits[0]
        raise refusals.not_genuine("signed with an unknown key")

    def post(self, form: Mapping[str, str], auth: tuple[str, str] | None) -> dict[str, Any]:
        """What the token endpoint answers.

        Raises:
            Refused: if it says no. Unreachable: if it does not answer.
        """
        basic = httpx.BasicAuth(*auth) if auth else None
        return self._ask("POST", self.endpoint("token_endpoint"), data=dict(form), auth=basic)

    def userinfo(self, token: str) -> dict[str, Any]:
        """What the userinfo endpoint answers to who has a token."""
        address = self.endpoint("userinfo_endpoint")
        return self._ask("GET", address, headers={"Authorization": f"Bearer {token}"})

    def _look(self, oldest: float = KEPT_SECONDS) -> tuple[dict[str, Any], KeySet]:
        with self._lock:
            if self._known is None or self._clock() - self._known[0] > oldest:
                self._known = (self._clock(), *self._fetch())
            return self._known[1], self._known[2]

    def _fetch(self) -> tuple[dict[str, Any], KeySet]:
        where = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
        about = self._ask("GET", where)
        if about.get("issuer") != self._issuer:
            raise unusable(
                "udbyderen kalder sig noget andet end issuer",
                "the provider calls itself something else than issuer",
            )
        address = str(about.get("jwks_uri", ""))
        see_secure(address)
        return about, KeySet.import_key_set(self._ask("GET", address))  # type: ignore[arg-type]

    def _ask(self, method: str, address: str, **more: Any) -> dict[str, Any]:
        try:
            answer = httpx.request(method, address, timeout=PATIENCE_SECONDS, **more)
            if httpx.codes.is_server_error(answer.status_code):
                raise refusals.unreachable()
            found = answer.json()
        except (httpx.HTTPError, ValueError):
            raise refusals.unreachable() from None
        if answer.status_code != httpx.codes.OK or not isinstance(found, dict):
            raise refusals.not_genuine(f"the provider said {answer.status_code}")
        return found


def _may_sign(key: Key) -> bool:
    return key.get("use", "sig") == "sig"
