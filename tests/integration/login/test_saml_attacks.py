# SPDX-License-Identifier: EUPL-1.2
"""A real provider's genuine answers, and every way to bend them that we know of."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from lxml import etree
from signxml.signer import XMLSigner

from gearskifte.kernel.errors import AccessDenied
from gearskifte.kernel.time import system_now
from gearskifte.login.rules.assurance import Level
from gearskifte.login.rules.configured import OIO
from gearskifte.login.rules.places import ours
from gearskifte.login.rules.proof import Proof
from gearskifte.login.saml.names import ASSERTION, NAMESPACES, PROTOCOL, SIGNATURE
from gearskifte.login.saml.provider import SamlProvider
from tests.builders import providers
from tests.builders.providers import KeyPair
from tests.integration.login.conftest import SITE, Office, decoded, encoded

pytestmark = pytest.mark.integration

EVIL = "employee-evil"
WHO = f"{OIO}eid/professional/uuid/persistent"
Offices = Callable[..., Office]
Bend = Callable[[etree._Element, etree._Element], object]


@pytest.fixture
def open_office(offices: Offices) -> Office:
    """An office whose assertions are signed but not enciphered, so that they can be bent."""
    return offices(encrypted=False, signResponse=False)


def finish(office: Office, answer: str, **more: object) -> Proof:
    """What an answer proves, to the request it answers."""
    _, kept = office.provider.begin("officials", Level.LOW, "/", system_now())
    root = etree.fromstring(decoded(answer))
    kept_as = str(more.get("request", root.get("InResponseTo")))
    now = system_now() + timedelta(seconds=int(str(more.get("later", 0))))
    return office.provider.finish(
        {"SAMLResponse": answer}, msgspec.structs.replace(kept, request=kept_as), now
    )


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("whole", [True, False])
def test_a_genuine_answer_is_believed(offices: Offices, sealed: bool, whole: bool) -> None:
    """Signed assertions are read, enciphered or not, in a signed response or not."""
    office = offices(encrypted=sealed, signResponse=whole)
    proof = finish(office, office.answer()[0])
    assert proof.first(WHO) == "employee-ida"
    assert proof.values[f"{OIO}eid/privilegesIntermediate"] == ("users", "role")
    assert proof.context == f"{providers.NSIS}/Substantial"
    assert proof.session.startswith("_session-")


def parts(answer: str) -> tuple[etree._Element, etree._Element]:
    """The response and its assertion."""
    response = etree.fromstring(decoded(answer))
    assertion = response.find("a:Assertion", NAMESPACES)
    assert assertion is not None
    return response, assertion


def evil(assertion: etree._Element, *, signed: bool = False) -> etree._Element:
    """A copy that speaks of somebody else, with another ID, and as a rule without a signature."""
    copy = deepcopy(assertion)
    copy.set("ID", "_evil")
    for value in copy.iterfind(f".//a:Attribute[@Name='{WHO}']/a:AttributeValue", NAMESPACES):
        value.text = EVIL
    signature = copy.find("s:Signature", NAMESPACES)
    if signature is not None and not signed:
        copy.remove(signature)
    return copy


def signature_of(assertion: etree._Element) -> etree._Element:
    """The signature of an assertion."""
    found = assertion.find("s:Signature", NAMESPACES)
    assert found is not None
    return found


def beside(response: etree._Element, assertion: etree._Element) -> None:
    """XSW 3: the evil one before the genuine one."""
    response.insert(0, evil(assertion))


def around(response: etree._Element, assertion: etree._Element) -> None:
    """XSW 4: the genuine one inside the evil one."""
    outer = evil(assertion)
    response.replace(assertion, outer)
    outer.append(assertion)


def in_signature(response: etree._Element, assertion: etree._Element) -> None:
    """XSW 5: the evil one bears the genuine one's signature; the genuine one is at the end."""
    outer = evil(assertion)
    response.replace(assertion, outer)
    outer.insert(1, deepcopy(signature_of(assertion)))
    bare = deepcopy(assertion)
    bare.remove(signature_of(bare))
    response.append(bare)


def inside_signature(response: etree._Element, assertion: etree._Element) -> None:
    """XSW 6: the genuine one hidden inside the signature that the evil one bears."""
    outer = evil(assertion)
    signature = deepcopy(signature_of(assertion))
    bare = deepcopy(assertion)
    bare.remove(signature_of(bare))
    signature.append(bare)
    outer.insert(1, signature)
    response.replace(assertion, outer)


def in_extensions(response: etree._Element, assertion: etree._Element) -> None:
    """XSW 7: the evil one in an element that any content is allowed in."""
    extensions = etree.Element(f"{{{PROTOCOL}}}Extensions")
    extensions.append(evil(assertion))
    response.insert(0, extensions)


def in_object(response: etree._Element, assertion: etree._Element) -> None:
    """XSW 8: the genuine one in an Object of the evil one's signature, which keeps its ID."""
    outer = evil(assertion)
    outer.set("ID", assertion.get("ID", ""))
    signature = deepcopy(signature_of(assertion))
    bare = deepcopy(assertion)
    bare.remove(signature_of(bare))
    holder = etree.SubElement(signature, f"{{{SIGNATURE}}}Object")
    holder.append(bare)
    outer.insert(1, signature)
    response.replace(assertion, outer)


def same_id(response: etree._Element, assertion: etree._Element) -> None:
    """Two with the same ID, the evil one first."""
    other = evil(assertion, signed=True)
    other.set("ID", assertion.get("ID", ""))
    response.insert(0, other)


def unsigned(response: etree._Element, assertion: etree._Element) -> None:
    """No signature at all."""
    response.replace(assertion, evil(assertion))


def changed(response: etree._Element, assertion: etree._Element) -> None:
    """Another name under the genuine signature."""
    other = evil(assertion, signed=True)
    other.set("ID", assertion.get("ID", ""))
    response.replace(assertion, other)


def whole_response(response: etree._Element, assertion: etree._Element) -> None:
    """XSW 1 and 2: the genuine response inside an evil one."""
    genuine = deepcopy(response)
    response.replace(assertion, evil(assertion))
    holder = etree.SubElement(response, f"{{{PROTOCOL}}}Extensions")
    holder.append(genuine)


def sealed_beside(response: etree._Element, assertion: etree._Element) -> None:
    """An enciphered one beside the genuine one."""
    etree.SubElement(response, f"{{{ASSERTION}}}EncryptedAssertion")


BENDS: tuple[Bend, ...] = (
    beside,
    around,
    in_signature,
    inside_signature,
    in_extensions,
    in_object,
    same_id,
    unsigned,
    changed,
    whole_response,
    sealed_beside,
)


@pytest.mark.parametrize("bend", BENDS, ids=lambda bend: bend.__name__)
def test_signature_wrapping_proves_nothing(open_office: Office, bend: Bend) -> None:
    """However an assertion is wrapped, moved or copied, only what was signed counts."""
    response, assertion = parts(open_office.answer()[0])
    bend(response, assertion)
    with pytest.raises(AccessDenied, match="GS-LOGIN-004"):
        finish(open_office, encoded(etree.tostring(response)))


def test_somebody_elses_signature_proves_nothing(open_office: Office) -> None:
    """An assertion signed by a key that is not in the metadata is refused, certificate and all."""
    response, assertion = parts(open_office.answer()[0])
    thief = KeyPair("identity provider")
    signed = XMLSigner().sign(
        evil(assertion), key=thief.pem, cert=thief.certificate_pem, reference_uri="#_evil"
    )
    response.replace(assertion, signed)
    with pytest.raises(AccessDenied, match="GS-LOGIN-004"):
        finish(open_office, encoded(etree.tostring(response)))


def test_a_comment_does_not_cut_a_value(open_office: Office) -> None:
    """A comment inside a value changes nothing: the value is read whole."""
    answer = decoded(open_office.answer()[0]).replace(b"employee-ida", b"employee<!-- -->-ida")
    assert finish(open_office, encoded(answer)).first(WHO) == "employee-ida"


def test_a_document_type_is_refused(open_office: Office) -> None:
    """No entities, no external files: a message with a document type is not read."""
    answer = decoded(open_office.answer()[0])
    doctype = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(AccessDenied, match="GS-LOGIN-004"):
        finish(open_office, encoded(doctype + answer))


@pytest.mark.parametrize(("later", "believed"), [(-30, True), (-3600, False), (3600, False)])
def test_an_answer_holds_for_a_short_time(office: Office, later: int, believed: bool) -> None:
    """Clocks may differ by a minute; an answer from yesterday or tomorrow is refused."""
    answer, _ = office.answer()
    if believed:
        assert finish(office, answer, later=later).subject
    else:
        with pytest.raises(AccessDenied, match="GS-LOGIN-004"):
            finish(office, answer, later=later)


@pytest.fixture
def office(offices: Offices) -> Office:
    """An office as in production: signed and enciphered."""
    return offices()


def test_an_answer_to_another_request_is_refused(office: Office) -> None:
    """An answer that was not asked for by this browser is refused (login CSRF)."""
    answer, _ = office.answer()
    with pytest.raises(AccessDenied, match="GS-LOGIN-003"):
        finish(office, answer, request="_another")


PLACES = ours(SITE, "officials")


@pytest.mark.parametrize("other", ["place", "audience", "issuer"])
def test_an_answer_to_another_site_is_refused(office: Office, other: str) -> None:
    """An answer meant for another place, audience or issuer is refused."""
    answer, kept = office.answer()
    known, places = {
        "place": (office.known, replace(PLACES, answer=f"{SITE}/elsewhere/")),
        "audience": (office.known, replace(PLACES, metadata=f"{SITE}/another.xml")),
        "issuer": (replace(office.known, entity="http://another"), PLACES),
    }[other]
    provider = SamlProvider(lambda _: known, places, office.own.key, office.own.certificate)
    with pytest.raises(AccessDenied, match="GS-LOGIN-004"):
        provider.finish({"SAMLResponse": answer}, kept, system_now())


def test_an_assertion_sealed_to_somebody_else_is_refused(office: Office) -> None:
    """What was enciphered to another key cannot be opened, and says only that."""
    answer, kept = office.answer()
    other = KeyPair("another")
    provider = SamlProvider(lambda now: office.known, PLACES, other.key, other.certificate)
    with pytest.raises(AccessDenied, match="GS-LOGIN-004"):
        provider.finish({"SAMLResponse": answer}, kept, system_now())


def test_a_provider_turns_its_key(office: Office) -> None:
    """While two certificates are in the metadata, answers signed with either are believed."""
    answer, kept = office.answer()
    both = (KeyPair("next").certificate, office.idp.certificate)
    known = replace(office.known, certificates=both)
    provider = SamlProvider(lambda now: known, PLACES, office.own.key, office.own.certificate)
    assert provider.finish({"SAMLResponse": answer}, kept, system_now()).subject


@pytest.mark.parametrize("answer", ["", "%%%", "PHg+", "bm90IHhtbA=="])
def test_what_is_no_answer_is_refused(office: Office, answer: str) -> None:
    """Anything else than a response is refused with a reason, never an error of the program."""
    _, kept = office.provider.begin("officials", Level.LOW, "/", system_now())
    with pytest.raises(AccessDenied, match="GS-LOGIN-004"):
        office.provider.finish({"SAMLResponse": answer}, kept, system_now())


def test_an_unsigned_logout_ends_nothing(office: Office) -> None:
    """A log-out message that the provider did not sign is refused."""
    for message in ({}, {"SAMLRequest": "fZA=", "": "SAMLRequest=fZA%3D"}):
        with pytest.raises(AccessDenied, match="GS-LOGIN-004"):
            office.provider.ended(message, system_now())
