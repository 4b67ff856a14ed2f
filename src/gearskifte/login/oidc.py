# SPDX-License-Identifier: EUPL-1.2
"""OpenID Connect: authorization code with PKCE, state and nonce; keys as the provider turns them.

Standards: OpenID Connect Core 1.0, RFC 7636 (PKCE), RFC 9207 (issuer in the answer), RFC 7523
(private_key_jwt), OpenID Connect RP-Initiated Logout 1.0 and Back-Channel Logout 1.0.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from gearskifte.kernel.errors import Text
from gearskifte.login.oidc_site import OidcSite
from gearskifte.login.provider import Ended, ProviderSession, unguessable
from gearskifte.login.rules import refusals
from gearskifte.login.rules.assurance import Level
from gearskifte.login.rules.configured import Oidc
from gearskifte.login.rules.places import Ours
from gearskifte.login.rules.proof import SKEW_SECONDS, Kept, Proof

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
"""How a token may be signed: with a key that only the provider has. Never `none`, never HMAC."""
_LOG_OUT_EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
_ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_SKEW: Final = timedelta(seconds=SKEW_SECONDS)


class OidcProvider:
    """One provider that speaks OpenID Connect."""

    def __init__(self, config: Oidc, ours: Ours, site: OidcSite, secret: str, key: str) -> None:
        """`secret` or `key` (PEM) is what we prove ourselves by; the other is empty."""
        self._config = config
        self._ours = ours
        self._site = site
        self._secret = secret
        self._key = RSAKey.import_key(key) if key else None

    def begin(self, who: str, level: Level, back: str, now: datetime) -> tuple[str, Kept]:
        """See `IdentityProvider`."""
        kept = Kept(who, unguessable(), unguessable(), unguessable(), back)
        digest = hashlib.sha256(kept.verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": self._config.client_id,
            "redirect_uri": self._ours.answer,
            "scope": " ".join(self._config.scopes),
            "state": kept.request,
            "nonce": kept.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            "acr_values": self._config.acr_values or level.uri,
        }
        return _with(self._site.endpoint("authorization_endpoint"), asked), kept

    def finish(self, answer: Mapping[str, str], kept: Kept, now: datetime) -> Proof:
        """See `IdentityProvider`."""
        if not hmac.compare_digest(answer.get("state", "").encode(), kept.request.encode()):
            raise refusals.not_begun_here("another state")
        if answer.get("iss", self._config.issuer) != self._config.issuer:
            raise refusals.not_genuine("another issuer in the answer")
        if "code" not in answer:
            raise refusals.declined("the provider gave no code")
        tokens = self._redeem(answer["code"], kept.verifier, now)
        claims = self._token(tokens.get("id_token"), now)
        if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), kept.nonce.encode()):
            raise refusals.not_genuine("another nonce")
        if self._config.userinfo:
            claims = {**self._userinfo(tokens, str(claims["sub"])), **claims}
        return Proof(
            values={name: _texts(value) for name, value in claims.items()},
            context=str(claims.get("acr", "")),
            subject=str(claims["sub"]),
            session=str(claims.get("sid", "")),
            once=f"code {answer['code']}",
            until=_moment(claims["exp"]) + _SKEW,
        )

    def log_out(self, session: ProviderSession, now: datetime) -> str:
        """See `IdentityProvider`. The token is not sent along: it may hold the CPR number."""
        address = self._site.optional("end_session_endpoint")
        asked = {
            "client_id": self._config.client_id,
            "post_logout_redirect_uri": self._ours.logged_out,
        }
        return _with(address, asked) if address else ""

    def ended(self, message: Mapping[str, str], now: datetime) -> Ended:
        """See `IdentityProvider`."""
        claims = self._token(message.get("logout_token"), now)
        if _LOG_OUT_EVENT not in (claims.get("events") or {}) or "nonce" in claims:
            raise refusals.not_genuine("not a logout token")
        session, subject = str(claims.get("sid", "")), str(claims.get("sub", ""))
        if not (session or subject) or not claims.get("jti"):
            raise refusals.not_genuine("a logout token without sid, sub or jti")
        until = _moment(claims["exp"]) + _SKEW
        return Ended(subject, session, f"jti {claims['jti']}", until)

    def check(self, now: datetime) -> Text:
        """See `IdentityProvider`."""
        number = len(self._site.keys().keys)
        return Text(
            f"OIDC, {self._config.issuer}, {number} nøgler",
            f"OIDC, {self._config.issuer}, {number} keys",
        )

    def _token(self, token: object, now: datetime) -> dict[str, Any]:
        """The claims of a token that the provider signed, for us, and that is valid now."""
        if not isinstance(token, str):
            raise refusals.not_genuine("no token")
        try:
            read = jwt.decode(token, self._site.key_for(token), algorithms=list(ALGORITHMS))
            claims = read.claims
            rules = jwt.JWTClaimsRegistry(
                now=int(now.timestamp()),
                leeway=SKEW_SECONDS,
                iss={"essential": True, "value": self._config.issuer},
                aud={"essential": True, "value": self._config.client_id},
                exp={"essential": True},
                iat={"essential": True},
            )
            rules.validate(claims)
        except (JoseError, ValueError) as error:
            raise refusals.not_genuine(f"token: {type(error).__name__}") from None
        others = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        if len(others) > 1 and claims.get("azp") != self._config.client_id:
            raise refusals.not_genuine("meant for another client")
        if claims.get("azp", self._config.client_id) != self._config.client_id:
            raise refusals.not_genuine("meant for another client")
        if not claims.get("sub") and not claims.get("sid"):
            raise refusals.not_genuine("about nobody")
        return claims

    def _redeem(self, code: str, verifier: str, now: datetime) -> dict[str, Any]:
        """The tokens that a code stands for."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._ours.answer,
            "code_verifier": verifier,
            "client_id": self._config.client_id,
        }
        key = self._key
        if key is None:
            return self._site.post(form, (self._config.client_id, self._secret))
        audience = self._site.endpoint("token_endpoint")
        form |= {
            "client_assertion_type": _ASSERTION,
            "client_assertion": self._vow(key, audience, now),
        }
        return self._site.post(form, None)

    def _vow(self, key: RSAKey, audience: str, now: datetime) -> str:
        """Who we are, signed with our key, for a minute."""
        moment = int(now.timestamp())
        claims = {
            "iss": self._config.client_id,
            "sub": self._config.client_id,
            "aud": audience,
            "jti": unguessable(),
            "iat": moment,
            "exp": moment + SKEW_SECONDS,
        }
        return jwt.encode({"alg": "RS256"}, claims, key)

    def _userinfo(self, tokens: Mapping[str, Any], subject: str) -> dict[str, Any]:
        """What else the provider says of the same person."""
        found = self._site.userinfo(str(tokens.get("access_token", "")))
        if found.get("sub") != subject:
            raise refusals.not_genuine("userinfo about somebody else")
        return found


def _with(address: str, asked: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(each) for each in value)
    return (str(value),)


def _moment(seconds: Any) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)
