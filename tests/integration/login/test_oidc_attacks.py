# SPDX-License-Identifier: EUPL-1.2
"""A real provider's genuine tokens, and every way to bend them that we know of."""

from __future__ import annotations

import base64
import json
from typing import Any

import msgspec
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from gearskifte.kernel.errors import AccessDenied
from gearskifte.kernel.time import system_now
from gearskifte.login.rules.assurance import Level
from tests.builders import providers
from tests.builders.site import free_port
from tests.integration.login.conftest import (
    CITIZENS,
    SITE,
    Broker,
    make_broker,
    oidc_answer,
)

pytestmark = pytest.mark.integration

EVENT: dict[str, dict[str, str]] = {"http://schemas.openid.net/event/backchannel-logout": {}}


def claims(broker: Broker, **other: Any) -> dict[str, Any]:
    """The claims of a genuine log-out token, and what is other about it; None leaves out."""
    now = int(system_now().timestamp())
    whole = {
        "iss": f"http://127.0.0.1:{broker.port}",
        "aud": providers.CLIENT,
        "sub": "sofie",
        "sid": "a session",
        "jti": "once",
        "iat": now,
        "exp": now + 60,
        "events": EVENT,
        **other,
    }
    return {name: value for name, value in whole.items() if value is not None}


def signed(broker: Broker, content: dict[str, Any], **head: Any) -> str:
    """A token that the provider itself signed."""
    key = RSAKey.import_key(broker.keys[0])
    return jwt.encode({"alg": "RS256", "kid": "first", **head}, content, key)


def test_a_genuine_answer_is_believed(broker: Broker) -> None:
    """A code becomes claims from the token and from userinfo, about the one who logged in."""
    answer, kept = broker.answer()
    proof = broker.provider.finish(answer, kept, system_now())
    assert proof.first("cpr") == CITIZENS["sofie"]["cpr"]
    assert proof.first("loa") == f"{providers.NSIS}/High"
    assert proof.subject == "sofie"


@pytest.mark.parametrize(
    ("part", "code"),
    [("request", "GS-LOGIN-003"), ("nonce", "GS-LOGIN-004"), ("verifier", "GS-LOGIN-004")],
)
def test_an_answer_to_another_login_is_refused(broker: Broker, part: str, code: str) -> None:
    """Another state, nonce or PKCE verifier than this browser began with proves nothing."""
    answer, kept = broker.answer()
    other = msgspec.structs.replace(kept, **{part: "_something-else-that-is-long-enough-for-pkce"})
    with pytest.raises(AccessDenied, match=code):
        broker.provider.finish(answer, other, system_now())


def test_a_code_is_used_once(broker: Broker) -> None:
    """A code that was redeemed is refused by the provider, and so by us."""
    answer, kept = broker.answer()
    broker.provider.finish(answer, kept, system_now())
    with pytest.raises(AccessDenied, match="GS-LOGIN-004"):
        broker.provider.finish(answer, kept, system_now())


def test_an_answer_from_another_issuer_is_refused(broker: Broker) -> None:
    """A code that says it is another provider's is never sent to this one (mix-up)."""
    answer, kept = broker.answer()
    with pytest.raises(AccessDenied, match="GS-LOGIN-004"):
        broker.provider.finish({**answer, "iss": "https://other"}, kept, system_now())


def test_giving_up_is_told(broker: Broker) -> None:
    """Who gives up at the provider comes back as nobody, with a reason."""
    _, kept = broker.provider.begin("citizens", Level.HIGH, "/", system_now())
    answer = {"state": kept.request, "error": "access_denied"}
    with pytest.raises(AccessDenied, match="GS-LOGIN-010"):
        broker.provider.finish(answer, kept, system_now())


def test_a_genuine_log_out_is_believed(broker: Broker) -> None:
    """A log-out token names the login that has ended."""
    ended = broker.provider.ended({"logout_token": signed(broker, claims(broker))}, system_now())
    assert (ended.subject, ended.session, ended.once) == ("sofie", "a session", "jti once")


HOUR = 3600
BAD: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://other"},
    "another audience": {"aud": "somebody-else"},
    "several audiences": {"aud": [providers.CLIENT, "another"]},
    "another party": {"azp": "another"},
    "no audience": {"aud": None},
    "no issuer": {"iss": None},
    "no end": {"exp": None},
    "no beginning": {"iat": None},
    "no event": {"events": None},
    "a token of a log-in": {"nonce": "n"},
    "no name of its own": {"jti": None},
    "about nobody": {"sub": None, "sid": None},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_token_that_is_not_for_us_is_refused(broker: Broker, bad: dict[str, Any]) -> None:
    """Issuer, audience, party and times must all be there and ours."""
    with pytest.raises(AccessDenied, match="GS-LOGIN-004"):
        broker.provider.ended({"logout_token": signed(broker, claims(broker, **bad))}, system_now())


@pytest.mark.parametrize(("ago", "believed"), [(30, True), (HOUR, False), (-HOUR, False)])
def test_a_token_holds_for_a_short_time(broker: Broker, ago: int, believed: bool) -> None:
    """Clocks may differ by a minute; one that has run out, or is not yet, is refused."""
    moment = int(system_now().timestamp()) - ago
    token = signed(broker, claims(broker, iat=moment, exp=moment + 20))
    if believed:
        assert broker.provider.ended({"logout_token": token}, system_now()).subject
    else:
        with pytest.raises(AccessDenied, match="GS-LOGIN-004"):
            broker.provider.ended({"logout_token": token}, system_now())


def forged(broker: Broker) -> dict[str, str]:
    """Tokens that the provider did not sign."""
    content = claims(broker)
    genuine = signed(broker, content)
    head, body, signature = genuine.split(".")
    bare = base64.urlsafe_b64encode(b'{"alg":"none","kid":"first"}').rstrip(b"=").decode()
    other = {**content, "sub": "somebody else"}
    turned = base64.urlsafe_b64encode(json.dumps(other).encode()).rstrip(b"=").decode()
    public = RSAKey.import_key(broker.keys[0]).as_pem(private=False)
    thief = RSAKey.generate_key(2048, {"kid": "first"})
    hmac = OctKey.import_key(base64.b64encode(public))
    return {
        "alg none": f"{bare}.{body}.",
        "no signature": f"{head}.{body}.",
        "another content": f"{head}.{turned}.{signature}",
        "another key": jwt.encode({"alg": "RS256", "kid": "first"}, content, thief),
        "an unknown key": jwt.encode({"alg": "RS256", "kid": "other"}, content, thief),
        "hmac": jwt.encode({"alg": "HS256", "kid": "first"}, content, hmac),
        "nothing": "",
        "noise": "a.b.c",
    }


@pytest.mark.parametrize("which", [
    "alg none", "no signature", "another content", "another key", "an unknown key", "hmac",
    "nothing", "noise",
])  # fmt: skip
def test_a_token_that_the_provider_did_not_sign_is_refused(broker: Broker, which: str) -> None:
    """No algorithm `none`, no key of the sender's choice, no public key as a secret."""
    with pytest.raises(AccessDenied, match="GS-LOGIN-004"):
        broker.provider.ended({"logout_token": forged(broker)[which]}, system_now())


def test_keys_are_turned_without_a_restart() -> None:
    """A token signed with a key that is new at the provider is believed; the old one is not."""
    port = free_port()
    old, new = providers.signing_keys("old"), providers.signing_keys("new")
    clock = [0.0]
    ours = make_broker(port)
    ours._site._clock = lambda: clock[0]
    with providers.running("oidc.mjs", providers.oidc(port, SITE, CITIZENS, old)):
        before = Broker(port, old, ours)
        answer, kept = before.answer()
        ours.finish(answer, kept, system_now())
    with providers.running("oidc.mjs", providers.oidc(port, SITE, CITIZENS, new)):
        clock[0] += 60.0
        address, kept = ours.begin("citizens", Level.HIGH, "/", system_now())
        assert ours.finish(oidc_answer(address, "sofie"), kept, system_now()).subject == "sofie"
        stale = jwt.encode(
            {"alg": "RS256", "kid": "old"}, claims(before), RSAKey.import_key(old[0])
        )
        with pytest.raises(AccessDenied, match="GS-LOGIN-004"):
            ours.ended({"logout_token": stale}, system_now())
