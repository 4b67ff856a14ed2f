# SPDX-License-Identifier: EUPL-1.2
"""Dates, amounts and numbers as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.kernel.time import COPENHAGEN
from gearskifte.ui import formats

pytestmark = pytest.mark.unit

LANGUAGES = st.sampled_from(["da", "en"])
AMOUNTS = st.integers(-(10**13), 10**13)
DECIMALS = st.decimals(-(10**9), 10**9, places=3)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
MONTHS = ["jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.",
          "dec."]  # fmt: skip
EVENING = datetime(2026, 12, 3, 23, 30, tzinfo=UTC)


def _read(text: str, language: str) -> Decimal:
    """A written number read back, by the rule of the language and nothing else."""
    thousands, point = (".", ",") if language == "da" else (",", ".")
    plain = text.replace(thousands, "").replace(point, ".").replace(formats.MINUS, "-")
    return Decimal(plain)


@given(AMOUNTS, LANGUAGES)
def test_an_amount_reads_back_to_the_same_oere(oere: int, language: str) -> None:
    """No øre is lost or won by writing an amount."""
    text = formats.kroner(oere, language)
    bare = text.replace("kr.", "").replace("DKK", "").replace(formats.NBSP, "")
    assert _read(bare, language) * 100 == oere


@given(DECIMALS, LANGUAGES)
def test_a_number_reads_back_to_the_same_value(value: Decimal, language: str) -> None:
    """Writing a number changes its form and never its value."""
    assert _read(formats.number(value, language), language) == value


@given(DECIMALS, st.integers(0, 3), LANGUAGES)
def test_rounding_moves_a_number_at_most_half_a_step(
    value: Decimal, decimals: int, language: str
) -> None:
    """A rounded number is the nearest one with that many decimals."""
    shown = _read(formats.number(value, language, decimals=decimals), language)
    assert abs(shown - value) <= Decimal(5).scaleb(-decimals - 1)


@given(DAYS)
def test_a_danish_day_reads_back_to_the_same_day(day: date) -> None:
    """Day, month and year can be read from what is written."""
    number, month, year = formats.day(day, "da").split()
    assert date(int(year), MONTHS.index(month) + 1, int(number.rstrip("."))) == day


@given(st.datetimes(timezones=st.just(UTC)).filter(lambda moment: 1900 < moment.year < 2100))
def test_the_machine_form_of_a_moment_is_the_same_moment(moment: datetime) -> None:
    """The `datetime` attribute names the very minute, in Danish local time."""
    back = datetime.fromisoformat(formats.iso(moment))
    assert back == moment.astimezone(COPENHAGEN).replace(second=0, microsecond=0)


@given(st.integers(0, 10**6), LANGUAGES)
def test_a_duration_reads_back_to_the_same_minutes(minutes: int, language: str) -> None:
    """Hours and minutes add up to the minutes given."""
    units = {"t": 60, "h": 60, "min": 1}
    parts = [part.split(formats.NBSP) for part in formats.duration(minutes, language).split(" ")]
    assert sum(int(_read(count, language)) * units[unit] for count, unit in parts) == minutes


@given(DAYS, st.integers(-400, 400), LANGUAGES)
def test_a_relative_day_names_the_exact_distance_or_the_date(
    today: date, away: int, language: str
) -> None:
    """Words are used only where they are exact, and only within two weeks."""
    when = today + timedelta(days=away)
    text = formats.relative_day(when, today, language)
    if abs(away) > formats.FARTHEST_RELATIVE_DAY:
        assert text == formats.day(when, language)
    elif abs(away) > 1:
        assert str(abs(away)) in text
    else:
        words = {"da": ("i går", "i dag", "i morgen"), "en": ("yesterday", "today", "tomorrow")}
        assert text == words[language][away + 1]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (formats.kroner(1142350, "da"), "11.423,50\u00a0kr."),
        (formats.kroner(1142350, "en"), "DKK\u00a011,423.50"),
        (formats.kroner(-5, "da"), "\u22120,05\u00a0kr."),
        (formats.number(Decimal("-1234.50"), "da"), "\u22121.234,50"),
        (formats.number(Decimal("2.5"), "da", decimals=0), "3"),
        (formats.quantity(12, "%", "da"), "12\u00a0%"),
        (formats.quantity(12, "%", "en"), "12%"),
        (formats.day(date(2026, 12, 3), "da"), "3. dec. 2026"),
        (formats.day(date(2026, 5, 3), "da"), "3. maj 2026"),
        (formats.day(date(2026, 12, 3), "en-gb"), "3 Dec 2026"),
        (formats.long_day(date(2026, 12, 3), "da"), "3. december 2026"),
        (formats.day_and_clock(EVENING, "da"), "4. dec. 2026 kl.\u00a000.30"),
        (formats.day_and_clock(EVENING, "en"), "4 Dec 2026 at 00:30"),
        (formats.day_range(date(2026, 12, 3), date(2026, 12, 17), "da"), "3.–17. dec. 2026"),
        (formats.day_range(date(2026, 11, 28), date(2026, 12, 3), "da"),
         "28. nov. – 3. dec. 2026"),
        (formats.day_range(date(2026, 12, 28), date(2027, 1, 3), "en"), "28 Dec 2026 – 3 Jan 2027"),
        (formats.day_range(date(2026, 12, 3), date(2026, 12, 3), "da"), "3. dec. 2026"),
        (formats.duration(135, "da"), "2\u00a0t 15\u00a0min"),
        (formats.duration(120, "en"), "2\u00a0h"),
        (formats.duration(0, "da"), "0\u00a0min"),
        (formats.relative_day(date(2026, 12, 1), date(2026, 11, 22), "da"), "om 9 dage"),
        (formats.relative_day(date(2026, 11, 20), date(2026, 11, 22), "en"), "2 days ago"),
    ],
)  # fmt: skip
def test_forms_are_those_people_know(written: str, expected: str) -> None:
    """Dates, amounts and durations have the Danish form, and the English one in English."""
    assert written == expected


def test_a_day_is_the_danish_day_of_a_moment() -> None:
    """Half past eleven in the evening in UTC is the next day in Denmark."""
    assert formats.local_day(EVENING) == date(2026, 12, 4)


def test_a_moment_without_a_zone_is_refused() -> None:
    """Nobody can say what time it was in Denmark."""
    with pytest.raises(ValueError, match="zone"):
        formats.clock(datetime(2026, 12, 3, 10, 42), "da")  # noqa: DTZ001 - the fault under test


def test_a_float_is_refused() -> None:
    """A number with decimals nobody measured is not shown."""
    with pytest.raises(TypeError, match="float"):
        formats.number(0.1, "da")  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["NaN", "Infinity"])
def test_what_is_no_number_is_refused(text: str) -> None:
    """Infinity and its kin are never printed as if they were amounts."""
    with pytest.raises(ValueError, match="finite"):
        formats.number(Decimal(text), "da")


def test_a_relative_day_of_a_moment_is_refused() -> None:
    """Days are counted between days: 23 hours are not "i dag"."""
    with pytest.raises(TypeError, match="days"):
        formats.relative_day(EVENING, date(2026, 12, 3), "da")


def test_a_range_cannot_run_backwards() -> None:
    """The last day is not before the first."""
    with pytest.raises(ValueError, match="before"):
        formats.day_range(date(2026, 12, 3), date(2026, 12, 2), "da")


def test_a_negative_duration_is_refused() -> None:
    """Nothing takes less than no time."""
    with pytest.raises(ValueError, match="negative"):
        formats.duration(-1, "da")
