# SPDX-License-Identifier: EUPL-1.2
"""How references are understood: by UUID, by every known URN, and else as they stand."""

from __future__ import annotations

import pytest

from gearskifte.connectors.sagdok.cpr import CprForm, cpr_form
from gearskifte.registry.public import Reading, Reference, ReferenceKind, fields
from tests.unit.connectors.messages import (
    PRIMARY_PARTY,
    TARGET_ID,
    TEST_CPR,
    case,
    importing,
    reading,
    registration,
    relation,
    rules,
    urn,
)

pytestmark = pytest.mark.unit


def _pointing(target: str) -> tuple[Reference | None, Reading]:
    party = relation("Sagspart", role=PRIMARY_PARTY, target=target)
    result = reading(importing(case(registration(relations=party))))
    (found,) = result.registrations
    return found.facts[0].values.get(fields.TARGET), result


@pytest.mark.parametrize(
    ("target", "kind", "value"),
    [
        (
            f"<d:UUIDIdentifikator>\n {TARGET_ID.upper()} </d:UUIDIdentifikator>",
            "uuid",
            TARGET_ID,
        ),
        (urn(TARGET_ID), "uuid", TARGET_ID),
        (urn(f"urn:uuid:{TARGET_ID.upper()}"), "uuid", TARGET_ID),
        (urn(f"urn:oio:cpr-nr:{TEST_CPR}"), "cpr", TEST_CPR),
        (urn(f"URN:OIO:CPR : {TEST_CPR}"), "cpr", TEST_CPR),
        (urn("urn:oio:cvr-nr:11111111"), "cvr", "11111111"),
        (urn("urn:oio:cvr:11111111"), "cvr", "11111111"),
        (urn("urn:oio:us:personid:1234567"), "us-personid", "1234567"),
        (urn("urn:oio:fuldtnavn:Prøve Persson"), "name", "Prøve Persson"),
        (urn("URN:Empty"), "empty", ""),
        (urn("urn:oio:kmd:sag:RACFID:WX-YZ"), "urn", "urn:oio:kmd:sag:RACFID:WX-YZ"),
        (urn("noget helt andet"), "urn", "noget helt andet"),
    ],
)
def test_a_reference_is_understood_or_kept(target: str, kind: str, value: str) -> None:
    """A known form becomes its kind and value; an unknown URN is kept verbatim."""
    found, result = _pointing(target)
    assert found == Reference(ReferenceKind(kind), value)
    assert not {"uuid", "cpr-form", "cpr-bare"} & rules(result).keys()


def test_a_relation_that_points_at_nothing_is_noted() -> None:
    """Without a ReferenceID the relation is kept, and the vendor is warned."""
    found, result = _pointing("")
    assert found is None
    assert "SF1470-2023-07.Sagspart.ReferenceID.missing" in {f.rule for f in result.findings}


def test_a_uuid_field_with_something_else_is_kept_and_noted() -> None:
    """UUIDIdentifikator that is no UUID keeps its text."""
    found, result = _pointing("<d:UUIDIdentifikator>LOS-77</d:UUIDIdentifikator>")
    assert found == Reference(ReferenceKind.URN, "LOS-77")
    assert rules(result)["uuid"].severity == "warning"


@pytest.mark.parametrize("digits", ["123", "12345678901"])
def test_a_cpr_number_of_wrong_length_points_at_nobody(digits: str) -> None:
    """It is kept as the URN it was, with an error, and no text repeats it."""
    found, result = _pointing(urn(f"urn:oio:cpr-nr:{digits}"))
    assert found == Reference(ReferenceKind.URN, f"urn:oio:cpr-nr:{digits}")
    assert rules(result)["cpr-form"].severity == "error"
    assert all(digits not in str(finding) for finding in result.findings)


@pytest.mark.parametrize("element", ["URNIdentifikator", "UUIDIdentifikator"])
@pytest.mark.parametrize("digits", [TEST_CPR, f"{TEST_CPR[:6]}-{TEST_CPR[6:]}"])
def test_a_bare_cpr_number_is_read_as_one(element: str, digits: str) -> None:
    """Ten digits alone become a CPR reference, which is hidden, and the vendor is told."""
    found, result = _pointing(f"<d:{element}>{digits}</d:{element}>")
    assert found == Reference(ReferenceKind.CPR, TEST_CPR)
    assert rules(result)["cpr-bare"].severity == "error"


def test_a_cpr_number_without_a_date_is_used_with_a_warning() -> None:
    """The rule has the form edition.parent.element.what and the path leads to the place."""
    found, result = _pointing(urn("urn:oio:cpr-nr:0123456789"))
    assert found == Reference(ReferenceKind.CPR, "0123456789")
    finding = rules(result)["cpr-date"]
    assert finding.rule == "SF1470-2023-07.Sagspart.ReferenceID.cpr-date"
    assert finding.severity == "warning"
    assert finding.path == (
        "/ImporterSagDokumentIndeksInput/SagIndeks/Registrering/RelationListe/Sagspart/ReferenceID"
    )


def test_a_number_with_60_added_to_its_day_is_only_mentioned() -> None:
    """An administrative number or a test number is fine."""
    _, result = _pointing(urn(f"urn:oio:cpr-nr:{TEST_CPR}"))
    assert rules(result)["cpr-day-60"].severity == "info"
    assert "cpr-date" not in rules(result)


@pytest.mark.parametrize(
    ("day", "month", "year", "rest", "form"),
    [
        ("29", "02", "00", "5000", CprForm.DATE),  # 2000 was a leap year
        ("29", "02", "00", "1000", CprForm.NO_DATE),  # 1900 was not
        ("29", "02", "36", "4000", CprForm.DATE),  # 2036, seventh digit 4 up to 36
        ("29", "02", "37", "4000", CprForm.NO_DATE),  # 1937 from 37 on
        ("29", "02", "58", "5000", CprForm.NO_DATE),  # 1858 from 58 on
        ("29", "02", "60", "8000", CprForm.DATE),  # 1860
        ("31", "04", "80", "0000", CprForm.NO_DATE),
        ("00", "01", "80", "0000", CprForm.NO_DATE),
        ("89", "02", "80", "0000", CprForm.SHIFTED_DATE),
        ("92", "01", "80", "0000", CprForm.NO_DATE),
        ("01", "13", "80", "0000", CprForm.NO_DATE),
    ],
)
def test_the_seventh_digit_tells_the_century(
    day: str, month: str, year: str, rest: str, form: CprForm
) -> None:
    """Whether the date exists depends on the century that the seventh digit and the year give."""
    assert cpr_form(day + month + year + rest) is form


@pytest.mark.parametrize("text", ["", "123456789", "12345678901", "١٢٣٤٥٦٧٨٩٠", "abcdefghij"])
def test_what_is_not_ten_digits_is_no_cpr_number(text: str) -> None:
    """Only ten plain digits can be one."""
    assert cpr_form(text) is CprForm.NOT_TEN_DIGITS
