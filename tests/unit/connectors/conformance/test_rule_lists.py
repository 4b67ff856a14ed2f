# SPDX-License-Identifier: EUPL-1.2
"""The rules are listed, dated and complete: every published row is accounted for."""

from __future__ import annotations

import csv
import re
from datetime import date

import pytest

from gearskifte.connectors.conformance import tables
from gearskifte.connectors.public import check, coverage, rules
from gearskifte.kernel.errors import InputRefused
from gearskifte.registry.public import Severity
from tests.unit.connectors.conformance import good, good_case
from tests.unit.connectors.conformance.good import SHARED

pytestmark = pytest.mark.unit

ROWS = SHARED / "anvisninger" / "sf1470_rules.tsv"
RELATIONS = SHARED / "anvisninger" / "sf1470_relations.csv"
ROLES = SHARED / "anvisninger" / "relation_role_and_type_uuids.csv"
_RULE = re.compile(r"SF14(70|91)-20\d\d-\d\d(\.[A-Za-z-]+)+(\.[A-Za-z0-9-]+)")


def _published() -> list[dict[str, str]]:
    if not ROWS.exists():
        pytest.skip(f"no published rows at {ROWS}")
    with ROWS.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_all_but_the_reading_guides_are_checked() -> None:
    """Of 725 field rows and 52 relation roles, only two rows hold no rule."""
    listed = coverage()
    assert len(listed) == 725 + 52
    left = [each for each in listed if not each.is_checked]
    assert [(each.number, each.beyond.en != "") for each in left] == [(1, True), (466, True)]


def test_every_published_row_has_its_own_line() -> None:
    """Line by line the field is the published one, spelling of the schema aside."""
    own = tables.all_field_rows("SF1470")
    published = _published()
    assert [row.number for row in own] == list(range(1, len(published) + 1))
    for row, theirs in zip(own, published, strict=True):
        assert row.object == theirs["object"]
        if row.field:
            last = theirs["element"].rpartition("/")[2].strip()
            assert _plain(row.field.rpartition("/")[2]) == _plain(last), row.number


def _plain(name: str) -> str:
    return name.lower().replace("ø", "oe").replace("nummer", "nr").replace("-", "")


def test_the_duty_of_every_row_is_the_published_one() -> None:
    """The class of obligation is that of the published text."""
    for row, theirs in zip(tables.all_field_rows("SF1470"), _published(), strict=True):
        text = (theirs["rule"] + theirs["datatype"]).replace("\\", "")
        named = re.search(r"\[(OB\d)\]", text)
        if named:
            assert row.duty.rstrip("+") == named[1], row.number
        elif "MÅ IKKE UDFYLDES" in text:
            assert row.duty == "not", row.number


def test_the_largest_lengths_are_the_published_ones() -> None:
    """Where the published text gives a number of characters, it is kept."""
    for row, theirs in zip(tables.all_field_rows("SF1470"), _published(), strict=True):
        given = re.search(r"Op til (\d+)\s*/?\s*karakterer", theirs["datatype"])
        if row.most and given and row.form != "note":
            assert row.most == int(given[1]), row.number


def test_every_published_role_has_its_number_of_relations() -> None:
    """The 52 roles are there in order, with their cardinality."""
    if not RELATIONS.exists():
        pytest.skip(f"no published roles at {RELATIONS}")
    with RELATIONS.open(encoding="utf-8", newline="") as table:
        published = list(csv.DictReader(table))
    own = tables.roles("SF1470")
    numbers = {"1": (1, 1), "0..1": (0, 1), "0..*": (0, 0)}
    assert [(role.title, (role.least, role.most)) for role in own] == [
        (theirs["role"], numbers[theirs["cardinality"]]) for theirs in published
    ]


def test_every_public_uuid_is_known() -> None:
    """Each of the 50 public UUIDs is a role's or a type's, but for the archive that is no more."""
    if not ROLES.exists():
        pytest.skip(f"no public roles at {ROLES}")
    with ROLES.open(encoding="utf-8", newline="") as table:
        public = {row["uuid"]: row["property_in_kombit_sample"] for row in csv.DictReader(table)}
    known = {role.uuid for standard in ("SF1470", "SF1491") for role in tables.roles(standard)}
    left = {name for uuid, name in public.items() if uuid not in known | set(tables.type_names())}
    assert left == {"behandlingsarkivRolleUuid"}


def test_every_rule_has_an_id_of_one_form_and_two_texts() -> None:
    """Edition, place and what: dated, stable, and told in Danish and English."""
    known = rules()
    assert len({rule.id for rule in known}) == len(known)
    for rule in known:
        assert _RULE.fullmatch(rule.id), rule.id
        assert rule.what.da != rule.what.en != ""


def test_every_kind_of_finding_says_what_why_and_how() -> None:
    """Each has a severity and three sentences in two languages, none of which holds a number."""
    for name, kind in tables.toml("kinds").items():
        assert Severity(kind["severity"]), name
        for part in ("what", "why", "do"):
            assert len(kind[part]) == 2, name
            assert all(text.endswith((".", "}.", ")")) for text in kind[part]), name
            assert not any(re.search(r"\d{6}", text) for text in kind[part]), name


@pytest.mark.parametrize(
    ("on", "edition"),
    [
        ("2019-11-11", "2019-11"),
        ("2020-01-28", "2020-01"),
        ("2021-01-01", "2020-08"),
        ("2022-12-31", "2021-06"),
        ("2023-07-07", "2023-07"),
        ("2030-01-01", "2023-07"),
    ],
)
def test_the_edition_in_force_names_the_rules(on: str, edition: str) -> None:
    """A rule's id begins with the edition that was in force on the day."""
    listed = coverage(date.fromisoformat(on))
    named = {rule.partition(".")[0] for each in listed for rule in each.rules}
    assert named == {f"SF1470-{edition}"}


def test_actors_were_units_until_january_2020() -> None:
    """AktoerTypeKode names users and systems since v1.4, organisations and units before."""
    as_unit = good_case.case().replace(b">Bruger</sd:Akt", b">OrganisationEnhed</sd:Akt")

    def broken(body: bytes, on: date) -> bool:
        found = check(body, max_bytes=good.LARGEST, ruleset=on)
        return any(each.rule.endswith("AktoerTypeKode.code") for each in found)

    before, since = date(2020, 1, 27), date(2020, 1, 28)
    assert (broken(as_unit, before), broken(as_unit, since)) == (False, True)
    assert (broken(good_case.case(), before), broken(good_case.case(), since)) == (True, False)


def test_asylum_seekers_have_an_id_of_their_own_since_july_2023() -> None:
    """PersonID and BorgerID are references since v1.7."""
    body = good_case.case(["Sagspart/SekundaerPart"])

    def broken(on: date) -> bool:
        found = check(body, max_bytes=good.LARGEST, ruleset=on)
        return any(each.rule.endswith("ReferenceID.urn") for each in found)

    assert broken(date(2023, 7, 6))
    assert not broken(date(2023, 7, 7))


def test_no_rules_are_made_up_for_days_before_the_oldest() -> None:
    """A day before the oldest edition is refused with the reason."""
    with pytest.raises(InputRefused, match="2019-11-11"):
        check(good_case.case(), max_bytes=good.LARGEST, ruleset=date(2018, 1, 1))
