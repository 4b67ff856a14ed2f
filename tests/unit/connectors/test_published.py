# SPDX-License-Identifier: EUPL-1.2
"""The published messages of KOMBIT and KL are read, faults and all. Skipped where not at hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from gearskifte.connectors.public import is_message
from gearskifte.registry.public import Section, fields
from tests.unit.connectors.messages import SHARED, by_key, reading, rules

pytestmark = [
    pytest.mark.unit,
    pytest.mark.skipif(not SHARED.is_dir(), reason=f"no published standards at {SHARED}"),
]

CASE = "sf1470/messages/sag_importer.xml"
BENEFITS = "sf1491_ydelse/messages/ydelse_importer.xml"
QUESTION = "sf1491_ydelse/messages/ydelse_fremsoeg.xml"
PLAN = "kle/KLE-Emneplan_Version2-0_2015-08-01.xml"
DATA = {
    CASE: "SF1470",
    BENEFITS: "SF1491",
    "beskedfordeler/messages/PostStatusBeskedModtag.error.xml": "Beskedfordeler",
    "beskedfordeler/messages/PostStatusBeskedModtag.success.xml": "Beskedfordeler",
    "beskedfordeler/messages/restdelivery_message.xml": "Beskedfordeler",
    "beskedfordeler/messages/testbesked01.xml": "Beskedfordeler",
    "beskedfordeler/messages/testbesked02.xml": "Beskedfordeler",
    PLAN: "KLE",
    "kle/KLE-valid-data.xml": "KLE",
    "kle/kitos-20200106-kle-single-item.xml": "KLE",
    "kle/test-kle-facetter.xml": "KLE",
}
NOT_DATA = {
    QUESTION: "GS-CON-013",
    "beskedfordeler/messages/vaerdiliste_list.xml": "GS-CON-016",
    "beskedfordeler/messages/vaerdiliste_opret.xml": "GS-CON-016",
    "beskedfordeler/messages/vaerdiliste_slet.xml": "GS-CON-016",
    "beskedfordeler/messages/vaerdiliste_tilfoejvaerdier.xml": "GS-CON-016",
    "organisation_klassifikation/fkk_klasse_laes_output_85.15.02.xml": "GS-CON-010",
}


def _load(name: str) -> bytes:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not among the published standards")
    return path.read_bytes()


@pytest.mark.parametrize("name", DATA)
def test_every_published_message_with_data_is_read(name: str) -> None:
    """It is known by its content and read without a refusal."""
    result = reading(_load(name))
    assert (result.interface, result.refusals) == (DATA[name], ())
    assert result.registrations or result.events or result.classes


@pytest.mark.parametrize("name", NOT_DATA)
def test_a_published_message_without_data_is_refused_as_that(name: str) -> None:
    """Questions, value lists and other standards are refused by name."""
    assert [refusal.code for refusal in reading(_load(name)).refusals] == [NOT_DATA[name]]


def test_every_xml_file_is_accounted_for() -> None:
    """No published XML message is left untried, and no schema is taken for a message."""
    found = {
        str(path.relative_to(SHARED))
        for path in SHARED.rglob("*")
        if path.is_file() and is_message(path.read_bytes())
    }
    assert found <= DATA.keys() | NOT_DATA.keys()
    assert {Path(name).suffix for name in found} == {".xml"}


def test_the_published_case_is_read_whole() -> None:
    """Two attribute sets, two states, eight relations, all roles known, one odd CPR number."""
    result = reading(_load(CASE))
    (found,) = result.registrations
    assert Counter(fact.section for fact in found.facts) == {
        Section.ATTRIBUTES: 2,
        Section.STATE: 2,
        Section.RELATION: 8,
    }
    facts = by_key(found)
    assert facts["class:primary:"].values[fields.CLASS_KEY] == "27.35.04"
    assert facts["actor:primary_handler:"].values[fields.ROLE] == fields.PRIMARY_HANDLER
    assert {finding.rule for finding in result.findings} == {
        "SF1470-2023-07.Sagspart.ReferenceID.cpr-date"
    }
    assert result.system == facts["system:sender:"].values[fields.TARGET]


def test_the_published_benefits_are_read_with_their_faults() -> None:
    """Grant and payment are read; the amounts that look like thousands are errors."""
    result = reading(_load(BENEFITS))
    grant, payment = result.registrations
    assert (len(grant.facts), len(payment.facts)) == (9, 7)
    assert by_key(grant)["benefit:1"].values[fields.CLASS_KEY] == "32.03.04"
    line = by_key(payment)["line:line:1"].values
    assert line[fields.AMOUNT] == "5.942"
    assert line[fields.GRANT_ID] != str(grant.object_id)
    assert Counter(finding.rule.rpartition(".")[2] for finding in result.findings) == {
        "cpr-date": 3,
        "thousands": 4,
    }


def test_the_published_events_are_read() -> None:
    """A failed letter says why, and a death says when."""
    failed = reading(_load("beskedfordeler/messages/PostStatusBeskedModtag.error.xml")).events[0]
    assert (failed.details["status"], failed.details["error_code"]) == ("Fejlet", "memo.invalid")
    died = reading(_load("beskedfordeler/messages/testbesked02.xml"))
    assert died.events[0].details == {"cpr_status": "90", "cpr_status_date": "2016-03-16"}
    assert rules(died)["zone"].severity == "info"


def test_the_published_plan_has_its_classes() -> None:
    """41 main groups, 691 groups and 3,457 subjects, of which 300 have no retention code."""
    classes = reading(_load(PLAN)).classes
    assert Counter(each.number.count(".") for each in classes) == {0: 41, 1: 691, 2: 3457}
    subjects = [each for each in classes if each.number.count(".") == 2]
    retention = Counter(each.retention for each in subjects)
    assert retention == {"B": 1120, "K": 2037, "": 300}
    assert sum(each.expired is not None for each in subjects) == 1321
    assert sum(each.deletion_period != "" for each in subjects) == 2683


def test_the_published_rest_form_has_uuids() -> None:
    """Every class of the REST 1.2 form carries a UUID."""
    classes = reading(_load("kle/kitos-20200106-kle-single-item.xml")).classes
    assert len(classes) == 7
    assert all(each.uuid for each in classes)
