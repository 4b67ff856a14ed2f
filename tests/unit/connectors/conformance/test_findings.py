# SPDX-License-Identifier: EUPL-1.2
"""What a finding says, and what happens to messages that cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.connectors.public import check
from gearskifte.registry.public import Severity
from tests.unit.connectors.conformance import good, good_case, good_money
from tests.unit.connectors.conformance.good import SHARED

pytestmark = pytest.mark.unit

SAMPLES = {
    "sf1470/messages/sag_importer.xml": {"identity"},
    "sf1491_ydelse/messages/ydelse_importer.xml": {"thousands", "dangling"},
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_kombits_own_samples_break_some_rules(sample: str) -> None:
    """The published samples are not good messages, and it shows."""
    path = SHARED / sample
    if not path.exists():
        pytest.skip(f"{sample} is not among the published standards")
    found = check(path.read_bytes(), max_bytes=good.LARGEST)
    broken = {each.rule.rpartition(".")[2] for each in found if each.severity is Severity.ERROR}
    assert broken == SAMPLES[sample]


def test_a_finding_says_where_what_why_and_how() -> None:
    """Rule, path and three sentences in each language."""
    body = good_case.case(["Sagspart/SekundaerPart"]).replace(b"<gd:Indeks>2</gd:Indeks>", b"")
    (found,) = [
        each for each in check(body, max_bytes=good.LARGEST) if each.severity is Severity.ERROR
    ]
    assert found.rule == "SF1470-2023-07.Sag.Sagspart.SekundaerPart.Indeks.OB3"
    assert found.path.endswith("/RelationListe/Sagspart[2]/Indeks")
    assert found.text.da == (
        "Indeks mangler i sagens Sagspart (Sekundær part). "
        "En senere ændring kan ramme en anden relation med samme rolle. "
        "Udfyld Indeks med tekst på én linje."
    )
    assert found.text.en.startswith("Indeks is missing in the case's Sagspart (Sekundær part).")
    assert str(found.object_id) == good.CASE


def test_no_finding_repeats_what_the_message_says() -> None:
    """A CPR number, a name or a title in a message stays there, broken or not."""
    text = good_case.case(good_case.OPTIONAL).decode()
    broken = text.replace(good.TEST_CPR, "61017099901").replace("Prøvesen<", "PRØVESEN, HANS<")
    broken = broken.replace("Hjælp i hverdagen", "Hjælp til\t6101709990" + "x" * 255)
    found = check(broken.encode(), max_bytes=good.LARGEST)
    told = " ".join(f"{each.rule} {each.path} {each.text.da} {each.text.en}" for each in found)
    assert found
    assert not any(secret in told for secret in ("610170", "PRØVESEN", "Hjælp til"))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "GS-CON-002"),
        (b"<a>", "GS-CON-005"),
        (b"<a/>", "GS-CON-010"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "GS-CON-008"),
        (b"x" * 2000, "GS-CON-001"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_code(body: bytes, code: str) -> None:
    """A message that is refused by the reader is so here, for the same reason."""
    (found,) = check(body, max_bytes=1000)
    assert (found.rule.rpartition(".")[2], found.severity) == (code, Severity.ERROR)
    assert found.text.da


def test_a_question_is_nothing_to_check() -> None:
    """A message that carries no data breaks no rule about data."""
    space = "urn:oio:sts:ydelse:ydelseindeks:6"
    body = f'<y:FremsoegYdelseIndeksInput xmlns:y="{space}"/>'.encode()
    (found,) = check(body, max_bytes=good.LARGEST)
    assert found.severity is Severity.INFO


def test_another_encoding_is_a_warning() -> None:
    """The guidance has texts in UTF-8."""
    text = good_case.case().decode().replace("UTF-8", "ISO-8859-1")
    found = check(text.encode("latin-1"), max_bytes=good.LARGEST)
    assert {each.rule.rpartition(".")[2] for each in found if each.severity != "info"} == {
        "encoding"
    }


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_damage_to_a_message_stops_the_checker(data: st.DataObject) -> None:
    """Whatever is cut out of a message, it is checked or refused, never a crash."""
    body = data.draw(st.sampled_from([good_case.case(), good_money.grant_and_payment()]))
    start = data.draw(st.integers(300, len(body) - 1))
    end = data.draw(st.integers(start, min(len(body), start + 400)))
    found = check(body[:start] + body[end:], max_bytes=good.LARGEST)
    assert all(each.text.da and each.text.en for each in found)
