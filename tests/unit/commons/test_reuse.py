# SPDX-License-Identifier: EUPL-1.2
"""Who is in front is named by others' reuse and measurements, and by nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.commons.rules.reuse import (
    FEWEST,
    Candidate,
    How,
    Method,
    Metric,
    Ran,
    Reused,
    ToldEffect,
    frontrunner,
    given_and_taken,
    living,
    rating,
    together,
)
from tests.unit.commons.feeds import NOW, later

pytestmark = pytest.mark.unit

ENTRY = UUID(int=1)
NAMES = st.sampled_from(["Andeby", "Korsbæk", "Gåserød", "Byen"])


def _reused(who: str, alive: datetime = NOW) -> Reused:
    return Reused(who, How.IMPORT, NOW, 10, alive)


RAN = st.integers(0, 3_000).flatmap(
    lambda items: st.builds(Ran, st.just(items), st.integers(0, items))
)
RAN_AT = st.lists(st.tuples(NAMES, st.none() | RAN), max_size=6)


def _rated(told: list[tuple[str, Ran | None]]) -> list[Reused]:
    return [Reused(who, How.IMPORT, NOW, 10, NOW, ran) for who, ran in told]


def _effect(
    who: str, value: float = -10, *, method: Method = Method.MEASURED, count: int = 50
) -> ToldEffect:
    measured = method is Method.MEASURED
    low, high = (value - 3, value + 3) if measured else (None, None)
    return ToldEffect(who, Metric.WAITING, method, value, low, high, count, "", NOW)


def test_an_owner_is_named_by_what_others_measured() -> None:
    """With another's living reuse and measured effect the owner is in front, with both told."""
    made = Candidate(ENTRY, "Andeby", [_reused("Byen")], [_effect("Byen")])
    front = frontrunner([made], NOW)
    assert front is not None
    assert (front.municipality, front.others, front.best.pooled.count) == ("Andeby", 1, 1)


@given(
    st.lists(NAMES, max_size=4),
    st.lists(st.tuples(NAMES, st.floats(-50, 50)), max_size=4),
)
def test_nobody_makes_themselves_frontrunner(
    reusers: list[str], effects: list[tuple[str, float]]
) -> None:
    """Own reuse and own effects change nothing: without them the answer is the same."""
    every = Candidate(
        ENTRY, "Andeby", [_reused(who) for who in reusers], [_effect(*each) for each in effects]
    )
    others = Candidate(
        ENTRY,
        "Andeby",
        [each for each in every.reuses if each.municipality != "Andeby"],
        [each for each in every.effects if each.municipality != "Andeby"],
    )
    assert frontrunner([every], NOW) == frontrunner([others], NOW)
    alone = Candidate(ENTRY, "Andeby", [_reused("Andeby")], [_effect("Andeby", -40)])
    assert frontrunner([alone], NOW) is None


@pytest.mark.parametrize(
    "effect",
    [
        _effect("Byen", -40, method=Method.ESTIMATED),
        _effect("Byen", -40, count=FEWEST - 1),
        _effect("Byen", -2),
        _effect("Byen", 20),
    ],
    ids=["an estimate", "too few", "perhaps nothing", "worse"],
)
def test_what_is_not_shown_names_nobody(effect: ToldEffect) -> None:
    """An estimate, too few cases, an interval over nothing, or a worse result: no frontrunner."""
    made = Candidate(ENTRY, "Andeby", [_reused("Byen")], [effect])
    assert frontrunner([made], NOW) is None


def test_reuse_that_has_gone_silent_is_none() -> None:
    """Half a year without a sign of life, and the reuse counts nowhere."""
    silent = _reused("Byen", NOW - timedelta(days=181))
    assert living([silent, _reused("Gåserød")], NOW) == [_reused("Gåserød")]
    made = Candidate(ENTRY, "Andeby", [silent], [_effect("Byen")])
    assert frontrunner([made], NOW) is None


def test_more_places_come_before_a_larger_effect() -> None:
    """Of two, the one that more others use is in front; with as many, the surer effect."""
    two = Candidate(
        UUID(int=2), "Andeby", [_reused("Byen"), _reused("Gåserød")], [_effect("Byen", -8)]
    )
    one = Candidate(UUID(int=3), "Korsbæk", [_reused("Byen")], [_effect("Byen", -40)])
    less = Candidate(UUID(int=4), "Vejby", [_reused("Byen")], [_effect("Byen", -20)])
    assert frontrunner([less, one, two], NOW) == frontrunner([two], NOW)
    assert frontrunner([less, one], NOW) == frontrunner([one], NOW)


@given(st.lists(st.tuples(NAMES, st.floats(-50, 50), st.booleans()), max_size=6))
def test_measured_and_estimated_are_never_summed(told: list[tuple[str, float, bool]]) -> None:
    """However many estimates there are, the measured effects come to the same."""
    effects = [
        _effect(who, value, method=Method.MEASURED if measured else Method.ESTIMATED)
        for who, value, measured in told
    ]
    measured = [each for each in effects if each.method is Method.MEASURED]
    assert together(effects) == together(measured)
    for each in together(effects):
        assert each.pooled.count == len(each.single) == len(measured)


def test_given_and_taken() -> None:
    """What others reuse of ours is given, what we reuse of theirs is taken; silent ones are not."""
    other = UUID(int=2)
    reuses = {
        ENTRY: [_reused("Byen"), _reused("Gåserød", NOW - timedelta(days=200))],
        other: [_reused("Andeby")],
    }
    owners = {ENTRY: "Andeby", other: "Byen"}
    assert given_and_taken("Andeby", reuses, owners, NOW) == (1, 1)
    assert given_and_taken("Byen", reuses, owners, NOW) == (1, 1)
    assert given_and_taken("Andeby", reuses, owners, later(200)) == (0, 0)


@given(RAN_AT)
def test_a_rating_is_the_sum_of_others_runs(told: list[tuple[str, Ran | None]]) -> None:
    """Every place of five items or more counts by its items; the owner and the few never do."""
    counted = [(who, ran) for who, ran in told if who != "Andeby" and ran and ran.items >= FEWEST]
    found = rating(_rated(told), "Andeby")
    if found is None:
        assert not counted
        return
    assert found == rating(_rated(list(counted)), "Andeby")
    assert found.together.of == sum(ran.items for _, ran in counted)
    assert found.together.count == sum(ran.alone for _, ran in counted)
    assert sorted(each.municipality for each in found.single) == sorted(who for who, _ in counted)
    for share in (found.together, *(each.share for each in found.single)):
        assert share.of >= FEWEST
        assert 0 <= share.low <= share.share <= share.high <= 1
        assert share.low < share.high  # never certain, even where all went well


@given(RAN_AT, st.permutations(range(6)))
def test_a_rating_is_in_no_ones_order(told: list[tuple[str, Ran | None]], order: list[int]) -> None:
    """In whatever order the tellings come, together they come to the same."""
    mixed = [told[at] for at in order if at < len(told)]
    one, other = rating(_rated(told), "Andeby"), rating(_rated(mixed), "Andeby")
    assert (one and one.together) == (other and other.together)


def test_a_rating_by_hand() -> None:
    """1,203 of 1,240 in three places are 97 %, Wilson's interval 95.9 to 97.8 (Newcombe 1998)."""
    told = [("Byen", Ran(1000, 970)), ("Gåserød", Ran(230, 223)), ("Korsbæk", Ran(10, 10))]
    found = rating(_rated(list(told)), "Andeby")
    assert found is not None
    assert (found.together.count, found.together.of, len(found.single)) == (1203, 1240, 3)
    assert found.together.share == pytest.approx(0.9702, abs=1e-4)
    assert (found.together.low, found.together.high) == pytest.approx((0.9591, 0.9783), abs=1e-4)


@given(st.integers(-5, 5), st.integers(-5, 5))
def test_no_more_went_alone_than_there_were(items: int, alone: int) -> None:
    """Numbers that cannot be are refused where they are made."""
    if 0 <= alone <= items:
        assert Ran(items, alone).items == items
    else:
        with pytest.raises(ValueError, match=str(alone)):
            Ran(items, alone)


@given(RAN_AT, st.lists(st.tuples(NAMES, st.floats(-50, 50)), max_size=4))
def test_a_rating_makes_nobody_frontrunner(
    told: list[tuple[str, Ran | None]], effects: list[tuple[str, float]]
) -> None:
    """Who is in front is the same whatever share went without a person."""
    gave = [_effect(*each) for each in effects]
    rated, bare = (
        Candidate(ENTRY, "Andeby", _rated(list(each)), gave)
        for each in (told, [(who, None) for who, _ in told])
    )
    assert frontrunner([rated], NOW) == frontrunner([bare], NOW)
