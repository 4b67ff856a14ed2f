# SPDX-License-Identifier: EUPL-1.2
"""A provider that speaks SAML: what is asked of it, and how its messages are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from lxml.builder import ElementMaker

from gearskifte.kernel.errors import Text
from gearskifte.login.provider import Ended, ProviderSession, unguessable
from gearskifte.login.rules import refusals
from gearskifte.login.rules.assurance import Level
from gearskifte.login.rules.places import Ours
from gearskifte.login.rules.proof import SKEW_SECONDS, Kept, Proof
from gearskifte.login.rules.xml import moment
from gearskifte.login.saml import redirect
from gearskifte.login.saml.metadata import IdpMetadata
from gearskifte.login.saml.names import ASSERTION, NAMESPACES, POST, PROTOCOL, SUCCESS
from gearskifte.login.saml.response import Expected, read_response

_P: Final = ElementMaker(namespace=PROTOCOL, nsmap={"p": PROTOCOL, "a": ASSERTION})
_A: Final = ElementMaker(namespace=ASSERTION)
_CPR: Final = re.compile(r"\d{6}-?\d{4}")
_OLDEST: Final = timedelta(minutes=5)
_SKEW: Final = timedelta(seconds=SKEW_SECONDS)


class SamlProvider:
    """One provider that speaks SAML. `metadata` gives what it says of itself, as it is now."""

    def __init__(
        self,
        metadata: Callable[[datetime], IdpMetadata],
        ours: Ours,
        key: RSAPrivateKey,
        certificate: x509.Certificate,
    ) -> None:
        """`key` and `certificate` are our own."""
        self._metadata = metadata
        self.ours = ours
        self._key = key
        self.certificate = certificate

    def begin(self, who: str, level: Level, back: str, now: datetime) -> tuple[str, Kept]:
        """See `IdentityProvider`."""
        idp = self._metadata(now)
        kept = Kept(who, unguessable(), "", "", back)
        request = _P.AuthnRequest(
            _A.Issuer(self.ours.metadata),
            _P.RequestedAuthnContext(_A.AuthnContextClassRef(level.uri), Comparison="minimum"),
            **self._head(kept.request, idp.log_in, now),
            AssertionConsumerServiceURL=self.ours.answer,
            ProtocolBinding=POST,
        )
        return redirect.address(idp.log_in, "SAMLRequest", request, "", self._key), kept

    def finish(self, answer: Mapping[str, str], kept: Kept, now: datetime) -> Proof:
        """See `IdentityProvider`."""
        idp = self._metadata(now)
        expected = Expected(idp, self.ours.metadata, self.ours.answer, kept.request, now)
        return read_response(answer.get("SAMLResponse", ""), self._key, expected)

    def log_out(self, session: ProviderSession, now: datetime) -> str:
        """See `IdentityProvider`. A name that looks like a CPR number is not put in an address."""
        idp = self._metadata(now)
        if not idp.log_out or not session.subject or _CPR.search(session.subject):
            return ""
        name = _A.NameID(session.subject)
        if session.subject_format:
            name.set("Format", session.subject_format)
        request = _P.LogoutRequest(
            _A.Issuer(self.ours.metadata),
            name,
            **self._head(unguessable(), idp.log_out, now),
        )
        if session.session:
            request.append(_P.SessionIndex(session.session))
        return redirect.address(idp.log_out, "SAMLRequest", request, "", self._key)

    def ended(self, message: Mapping[str, str], now: datetime) -> Ended:
        """See `IdentityProvider`; `message` holds the query as it was sent under ""."""
        idp = self._metadata(now)
        query = message.get("", "")
        if "SAMLResponse" in message:  # the answer to a request of ours: nothing more is to be done
            redirect.read(query, "SAMLResponse", message, idp.certificates)
            return Ended("", "", "", now)
        request = redirect.read(query, "SAMLRequest", message, idp.certificates)
        if request.tag != f"{{{PROTOCOL}}}LogoutRequest":
            raise refusals.not_genuine("not a logout request")
        if (request.findtext("a:Issuer", "", NAMESPACES) or "").strip() != idp.entity:
            raise refusals.not_genuine("another issuer of the logout")
        if request.get("Destination") != self.ours.ended:
            raise refusals.not_genuine("a logout sent to another place")
        try:
            issued = moment(request.get("IssueInstant"))
        except ValueError:
            raise refusals.not_genuine("a time that cannot be read") from None
        if not now - _OLDEST <= issued <= now + _SKEW:
            raise refusals.not_genuine("a logout issued at another time")
        response = _P.LogoutResponse(
            _A.Issuer(self.ours.metadata),
            _P.Status(_P.StatusCode(Value=SUCCESS)),
            **self._head(unguessable(), idp.log_out, now),
            InResponseTo=request.get("ID", ""),
        )
        relay = message.get("RelayState", "")
        answer = redirect.address(idp.log_out, "SAMLResponse", response, relay, self._key)
        subject = (request.findtext("a:NameID", "", NAMESPACES) or "").strip()
        session = (request.findtext("p:SessionIndex", "", NAMESPACES) or "").strip()
        once = f"logout {request.get('ID')}"
        return Ended(subject, session, once, issued + _OLDEST + _SKEW, answer)

    def check(self, now: datetime) -> Text:
        """See `IdentityProvider`."""
        idp = self._metadata(now)
        number = len(idp.certificates)
        return Text(
            f"SAML, {idp.entity}, {number} certifikater",
            f"SAML, {idp.entity}, {number} certificates",
        )

    @staticmethod
    def _head(name: str, place: str, now: datetime) -> dict[str, str]:
        moment = now.replace(microsecond=0).isoformat().replace("+00:00", "Z")
        return {"ID": name, "Version": "2.0", "IssueInstant": moment, "Destination": place}
