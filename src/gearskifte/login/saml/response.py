# SPDX-License-Identifier: EUPL-1.2
"""The answer to a log-in: is it the provider's, to us, about this request, and valid now?

Only what the signature covers is read. The verified assertion is the tree that `signxml` made anew
of the signed bytes; the message around it serves to find it and to be refused. That is what makes
signature wrapping (SAML Raider's XSW 1-8) pointless.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.verifier import SignatureConfiguration, XMLVerifier

from gearskifte.login.rules import refusals
from gearskifte.login.rules.proof import SKEW_SECONDS, Proof
from gearskifte.login.rules.xml import moment, parse
from gearskifte.login.saml.encryption import decipher
from gearskifte.login.saml.metadata import IdpMetadata
from gearskifte.login.saml.names import ASSERTION, BEARER, NAMESPACES, PROTOCOL, SUCCESS

_SKEW: Final = timedelta(seconds=SKEW_SECONDS)
_OLDEST: Final = timedelta(minutes=5)
_SIGNATURES: Final = frozenset(
    {
        SignatureMethod.RSA_SHA256,
        SignatureMethod.RSA_SHA384,
        SignatureMethod.RSA_SHA512,
        SignatureMethod.ECDSA_SHA256,
        SignatureMethod.ECDSA_SHA384,
        SignatureMethod.ECDSA_SHA512,
    }
)
_DIGESTS: Final = frozenset(
    {DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512}
)


@dataclass(frozen=True, slots=True)
class Expected:
    """What an answer must be to be ours: our name and address, and the request it answers."""

    provider: IdpMetadata
    entity: str
    place: str
    request: str
    now: datetime


def read_response(encoded: str, key: RSAPrivateKey, expected: Expected) -> Proof:
    """What a SAMLResponse proves.

    Raises:
        Refused: GS-LOGIN-004 if it is not genuine, GS-LOGIN-010 if the provider says no.
    """
    try:
        response = parse(base64.b64decode(encoded, validate=False))
    except ValueError:
        raise refusals.not_genuine("a response that cannot be read") from None
    _check_envelope(response, expected)
    assertion = _verified(_assertion(response, key), expected)
    until = _check_conditions(assertion, expected)
    subject, name_format = _check_subject(assertion, expected)
    session, context = _statement(assertion, expected)
    return Proof(
        values=_attributes(assertion),
        context=context,
        subject=subject,
        session=session,
        once=f"assertion {assertion.get('ID')}",
        until=until + _SKEW,
        subject_format=name_format,
    )


def _check_envelope(response: etree._Element, expected: Expected) -> None:
    if response.tag != f"{{{PROTOCOL}}}Response" or response.get("Version") != "2.0":
        raise refusals.not_genuine("not a response")
    if response.get("Destination") != expected.place:
        raise refusals.not_genuine("sent to another place")
    if response.get("InResponseTo") != expected.request:
        raise refusals.not_begun_here("an answer to another request")
    issuer = response.find("a:Issuer", NAMESPACES)
    if issuer is not None and (issuer.text or "").strip() != expected.provider.entity:
        raise refusals.not_genuine("another issuer of the response")
    issued = _moment(response.get("IssueInstant"))
    if not expected.now - _OLDEST <= issued <= expected.now + _SKEW:
        raise refusals.not_genuine("issued at another time")
    status = response.find("p:Status/p:StatusCode", NAMESPACES)
    if status is None or status.get("Value") != SUCCESS:
        raise refusals.declined("the provider gave no assertion")


def _assertion(response: etree._Element, key: RSAPrivateKey) -> etree._Element:
    """The one assertion, opened if it is enciphered."""
    plain = response.findall("a:Assertion", NAMESPACES)
    sealed = response.findall("a:EncryptedAssertion", NAMESPACES)
    anywhere = len(list(response.iter(f"{{{ASSERTION}}}Assertion")))
    if len(plain) + len(sealed) != 1 or anywhere != len(plain):
        raise refusals.not_genuine("not exactly one assertion")
    return decipher(sealed[0], key) if sealed else plain[0]


def _verified(assertion: etree._Element, expected: Expected) -> etree._Element:
    """The assertion as it was signed: the bytes that were verified, and nothing else."""
    alone = etree.tostring(assertion, with_tail=False)
    config = SignatureConfiguration(
        location="./",
        expect_references=1,
        signature_methods=_SIGNATURES,
        digest_algorithms=_DIGESTS,
        ignore_ambiguous_key_info=True,
        verification_time=expected.now,
    )
    for certificate in expected.provider.certificates:
        try:
            result = XMLVerifier().verify(
                alone, x509_cert=certificate, id_attribute="ID", expect_config=config
            )
        except (SignXMLException, ValueError, etree.LxmlError):
            continue
        signed = None if isinstance(result, list) else result.signed_xml
        if signed is not None and _is_whole(signed, assertion):
            return signed
    raise refusals.not_genuine("an assertion without the provider's signature")


def _is_whole(signed: etree._Element, assertion: etree._Element) -> bool:
    """Whether what was signed is the assertion itself, and not a part that it was hidden in."""
    name = signed.get("ID")
    return (
        signed.tag == f"{{{ASSERTION}}}Assertion"
        and bool(name)
        and name == assertion.get("ID")
        and len(list(signed.iter(f"{{{ASSERTION}}}Assertion"))) == 1
    )


def _check_conditions(assertion: etree._Element, expected: Expected) -> datetime:
    """Whose it is, for whom, and from when until when; until when."""
    if _text(assertion, "a:Issuer") != expected.provider.entity:
        raise refusals.not_genuine("another issuer of the assertion")
    conditions = assertion.find("a:Conditions", NAMESPACES)
    if conditions is None:
        raise refusals.not_genuine("no conditions")
    until = _moment(conditions.get("NotOnOrAfter"))
    starts = _moment(conditions.get("NotBefore")) if conditions.get("NotBefore") else expected.now
    if not starts - _SKEW <= expected.now < until + _SKEW:
        raise refusals.not_genuine("not valid now")
    restrictions = conditions.findall("a:AudienceRestriction", NAMESPACES)
    meant = [
        {(each.text or "").strip() for each in one.iterfind("a:Audience", NAMESPACES)}
        for one in restrictions
    ]
    if not meant or any(expected.entity not in audiences for audiences in meant):
        raise refusals.not_genuine("meant for another")
    return until


def _check_subject(assertion: etree._Element, expected: Expected) -> tuple[str, str]:
    """That whoever brings it is the one it is about; the name the provider calls them by."""
    name = assertion.find("a:Subject/a:NameID", NAMESPACES)
    confirmed = any(
        _confirms(each, expected)
        for each in assertion.iterfind("a:Subject/a:SubjectConfirmation", NAMESPACES)
    )
    if name is None or not (name.text or "").strip() or not confirmed:
        raise refusals.not_genuine("a subject that is not confirmed")
    return (name.text or "").strip(), name.get("Format", "")


def _confirms(confirmation: etree._Element, expected: Expected) -> bool:
    data = confirmation.find("a:SubjectConfirmationData", NAMESPACES)
    return (
        confirmation.get("Method") == BEARER
        and data is not None
        and data.get("Recipient") == expected.place
        and data.get("InResponseTo") == expected.request
        and data.get("NotBefore") is None
        and expected.now < _moment(data.get("NotOnOrAfter")) + _SKEW
    )


def _statement(assertion: etree._Element, expected: Expected) -> tuple[str, str]:
    """The provider's name for this login, and how sure it is."""
    found = assertion.findall("a:AuthnStatement", NAMESPACES)
    if len(found) != 1:
        raise refusals.not_genuine("not exactly one statement of a login")
    ends = found[0].get("SessionNotOnOrAfter")
    if ends and _moment(ends) + _SKEW <= expected.now:
        raise refusals.not_genuine("the provider's session has ended")
    context = _text(found[0], "a:AuthnContext/a:AuthnContextClassRef")
    return found[0].get("SessionIndex", ""), context


def _attributes(assertion: etree._Element) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each in assertion.iterfind("a:AttributeStatement/a:Attribute", NAMESPACES):
        values = tuple(
            "".join(value.itertext()).strip()
            for value in each.iterfind("a:AttributeValue", NAMESPACES)
        )
        found[each.get("Name", "")] = found.get(each.get("Name", ""), ()) + values
    return found


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(path, namespaces=NAMESPACES) or "").strip()


def _moment(text: str | None) -> datetime:
    try:
        return moment(text)
    except ValueError:
        raise refusals.not_genuine("a time that cannot be read") from None
