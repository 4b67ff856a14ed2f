# SPDX-License-Identifier: EUPL-1.2
"""Each vendor has habits of its own, and all of them are to be seen."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime

import pytest
from hypothesis import given, settings

from gearskifte.demo.faults import Fault
from gearskifte.demo.lives.everybody import told_by_hand
from gearskifte.demo.timeline import Timeline
from gearskifte.demo.vendors.pengepung import STRANGER
from gearskifte.demo.vendors.routing import in_order_of_arrival
from tests.unit.demo.sample import MOMENTS, about, opened, sent_by, small, texts

pytestmark = pytest.mark.unit

UUID_TEXT = re.compile(r"[0-9A-Fa-f-]{36}")


def test_the_orderly_vendor_imports_once_and_then_tells_what_changed() -> None:
    """Klokkeværk imports a case once; each later step is an update with little in it."""
    imports = [each for each in sent_by("klokkevaerk") if b"<sdi:SagIndeks>" in each.body]
    cases = [texts(each.body, "SagIndeks/UUIDIdentifikator")[0] for each in imports]
    assert len(set(cases)) == len(cases)
    updates = [each for each in about("K2025-00211") if "-trin-" in each.name]
    assert [len(texts(each.body, "Egenskaber")) for each in updates] == [0, 0, 0]


def test_the_orderly_vendor_states_the_zone() -> None:
    """Klokkeværk writes every moment with its offset."""
    stamps = texts(about("K2025-00211")[0].body, "TidsstempelDatoTid")
    assert stamps
    assert all(re.search(r"\.000\+0[12]:00$", stamp) for stamp in stamps)


def test_a_closed_case_makes_its_letters_final() -> None:
    """Klokkeværk updates the received letters when a case is closed."""
    closing = about("K2025-00164")[-1].body
    assert texts(closing, "Fremdrift/FremdriftStatusKode")[-2:] == ["Modtaget", "Endeligt"]


def test_the_old_system_writes_capitals_and_leaves_the_zone_out() -> None:
    """STENBRO writes UUIDs in capitals and local times without a zone."""
    for message in sent_by("stenbro"):
        ids = texts(message.body, "UUIDIdentifikator")
        assert all(UUID_TEXT.fullmatch(each) and each == each.upper() for each in ids)
        assert all(len(stamp) == 19 for stamp in texts(message.body, "TidsstempelDatoTid"))


def test_the_old_system_sends_the_whole_case_again_and_again() -> None:
    """STENBRO imports Sofie's carport whole each night it was touched, and never updates."""
    nights = about("25-00318")
    whole = [each for each in nights if "-stenbro-" in each.name]
    assert len(whole) >= 4
    assert all(texts(each.body, "SagIndeks/UUIDIdentifikator") for each in whole)
    assert not any(b"Opdater" in each.body for each in sent_by("stenbro"))


def test_the_old_system_lets_the_unit_act() -> None:
    """STENBRO names units as actors, as was the rule until 2020."""
    kinds = Counter(
        kind for each in sent_by("stenbro") for kind in texts(each.body, "AktoerTypeKode")
    )
    assert set(kinds) == {"OrganisationEnhed"}


def test_each_vendor_has_prefixes_of_its_own() -> None:
    """No two vendors bind the standard's namespaces alike."""
    declared = {
        vendor: tuple(sorted(re.findall(rb'xmlns:?(\w*)="urn:oio:sagdok:3', sent.body)))
        for vendor in ("klokkevaerk", "stenbro", "tidevand")
        for sent in sent_by(vendor)[:1]
    }
    assert len(set(declared.values())) == 3


def test_the_third_vendor_refers_by_urn() -> None:
    """Tidevand names units, employees and the owner by URN, each with a key."""
    body = about("TV000402")[-1].body
    assert texts(body, "AktoerRef/URNIdentifikator")
    imported = next(each.body for each in about("TV000402") if "-ny" in each.name)
    owner, unit, handler = texts(imported, "Sagsaktoer/ReferenceID/URNIdentifikator")
    assert owner == "urn:oio:cvr:11111111"
    assert unit == "urn:oio:tidevand:losid:0051"
    assert handler == "urn:oio:tidevand:racfid:RSTO"
    keys = texts(imported, "SagsaktoerLokalUdvidelse/BrugervendtNoegle")
    assert keys == ["11111111", "0051", "RSTO"]


def test_the_third_vendor_sends_late_and_out_of_order() -> None:
    """A change of a Tidevand case arrives before the case itself."""
    parts = [each.name.rsplit("-", 1)[1] for each in about("TV000547")]
    assert parts.index("2.xml") < parts.index("ny.xml")


def test_the_third_vendor_ends_relations_and_corrects_the_past() -> None:
    """Tidevand closes a party and a journal post, and moves a state to when it really began."""
    changes = [each.body for each in about("TV000402") if "-trin-" in each.name]
    ends = [texts(body, "Virkning/TilTidspunkt/TidsstempelDatoTid") for body in changes]
    assert sum(bool(found) for found in ends) >= 2
    moved = next(each.body for each in about("TV000533") if "-trin-4" in each.name)
    assert texts(moved, "FremdriftStatusKode") == ["Opstaaet", "Oplyst"]


def test_notes_have_text_and_no_document() -> None:
    """A journal note refers to URN:Empty and carries its text as base64."""
    body = next(each.body for each in about("K2025-00211") if "-trin-3" in each.name)
    assert texts(body, "Journalpost/ReferenceID/URNIdentifikator") == ["URN:Empty"]
    assert b"Karen ringer kl. 10." in opened(body)


def test_an_amount_changes_with_its_validity() -> None:
    """The benefits system ends the old amount where the new one begins."""
    update = next(each.body for each in about("B-000405") if b"OpdaterBevilling" in each.body)
    assert texts(update, "OekonomiskEffektueringsplan/Ydelsesbeloeb") == ["7711.00", "3324.00"]
    starts = texts(update, "BevilgetYdelse/Virkning/FraTidspunkt/TidsstempelDatoTid")
    ends = texts(update, "BevilgetYdelse/Virkning/TilTidspunkt/TidsstempelDatoTid")
    assert ends == starts[1:]


def test_a_plan_lies_ahead_and_payments_lie_behind() -> None:
    """Karen has a plan without an end, and a payment for each of the last twelve months."""
    grant = about("B-000311")[0].body
    assert not texts(grant, "EffektueringsplanSlutdato")
    paid = [each for each in small() if "-B-000311-20" in each.name and "udbetalt" in each.name]
    assert len({each.name.split("-")[4] for each in paid}) >= 12


def test_some_amounts_have_a_danish_thousands_separator() -> None:
    """A payment of Jonas' says 3.324 for 3324 kroner."""
    wrong = [each for each in small() if each.fault == "danish-amount"]
    jonas = [each for each in wrong if "-B-000405-" in each.name]
    assert texts(jonas[0].body, "SamletBruttobeloeb") == ["3.324"]


def test_one_payment_refers_to_a_grant_nobody_sent() -> None:
    """Exactly one payment dangles, and it is Sofie's."""
    dangling = [each for each in small() if str(STRANGER).encode() in each.body]
    assert [each.fault for each in dangling] == ["dangling-grant"]
    assert "-B-000523-" in dangling[0].name


@settings(max_examples=40, deadline=None)
@given(MOMENTS)
def test_the_mistakes_told_by_hand_are_there_whenever_it_is_made(now: datetime) -> None:
    """At any time of year one payment dangles, and Jonas' has the thousands separator."""
    timeline = Timeline.until(now)
    faults = Counter(
        each.fault for each in in_order_of_arrival(told_by_hand(timeline), timeline) if each.fault
    )
    assert faults[Fault.DANGLING_GRANT] == 1
    assert faults[Fault.DANISH_AMOUNT] == 2  # told when sent, and when paid


def test_digital_post_answers() -> None:
    """Letters were delivered, and at least one was not."""
    answers = [opened(each.body) for each in sent_by("postdue")]
    assert any(b">Afleveret Digital Post<" in each for each in answers)
    assert any(b">Fejlet<" in each for each in answers)
