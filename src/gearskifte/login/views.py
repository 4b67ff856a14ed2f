# SPDX-License-Identifier: EUPL-1.2
"""Logging in and out: to a provider and back, with nothing in between but an enciphered cookie."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

import msgspec
from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gearskifte.kernel.access import Actor
from gearskifte.kernel.identity import forget, session_of, sign_in, sign_out
from gearskifte.kernel.time import system_now
from gearskifte.login import service
from gearskifte.login.provider import IdentityProvider, ProviderSession
from gearskifte.login.rules import refusals
from gearskifte.login.rules.actors import citizen, official
from gearskifte.login.rules.places import LOG_IN, own_page
from gearskifte.login.rules.proof import Kept, Proof
from gearskifte.login.saml.metadata import own_metadata
from gearskifte.login.saml.provider import SamlProvider
from gearskifte.login.setup import CITIZENS, OFFICIALS, least_level, logins, provider_of
from gearskifte.ui.public import render

BEGUN: Final = "gearskifte_login"
"""The cookie of a login that has begun; `LEAVING` is that of how to log out at the provider."""
LEAVING: Final = "gearskifte_provider"
PATIENCE: Final = timedelta(minutes=10)
"""How long a browser may take to come back from the provider."""
_log: Final = logging.getLogger(__name__)


class _Begun(msgspec.Struct, frozen=True):
    kept: Kept
    at: datetime


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The ways to log in."""
    found = logins(settings.GEARSKIFTE)
    back = own_page(request.GET.get("til", "/"))
    ways = [
        (part.words, f"{reverse('login:begin', args=[who])}?{urlencode({'til': back})}")
        for who, part in (("citizens", found.citizens), ("officials", found.officials))
        if part is not None
    ]
    if not ways:
        raise Http404
    return render(request, "login/choose.html", {"ways": ways})


@require_safe
def begin(request: HttpRequest, who: str) -> HttpResponse:
    """Send the browser to the provider."""
    now = system_now()
    level = least_level(settings.GEARSKIFTE, who)
    back = own_page(request.GET.get("til", "/"))
    address, kept = _provider(who).begin(who, level, back, now)
    response = HttpResponseRedirect(address, headers={"Cache-Control": "no-store"})
    _keep(response, BEGUN, _Begun(kept, now), f"/{LOG_IN}", int(PATIENCE.total_seconds()))
    return response


@csrf_exempt  # the provider's own site posts it; the begun login's cookie is asked for instead
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, who: str) -> HttpResponse:
    """The provider's answer: if it proves who somebody is, they are logged in."""
    now = system_now()
    try:
        proof, kept = _proved(request, who, now)
        actor = _actor(who, proof)
    except refusals.Refused as refused:
        _log.warning("login of %s refused: %s", who, refused.reason)
        raise
    return _welcome(request, actor, proof, kept, now)


def _proved(request: HttpRequest, who: str, now: datetime) -> tuple[Proof, Kept]:
    """What the answer proves, used up by proving it."""
    begun = _kept(request, BEGUN, _Begun)
    if begun is None or begun.kept.who != who or now - begun.at > PATIENCE:
        raise refusals.not_begun_here("no login was begun in this browser")
    kept = begun.kept
    service.use_once(f"login {kept.request}", begun.at + 2 * PATIENCE)
    proof = _provider(who).finish(_sent(request), kept, now)
    service.use_once(f"{who} {proof.once}", proof.until)
    return proof, kept


def _actor(who: str, proof: Proof) -> Actor:
    """Whom a proof makes somebody here."""
    found = logins(settings.GEARSKIFTE)
    if who == CITIZENS and found.citizens is not None:
        return citizen(proof, found.citizens, settings.GEARSKIFTE_VAULT.person_id)
    if who == OFFICIALS and found.officials is not None:
        return official(proof, found.officials)
    raise Http404


def _welcome(
    request: HttpRequest, actor: Actor, proof: Proof, kept: Kept, now: datetime
) -> HttpResponse:
    """A new login, which has nothing from before it but the page that was wanted."""
    response = HttpResponseRedirect(own_page(kept.back), headers={"Cache-Control": "no-store"})
    response.delete_cookie(BEGUN, path=f"/{LOG_IN}")
    sign_in(response, actor, marks=_marks(kept.who, proof.subject, proof.session))
    rotate_token(request)
    leaving = ProviderSession(kept.who, proof.subject, proof.subject_format, proof.session)
    minutes = settings.GEARSKIFTE.login_minutes
    _keep(response, LEAVING, leaving, "/log-ud/", minutes * 60)
    return response


@csrf_exempt  # the provider's own message, which is signed by it
@require_http_methods(["GET", "POST"])
def ended(request: HttpRequest, who: str) -> HttpResponse:
    """The provider says that somebody has logged out (single logout, back-channel logout)."""
    now = system_now()
    sent = _sent(request)
    sent[""] = request.META.get("QUERY_STRING", "")
    try:
        found = _provider(who).ended(sent, now)
        if found.once:
            service.use_once(f"{who} {found.once}", found.until)
    except refusals.Refused as refused:
        _log.warning("logout of %s refused: %s", who, refused.reason)
        raise
    if not found.once:
        return redirect("logged-out")
    marks = _marks(who, "" if found.session else found.subject, found.session)
    service.end(marks, now)
    response = HttpResponseRedirect(found.answer) if found.answer else HttpResponse()
    response["Cache-Control"] = "no-store"
    sign_out(response)
    return response


@require_safe
def metadata(request: HttpRequest, who: str) -> HttpResponse:
    """Our metadata, for a provider that speaks SAML."""
    provider = _provider(who)
    if not isinstance(provider, SamlProvider):
        raise Http404
    written = own_metadata(provider.ours, provider.certificate)
    return HttpResponse(written, content_type="application/samlmetadata+xml")


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Log out here, in every web process, and then at the provider."""
    now = system_now()
    session = session_of(request)
    if session is not None:
        service.end(session.marks[:1], now)
    leaving = _kept(request, LEAVING, ProviderSession)
    response: HttpResponse = redirect("home")
    if leaving is not None:
        response = _leave(request, leaving, now)
        response.delete_cookie(LEAVING, path="/log-ud/")
    sign_out(response)
    return response


def _leave(request: HttpRequest, leaving: ProviderSession, now: datetime) -> HttpResponse:
    """The page that goes on to the provider by itself.

    A form may not lead away from the site (form-action in the policy), so the page does.
    """
    provider = provider_of(settings.GEARSKIFTE, leaving.who)
    try:
        address = provider.log_out(leaving, now) if provider else ""
    except refusals.Unreachable:
        address = ""
    forget(request)  # the page is already nobody's
    response = render(request, "login/logged_out.html", {"address": address})
    if address:
        response["Refresh"] = f"0; url={address}"
    return response


@require_safe
def logged_out(request: HttpRequest) -> HttpResponse:
    """The page after logging out everywhere."""
    return render(request, "login/logged_out.html", {"address": ""})


def _sent(request: HttpRequest) -> dict[str, str]:
    """The fields of a form or an address; of one that comes twice, the last."""
    sent = request.POST if request.method == "POST" else request.GET
    return {name: sent[name] for name in sent}


def _provider(who: str) -> IdentityProvider:
    found = provider_of(settings.GEARSKIFTE, who)
    if found is None:
        raise Http404
    return found


def _marks(who: str, subject: str, session: str) -> tuple[str, ...]:
    """What the provider can end a login by, as keyed digests: that login, and all of a person's."""
    key = settings.SECRET_KEY.encode()
    named = {f"{who} session {session}": session, f"{who} subject {subject}": subject}
    return tuple(
        base64.urlsafe_b64encode(hmac.digest(key, name.encode(), hashlib.sha256)[:15]).decode()
        for name, value in named.items()
        if value
    )


def _keep(response: HttpResponse, name: str, value: msgspec.Struct, path: str, age: int) -> None:
    """Let the browser keep something that it cannot read or change.

    The cookie of a login that has begun must come back with a form that another site posts, so it
    is one of the few that are not Lax; that takes a browser that believes the connection is safe.
    """
    sealed = settings.GEARSKIFTE_VAULT.encipher(name.encode() + b"\n" + msgspec.json.encode(value))
    response.set_cookie(
        name,
        base64.urlsafe_b64encode(sealed).decode(),
        max_age=age,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE or name == BEGUN,
        httponly=True,
        samesite="None" if name == BEGUN else "Lax",
    )


def _kept(request: HttpRequest, name: str, kind: type[Any]) -> Any:
    """What `_keep` let the browser keep; None if it is not there, or is not ours."""
    try:
        sealed = base64.urlsafe_b64decode(request.COOKIES.get(name, ""))
        label, _, value = settings.GEARSKIFTE_VAULT.decipher(sealed).partition(b"\n")
        return msgspec.json.decode(value, type=kind) if label == name.encode() else None
    except (ValueError, InvalidTag, msgspec.ValidationError):
        return None
