# SPDX-License-Identifier: EUPL-1.2
"""A table of events is read as the log it is, however it is written."""

from __future__ import annotations

import io
from itertools import permutations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.connectors.public import LogMapping, holds_messages, read
from gearskifte.kernel.time import local_date
from gearskifte.registry.public import Reading, fields
from tests.unit.connectors.eventlogs import (
    CSV_LOG,
    LARGEST,
    codes,
    event,
    mapping,
    only,
    parts_of,
    readings,
    rules,
    told,
    trace,
    xes,
)

pytestmark = pytest.mark.unit

OWNED = LogMapping(owner="00000017")
HEADER = "case_id,activity,timestamp"
PLAIN = f"{HEADER}\n1,Åbnet,2024-03-01T09:00:00\n1,Lukket,2024-03-02T10:30:00\n"


def of(table: str | bytes, said: LogMapping = OWNED) -> list[Reading]:
    """What the messages of a table say."""
    body = table if isinstance(table, bytes) else table.encode()
    return readings(body, said, name="table.csv")


def test_a_table_becomes_one_message_for_each_case_and_a_note() -> None:
    """Lines of one case are brought together in their order, wherever they stand."""
    places = [place for place, _ in parts_of(CSV_LOG, OWNED, name="permits.csv")]
    assert places == ["permits.csv#line 2", "permits.csv#line 3", "permits.csv#delivery"]
    first, second, note = of(CSV_LOG)
    assert codes([first, second, note]) == []
    assert told(first) == [
        ("Modtaget", "2024-02-29 23:00:00+00:00", "1"),
        ("Besvaret", "2024-02-29 23:00:00+00:00", "2"),
        ("Afgjort; sendt", "2024-04-02 11:05:01+00:00", "1"),
    ]
    assert told(second) == [("Modtaget", "2024-03-02 07:15:00+00:00", "1")]
    assert {each.interface for each in (first, second, note)} == {"CSV"}


@pytest.mark.parametrize("between", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_signs_and_encodings_make_no_difference(between: str, encoding: str, end: str) -> None:
    """Any of four signs between cells, three encodings and two line ends give the same events."""
    table = PLAIN.replace(",", between).replace("\n", end)
    found, _ = of(table.encode(encoding))
    assert found.events == of(PLAIN)[0].events
    assert found.events[0].details["activity"] == "Åbnet"


@pytest.mark.parametrize(
    "time",
    [
        "2024-03-01T09:00:00", "2024-03-01 09:00:00.000", "2024-03-01 09:00", "01-03-2024 09:00",
        "2024-03-01T08:00:00Z", "2024-03-01 10:00:00+02:00", "1.3.2024 kl. 9.00",
    ],
)  # fmt: skip
def test_the_form_of_a_time_makes_no_difference(time: str) -> None:
    """ISO, with and without a zone, and the Danish forms, day first, are the same moment."""
    found, _ = of(f"{HEADER}\n1,A,{time}\n")
    assert [str(each.happened_at) for each in found.events] == ["2024-03-01 08:00:00+00:00"]


@pytest.mark.parametrize("time", ["03/09/2024", "3/9/2024 09:00", "09/03/2024 09:00:00"])
def test_a_date_that_could_be_two_days_is_not_guessed_at(time: str) -> None:
    """Day or month first: refused with what to state; as soon as it is stated, it is read."""
    refused, _ = of(f"{HEADER}\n1,A,{time}\n1,B,2024-03-01\n1,C,13/03/2024\n1,D,03/03/2024\n")
    assert [activity for activity, _, _ in told(refused)] == ["B", "C", "D"]
    assert codes([refused]) == ["GS-CON-066"]
    assert "time_format" in refused.refusals[0].reason.da


@pytest.mark.parametrize(("form", "day"), [("%m/%d/%Y", "03-09"), ("%d/%m/%Y", "09-03")])
def test_which_comes_first_is_stated_in_the_mapping(form: str, day: str) -> None:
    """With the form of times stated, 03/09/2024 is the day that was meant."""
    found, _ = of(f"{HEADER}\n1,A,03/09/2024\n", msgspec.structs.replace(OWNED, time_format=form))
    assert found.events[0].happened_at is not None
    assert local_date(found.events[0].happened_at).isoformat() == f"2024-{day}"


@pytest.mark.parametrize(
    "header",
    [
        "Case ID,Activity,Complete Timestamp",
        "case:concept:name,concept:name,time:timestamp",
        "Sagsnummer,Aktivitet,Tidspunkt",
        "SAGSNR,Hændelse,Dato",
        "case,task,time",
    ],
)
def test_columns_are_known_by_what_they_are_called(header: str) -> None:
    """Danish, English and XES names, whatever their letter case, spaces and signs."""
    found, _ = of(PLAIN.replace(HEADER, header))
    assert found.events == of(PLAIN)[0].events


def test_columns_of_any_name_are_named_by_the_mapping() -> None:
    """A mapping that names columns and format reads a table that nothing else would know."""
    table = PLAIN.replace(HEADER, "a,b,c").encode()
    assert not holds_messages(io.BytesIO(table))
    named = mapping(format="CSV", columns={"case": "a", "activity": "b", "timestamp": "c"})
    assert of(table, named)[0].events == of(PLAIN)[0].events


def test_a_table_and_the_same_log_in_xes_say_the_same() -> None:
    """Cases and events are equal, so that either can follow the other."""
    table = (
        "case:concept:name,case:startDate,concept:name,time:timestamp,org:resource\n"
        "P-1,2024-03-01T08:00:00+01:00,010,2024-03-01T09:00:00+01:00,R7\n"
        "P-1,,020,2024-03-01T09:00:00+01:00,\n"
    )
    log = xes(
        trace(
            event("010", "2024-03-01T09:00:00+01:00", org_resource="R7"),
            event("020", "2024-03-01T09:00:00+01:00"),
            attributes='<date key="startDate" value="2024-03-01T08:00:00+01:00"/>',
        ),
        name="table",
    )
    by_table, by_xes = of(table)[0], only(log, OWNED)
    assert (by_table.registrations, by_table.events) == (by_xes.registrations, by_xes.events)


@given(st.permutations([("A", n) for n in range(4)] + [("B", n) for n in range(3)]))
def test_lines_of_cases_may_be_mixed(order: list[tuple[str, int]]) -> None:
    """However the cases are woven together, each keeps the order of its own lines."""
    rows = "".join(f"{case},{case}{n},2024-03-01T09:00:00\n" for case, n in order)
    *cases, _ = of(f"{HEADER}\n{rows}")
    for case, found in zip("AB", cases, strict=True):
        wanted = [f"{case}{n}" for each, n in order if each == case]
        assert [activity for activity, _, _ in told(found)] == wanted


def test_numbers_are_read_by_the_tables_own_decimal_sign() -> None:
    """1.250,50 is a number in a table with decimal commas; 2.260 could be two, so it is text."""
    cases = [msgspec.json.decode(body) for _, body in parts_of(CSV_LOG)[:-1]]
    fees = [each for line in cases[0]["events"] for each in line if each[0] == "Gebyr"]
    assert fees == [["Gebyr", "1250.50", "float"], ["Gebyr", "2.260"], ["Gebyr", "12", "int"]]


def test_what_is_of_the_case_is_said_once() -> None:
    """The first cell that is filled counts; owner and source are of the case."""
    (registration,) = of(CSV_LOG)[0].registrations
    by_key = {fact.key: fact.values for fact in registration.facts}
    assert by_key["actor:owner:"][fields.CVR] == "00000017"
    assert by_key["system:master:"][fields.NAME] == "Byg og Miljø"


def test_a_start_and_an_end_are_two_events() -> None:
    """A line with a time for the start and one for the end gives both, with their life cycle."""
    table = (
        "case,activity,start_time,end_time\n1,A,2024-03-01 09:00,2024-03-01 10:00\n1,B,,2024-03-02"
    )
    found, _ = of(table)
    assert [(e.details["activity"], e.details.get("lifecycle", "")) for e in found.events] == [
        ("A", "start"),
        ("A", "complete"),
        ("B", ""),
    ]


@pytest.mark.parametrize("header", list(permutations(("case_id", "activity", "note"))))
def test_a_table_without_a_column_it_needs_is_refused(header: tuple[str, ...]) -> None:
    """Case and activity without a time is a log that lacks something, and the note says so."""
    (note,) = of(",".join(header) + "\n1,A,B\n")
    assert codes([note]) == ["GS-CON-072"]


def test_lines_without_a_case_are_counted() -> None:
    """They are refused by number and first line; the others are read."""
    case, note = of(f"{HEADER}\n1,A,2024-03-01\n,B,2024-03-01\n\n ,C,2024-03-01\n1,D,2024-03-02\n")
    assert len(case.events) == 2
    (refusal,) = note.refusals
    assert refusal.code == "GS-CON-069"
    assert "2 events" in refusal.reason.en
    assert "line 3" in refusal.reason.en


def test_lines_that_lack_something_are_refused_by_number() -> None:
    """Short lines, empty activities and dates that do not exist; the other events are read."""
    rows = "1,A,2024-03-01\n1\n1,,2024-03-01\n1,B,31-02-2024\n1,C,13/13/2024\n1,D,2024-03-04,more\n"
    case, _ = of(f"{HEADER}\n{rows}")
    assert [activity for activity, _, _ in told(case)] == ["A", "D"]
    assert codes([case]) == ["GS-CON-066", "GS-CON-067"]
    assert case.refusals[0].reason.en.startswith("3 of")


@pytest.mark.parametrize(
    "broken", ['1,"B,2024-03-02\n' + "1,C,2024-03-03\n" * 12_000, "1," + "x" * 2_000_000]
)
def test_a_quotation_mark_that_is_missing_is_told_by_line(broken: str) -> None:
    """What came before the line is read, and the note says which line it was."""
    case, note = of(f"{HEADER}\n1,A,2024-03-01\n{broken}")
    assert [activity for activity, _, _ in told(case)] == ["A"]
    assert codes([note]) == ["GS-CON-073"]
    assert "Line 3 " in note.refusals[0].reason.en


def test_a_table_sent_as_one_message_names_its_source() -> None:
    """With a column for the source it is read in one go; without one it is refused."""
    whole = read(CSV_LOG, max_bytes=LARGEST)
    assert (len(whole.registrations), whole.refusals) == (2, ())
    assert set(codes([read(PLAIN.encode(), max_bytes=LARGEST)])) == {"GS-CON-064"}


@pytest.mark.parametrize(
    "body",
    [
        b"Nummer;Titel\n1;Kaffe\n",
        b"municipality,month,cases\n1,2014-01,17\n",
        b"activity,timestamp\nA,2024-01-01\n",
        b"case_id\n1\n",
        b"case_id;note\n1;x\n",
    ],
)
def test_other_tables_in_a_folder_are_passed_over(body: bytes) -> None:
    """A table is an event log only if it has cases, and activities or times."""
    assert not holds_messages(io.BytesIO(body))


def test_times_without_a_zone_are_noted() -> None:
    """They are Danish times, which is told once for a case."""
    assert rules(of(PLAIN)[0]) == {"zone"}
