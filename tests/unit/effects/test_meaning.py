# SPDX-License-Identifier: EUPL-1.2
"""What activities mean, version by version, and cases read by it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.effects.rules.course_facts import CaseDates
from gearskifte.effects.rules.log import CaseEvent, Meaning, Milestone
from gearskifte.effects.rules.meaning import (
    Meanings,
    MeaningVersion,
    activities_in,
    read_case,
    tag_of,
    tagged,
)
from gearskifte.effects.rules.meaning_change import change_of
from gearskifte.effects.rules.meaning_table import (
    Written,
    as_csv,
    as_json,
    read_written,
    written_of,
)
from gearskifte.kernel.errors import InputRefused

pytestmark = pytest.mark.unit

NOW = datetime(2026, 1, 1, tzinfo=UTC)
STATED = CaseDates(date(2025, 1, 1), None, date(2025, 3, 1), date(2025, 4, 1), None)
NAMES = st.text("abcæøå ;\"'=,\n\x1f", min_size=1, max_size=8).filter(lambda name: name.strip())
PLAIN = NAMES.map(lambda name: " ".join(name.split())).filter(bool)


def _version(id_: int, topic: str, since: date | None, **means: Milestone) -> MeaningVersion:
    return MeaningVersion(id_, Meaning(id_, means), topic, since, "", "", NOW)


def _event(
    day: date, activity: str, who: str = "", lifecycle: str = "", number: int = 1
) -> CaseEvent:
    return CaseEvent(
        datetime(day.year, day.month, day.day, 11, tzinfo=UTC), number, activity, who, lifecycle
    )


VERSIONS = st.lists(
    st.builds(
        lambda topic, since: (topic, since),
        st.sampled_from(["27", "27.35", "27.35.04"]),
        st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2024, 12, 31))),
    ),
    max_size=8,
)


@given(VERSIONS, st.dates(date(2023, 6, 1), date(2025, 6, 1)))
def test_the_longest_number_the_latest_day_and_the_last_word_hold(
    said: list[tuple[str, date | None]], day: date
) -> None:
    """On every day the version in force is the one that the three rules, in that order, name."""
    known = [_version(number + 1, *each) for number, each in enumerate(said)]
    fitting = [each for each in known if (each.valid_from or date.min) <= day]
    wanted = max(
        fitting,
        key=lambda each: (len(each.topic), each.valid_from or date.min, each.id),
        default=None,
    )
    assert Meanings.of(known).version_on(day) == wanted


@given(
    st.lists(
        st.tuples(
            st.dates(date(2025, 1, 1), date(2025, 12, 31)),
            st.sampled_from("abc"),
            st.sampled_from(["p", "q", "R"]),
        ),
        max_size=12,
    )
)
def test_without_a_version_a_case_is_what_its_system_states(
    happened: list[tuple[date, str, str]],
) -> None:
    """Activities nobody has mapped change no date; what is done is counted all the same."""
    events = [_event(*each, number=number) for number, each in enumerate(happened)]
    found = read_case(STATED, events, Meanings())
    dates = (found.started, found.informed, found.decided, found.closed, found.reopened)
    assert dates == (STATED.started, None, STATED.decided, STATED.closed, None)
    assert found.touches == len(events)
    assert found.people == len({who for _, _, who in happened})
    assert found.minutes is None


def test_a_milestone_with_activities_is_read_from_them_alone() -> None:
    """A named milestone without its activity has not been reached; the others are as stated."""
    meanings = Meanings.of([_version(1, "27", None, brev=Milestone.DECIDED)])
    silent = read_case(STATED, [], meanings)
    assert (silent.decided, silent.closed) == (None, STATED.closed)
    told = read_case(STATED, [_event(date(2025, 2, 1), "brev")], meanings)
    assert told.decided == date(2025, 2, 1)


def test_what_came_before_the_decision_did_not_undo_it() -> None:
    """An annulment counts from the decision on; one before it is of something else."""
    meanings = Meanings.of([_version(1, "27", None, brev=Milestone.DECIDED, om=Milestone.ANNULLED)])
    events = [_event(date(2025, 1, 5), "om"), _event(date(2025, 2, 1), "brev")]
    assert read_case(STATED, events, meanings).annulled is None
    events.append(_event(date(2025, 3, 1), "om"))
    assert read_case(STATED, events, meanings).annulled == date(2025, 3, 1)


def test_programs_and_messages_are_nobodys_work() -> None:
    """What is named as a program touches nothing, nor does a message; its tag is known."""
    named = Meaning(1, {}, frozenset({"R"}))
    meanings = Meanings.of([tagged(MeaningVersion(1, named, "27", None, "", "", NOW))])
    day = date(2025, 1, 2)
    events = [
        _event(day, "a", tag_of("R")),
        _event(day, "a", tag_of("anna"), number=2),
        _event(day, "besked", "", "told", number=3),
    ]
    found = read_case(STATED, events, meanings)
    assert (found.touches, found.people) == (1, 1)
    assert "anna" not in tag_of("anna")


def test_early_work_does_not_change_when_the_log_grows() -> None:
    """What is done after 56 days adds to the whole, never to what a reckoning counts."""
    first = [_event(STATED.started + timedelta(days=56), "a", "p")]
    late = [*first, _event(STATED.started + timedelta(days=57), "a", "q", number=2)]
    one, other = (read_case(STATED, each, Meanings()) for each in (first, late))
    assert (one.early_touches, one.early_people) == (other.early_touches, other.early_people)
    assert other.touches == 2


def test_an_activity_of_few_cases_is_not_told() -> None:
    """Activities stand with cases, times and days, none of fewer cases than may be told of."""
    day = date(2025, 1, 2)
    cases = [[_event(day, "a"), _event(day, "a", number=2)], [_event(day, "a"), _event(day, "b")]]
    (seen,) = activities_in(cases, 2)
    assert (seen.activity, seen.cases, seen.events, seen.told) == ("a", 2, 3, False)


def test_a_change_counts_the_cases_that_are_read_otherwise() -> None:
    """The same version changes nothing; another counts every case whose dates differ."""
    none, other = Meanings(), Meanings.of([_version(1, "27", None, x=Milestone.DECIDED)])
    before = [read_case(STATED, [], none)] * 3
    assert change_of(before, before).changed == 0
    after = [*before[:2], read_case(STATED, [], other)]
    found = change_of(before, after)
    assert (found.changed, found.before.decided, found.after.decided) == (1, 3, 2)


@given(
    st.dictionaries(PLAIN, st.sampled_from(Milestone), max_size=6),
    st.frozensets(PLAIN, max_size=3),
)
def test_what_is_written_is_read_back(
    milestones: dict[str, Milestone], robots: frozenset[str]
) -> None:
    """JSON gives back all; CSV gives back what each activity and resource means."""
    written = Written("27.35", milestones, date(2025, 1, 1), tuple(sorted(robots)), "fordi")
    assert read_written(as_json(written).decode(), {}) == written
    said = {"topic": "27.35", "valid_from": "2025-01-01", "why": "fordi"}
    assert read_written(as_csv(written), said) == written
    assert written_of(written.version(3, by="", at=NOW)) == written


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kode;hvad\na;afgjort\n",
        "activity;milestone\na;vundet\n",
        "activity;milestone\na;afgjort\na;klage\n",
        "{",
        '{"topic": "27"}',
        '{"topic": "x", "milestones": {}, "why": "x"}',
        "activity;milestone\n;afgjort\n",
    ],
)
def test_what_is_no_mapping_is_refused(text: str) -> None:
    """Unknown milestones, two of one activity, no KLE number and broken files are refused."""
    topic = "" if text.startswith("{") else "27"
    with pytest.raises(InputRefused, match="GS-EFF-130"):
        read_written(text, {"topic": topic, "why": "x"} if not text.startswith("{") else {})
