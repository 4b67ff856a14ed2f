# SPDX-License-Identifier: EUPL-1.2
"""Reading moments as they occur in messages, and half-open intervals."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gearskifte.kernel.time import (
    COPENHAGEN,
    Interval,
    local_date,
    parse_timestamp,
    system_now,
)

pytestmark = pytest.mark.unit

MOMENTS = st.integers(-62_000_000_000, 253_000_000_000).map(
    lambda second: (
        datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=second, microseconds=second % 7)
    )
)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes))
PIECES = st.sampled_from(
    (
        *("2024", "-", "02", "30", "T", "24", ":", "00", "60", "99", ".", ",", "Z", "+", " ", "٣"),
        *("9999-12-31", "0001-01-01", "0000", "T23:59:59", "14:30", "-14:00", "+01.00", "\n", "\0"),
    )
)


def _zone(offset: timedelta, colon: str) -> str:
    minutes = int(offset / timedelta(minutes=1))
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}{colon}{abs(minutes) % 60:02}"


@settings(max_examples=500)
@given(MOMENTS)
def test_a_moment_written_in_utc_is_read_back(moment: datetime) -> None:
    """What is written with Z or a zone of zero is read as the same moment, to the microsecond."""
    written = moment.isoformat()
    for text in (written, written.replace("+00:00", "Z"), written.replace("T", " ")):
        assert parse_timestamp(text).moment == moment
        assert not parse_timestamp(text).zone_assumed


@settings(max_examples=500)
@given(MOMENTS, OFFSETS, st.sampled_from(["", ":", "."]))
def test_a_moment_written_in_any_zone_is_read_back(
    moment: datetime, offset: timedelta, colon: str
) -> None:
    """The zone may be written +02:00, +0200 or +02.00, and the moment is the same in UTC."""
    local = moment.astimezone(timezone(offset)).replace(tzinfo=None).isoformat()
    stamp = parse_timestamp(local + _zone(offset, colon))
    assert stamp.moment == moment
    assert stamp.moment.tzinfo is UTC


@settings(max_examples=500)
@given(MOMENTS)
@example(datetime(2024, 10, 27, 0, 30, tzinfo=UTC))
@example(datetime(2024, 10, 27, 1, 30, tzinfo=UTC))
def test_a_local_time_is_read_as_danish(moment: datetime) -> None:
    """Without a zone the time is Danish, and of two in autumn the first; that is told."""
    danish = moment.astimezone(COPENHAGEN)
    stamp = parse_timestamp(danish.replace(tzinfo=None, fold=0).isoformat())
    assert stamp.zone_assumed
    assert stamp.moment == danish.replace(fold=0).astimezone(UTC)
    assert stamp.moment in (moment, moment - timedelta(hours=1))


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-06-01T12:00:00+01.00", "2024-06-01T11:00:00+00:00"),
        ("2024-06-01T12:00:00+02", "2024-06-01T10:00:00+00:00"),
        ("2024-06-01T12:00Z", "2024-06-01T12:00:00+00:00"),
        ("2024-06-01 12:00:00,5z", "2024-06-01T12:00:00.500000+00:00"),
        ("2024-06-01T12:00:00.123456789Z", "2024-06-01T12:00:00.123456+00:00"),
        ("  2024-06-01T12:00:00Z \n", "2024-06-01T12:00:00+00:00"),
        ("2024-06-01", "2024-05-31T22:00:00+00:00"),
        ("2024-01-01", "2023-12-31T23:00:00+00:00"),
        ("2024-06-01Z", "2024-06-01T00:00:00+00:00"),
        ("2024-06-01T24:00:00Z", "2024-06-02T00:00:00+00:00"),
        ("2024-12-31T24:00:00", "2024-12-31T23:00:00+00:00"),
        ("2024-03-30T24:00:00", "2024-03-30T23:00:00+00:00"),
        ("2024-03-31T02:30:00", "2024-03-31T01:30:00+00:00"),
        ("2024-10-27T02:30:00", "2024-10-27T00:30:00+00:00"),
        ("2024-02-29T00:00:00-14:00", "2024-02-29T14:00:00+00:00"),
    ],
)
def test_every_form_that_occurs_is_understood(written: str, moment: str) -> None:
    """Dates, missing seconds, midnight as 24:00, odd zones, spring's gap and autumn's hour."""
    assert parse_timestamp(written).moment.isoformat() == moment


@pytest.mark.parametrize(
    "written",
    [
        "",
        "i går",
        "2024",
        "2024-13-01",
        "2023-02-29",
        "2024-06-01T25:00:00Z",
        "2024-06-01T24:00:01Z",
        "2024-06-01T12:60:00Z",
        "2024-06-01T12:00:60Z",
        "2024-06-01T12:00:00+15:00",
        "2024-06-01T12:00:00+01:75",
        "2024-06-01T12:00:00 CET",
        "01-06-2024",
        "0000-01-01",
        "10000-01-01",
        "9999-12-31T24:00:00Z",
        "9999-12-31T23:00:00-02:00",
        "0001-01-01T00:00:00+01:00",
        "2024-06-01T12:00:00Z2024-06-01T12:00:00Z",
    ],
)
def test_what_is_no_moment_is_refused(written: str) -> None:
    """A text that is no moment of the calendar is a ValueError, never a guess."""
    with pytest.raises(ValueError):  # noqa: PT011 - the kind of error is the rule
        parse_timestamp(written)


@settings(max_examples=600)
@given(st.text() | st.lists(PIECES, max_size=9).map("".join))
def test_no_text_does_worse_than_a_value_error(text: str) -> None:
    """Whatever is written is a moment in UTC or a ValueError."""
    try:
        stamp = parse_timestamp(text)
    except ValueError:
        return
    assert stamp.moment.tzinfo is UTC


@settings(max_examples=300)
@given(MOMENTS)
def test_a_date_is_the_danish_one(moment: datetime) -> None:
    """The date of a moment is the one on a Danish wall."""
    assert local_date(moment) == moment.astimezone(COPENHAGEN).date()


def test_the_danish_day_begins_before_that_of_utc() -> None:
    """Just before midnight in London it is already tomorrow here."""
    assert local_date(datetime(2024, 12, 31, 23, 30, tzinfo=UTC)) == date(2025, 1, 1)


def test_the_clock_tells_utc() -> None:
    """The one clock that is read is in UTC."""
    assert system_now().tzinfo is UTC


@settings(max_examples=300)
@given(MOMENTS, MOMENTS, MOMENTS)
def test_an_interval_holds_its_start_and_not_its_end(
    one: datetime, other: datetime, moment: datetime
) -> None:
    """From is inclusive and to is exclusive, so neighbours share no moment."""
    start, end = sorted((one, other))
    first, second, forever = Interval(start, end), Interval(end), Interval(start)
    assert (moment in first) == (start <= moment < end)
    assert end not in first
    assert end in second
    assert (moment in first) + (moment in second) == (moment in forever)


def test_an_interval_cannot_end_before_it_starts() -> None:
    """Time runs one way."""
    with pytest.raises(ValueError, match="before it starts"):
        Interval(datetime(2024, 1, 2, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC))
