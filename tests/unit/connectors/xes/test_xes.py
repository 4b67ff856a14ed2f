# SPDX-License-Identifier: EUPL-1.2
"""An XES log is taken apart case by case, whatever else stands in it."""

from __future__ import annotations

import gzip
import io
import tracemalloc
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.connectors.public import Delivery, LogMapping, connectors, messages_in, read
from tests.unit.connectors.eventlogs import (
    LARGEST,
    XES_LOG,
    codes,
    event,
    mapping,
    only,
    parts_of,
    readings,
    told,
    trace,
    xes,
)

pytestmark = pytest.mark.unit

(XES,) = (each for each in connectors() if each.name == "XES")
NOON = "2024-03-01T12:00:00Z"
OWNED = LogMapping(owner="00000017")


def test_a_log_becomes_one_message_for_each_case_and_a_note() -> None:
    """Each says where it stood, and all are read without a refusal."""
    places = [place for place, _ in parts_of(XES_LOG, OWNED, name="permits.xes")]
    assert places == ["permits.xes#trace 1", "permits.xes#trace 2", "permits.xes#delivery"]
    first, second, note = readings(XES_LOG, OWNED)
    assert codes([first, second, note]) == []
    assert [len(first.events), len(second.events)] == [3, 1]
    assert {each.interface for each in (first, second, note)} == {"XES"}


def test_a_message_keeps_all_that_was_said() -> None:
    """Types, lists and nested attributes stand in the message, also what nobody reads yet."""
    case = msgspec.json.decode(parts_of(XES_LOG)[0][1])
    assert ["startDate", "2024-03-01T00:00:00+01:00", "date"] in case["attributes"]
    assert ["parts", "", "list", [["part", "Build"]]] in case["attributes"]
    assert ["concept:name", "010", "string", [["by:hand", "true", "boolean"]]] in case["events"][0]


def test_the_same_case_gives_the_same_bytes_in_another_delivery() -> None:
    """What comes before or after it, and how the file is called or packed, make no difference."""
    alone = parts_of(xes(trace(event("010", NOON), case="A")), name="a.xes")[0][1]
    log = xes(trace(case="B"), trace(event("010", NOON), case="A"), trace(case="C"))
    among = parts_of(gzip.compress(log), name="b.xes.gz")
    assert among[1] == ("b.xes.gz#trace 2", alone)


@given(st.sampled_from(["utf-8", "utf-16", "iso-8859-1"]), st.booleans(), st.booleans())
def test_encoding_prefixes_and_packing_make_no_difference(
    encoding: str, prefixed: bool, packed: bool
) -> None:
    """The same log in other clothes gives the same messages but for the hash of the file."""
    text = XES_LOG.decode().replace('"UTF-8"', f'"{encoding}"')
    if prefixed:
        text = text.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
        text = text.replace("<x:!", "<!").replace("xmlns=", "xmlns:x=")
    body = gzip.compress(text.encode(encoding)) if packed else text.encode(encoding)
    assert parts_of(body)[:-1] == parts_of(XES_LOG)[:-1]


def test_a_mapping_chooses_the_classifier() -> None:
    """The keys of the classifier tell the activity; the life cycle is told by itself."""
    first, *_ = readings(XES_LOG, mapping(columns={"activity": "In words"}))
    assert [activity for activity, _, _ in told(first)] == ["Received", "Answered", "Decided"]
    two = "<classifier name='Both' keys='concept:name org:resource'/>"
    log = xes(trace(event("010", NOON, org_resource="R7")), header=two)
    assert told(only(log, mapping(columns={"activity": "Both"})))[0][0] == "010+R7"


def test_what_a_log_says_is_everywhere_and_is_not_is_noted() -> None:
    """Globals that are missing from a case or an event stand in one finding of the note."""
    *_, note = readings(XES_LOG, OWNED)
    (finding,) = note.findings
    assert (finding.rule, finding.path) == ("LOG-2026-11.gap", "event org:resource")


def test_events_outside_cases_are_counted() -> None:
    """A stream of events that belong to no case is refused by number; the cases are read."""
    log = xes(trace(event("010", NOON)), event("020", NOON), event("030", NOON))
    case, note = readings(log)
    assert len(case.events) == 1
    assert codes([note]) == ["GS-CON-069"]
    assert note.refusals[0].reason.en.startswith("2 events")


BOMB = "<!DOCTYPE log [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"


@pytest.mark.parametrize(
    ("end", "code"),
    [
        ("<trace><string key='concept:name' value='P-9'/>", "GS-CON-005"),
        ("<trace><string", "GS-CON-005"),
        ("<trace></log>", "GS-CON-004"),
        ("<trace>&nbsp;</trace></log>", "GS-CON-004"),
        ("<a>" * 3000, "GS-CON-009"),
    ],
)
def test_a_log_that_breaks_gives_the_cases_before_the_break(end: str, code: str) -> None:
    """The note says what is wrong; the case before it is read, the broken one is not."""
    whole = xes(trace(event("010", NOON))).decode().removesuffix("</log>")
    case, note = readings((whole + end).encode())
    assert len(case.events) == 1
    assert codes([note]) == [code]


def test_a_document_type_is_refused_before_anything_is_read() -> None:
    """Entities are never resolved: the log is refused, as a message and as a delivery."""
    log = BOMB.encode() + xes(trace(event("&b;", NOON)))
    assert codes(readings(log)) == ["GS-CON-008"]
    delivery = Delivery("x.xes", "0" * 64, LogMapping(), LARGEST)
    assert XES.split is not None
    (note,) = XES.split(io.BytesIO(log), delivery)
    assert codes([read(note.body, max_bytes=LARGEST)]) == ["GS-CON-008"]


def test_a_packed_log_that_is_cut_off_says_so() -> None:
    """Whole cases before the break are read, and the note is refused."""
    log = xes(*(trace(event(f"{n:x}" * 40, NOON), case=f"P-{n}") for n in range(4000)))
    packed = gzip.compress(log)
    *cases, note = readings(packed[: len(packed) // 2])
    assert len(cases) > 100
    assert codes([*cases, note]) == ["GS-CON-070"]


def test_a_case_that_is_too_large_is_left_out() -> None:
    """Nothing of it is held; it is refused by its size, and the others are read."""
    large = trace(*(event("010", NOON) for _ in range(2000)), case="large")
    log = xes(trace(event("010", NOON), case="A"), large, trace(event("010", NOON), case="B"))
    first, refused, last, note = readings(log, largest=20_000)
    assert codes([first, refused, last, note]) == ["GS-CON-068"]
    assert "2000" in refused.refusals[0].reason.en
    assert (len(first.events), len(last.events)) == (1, 1)


def test_a_log_sent_as_one_message_is_read_in_one_go() -> None:
    """All cases are in one reading; without a name of its own a log is refused."""
    whole = read(XES_LOG, max_bytes=LARGEST)
    assert (len(whole.registrations), whole.refusals) == (2, ())
    apart = readings(XES_LOG)
    assert whole.events == tuple(event for one in apart for event in one.events)
    nameless = read(xes(trace(event("010", NOON)), name=""), max_bytes=LARGEST)
    assert codes([nameless]) == ["GS-CON-064"]


class Endless:
    """A log of so many cases that is written while it is read."""

    def __init__(self, cases: int) -> None:
        head, _, tail = xes("|").partition(b"|")
        case = trace(*(event(f"a{n}", NOON) for n in range(40)), case="P-1").encode()
        self._pieces = iter([head, *(case for _ in range(cases)), tail])

    def read(self, _size: int, /) -> bytes:
        """The next piece."""
        return next(self._pieces, b"")


@pytest.mark.parametrize("where", ["case", "log"])
def test_memory_does_not_grow_with_the_log(where: str) -> None:
    """Ten times as many cases, or statistics of the log, take no more memory at once."""

    def peak(number: int) -> int:
        statistics = b'<int key="meta" value="1"><int key="a" value="2"/></int>' * 40
        log = Endless(number if where == "case" else 1)
        if where == "log":
            log._pieces = iter([xes().removesuffix(b"</log>"), *([statistics] * number), b"</log>"])
        tracemalloc.start()
        for _ in _split(log):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(400) < peak(40) + 100_000


def _split(log: Endless) -> Iterator[object]:
    assert XES.split is not None
    yield from XES.split(log, Delivery("x.xes", "0" * 64, LogMapping(), LARGEST))  # type: ignore[arg-type]


def test_a_file_that_is_no_log_is_one_message() -> None:
    """Other XML is left as it is, to the last byte."""
    body = b"<log><entry/></log>\n"
    assert list(messages_in(io.BytesIO(body), "svn.xml", max_bytes=LARGEST)) == [("svn.xml", body)]
