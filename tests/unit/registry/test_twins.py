# SPDX-License-Identifier: EUPL-1.2
"""When a message that was read says all that a broken one says: never where anything is missing."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.registry.rules.intake import Event, Inventory, Reading
from gearskifte.registry.rules.twins import (
    Statement,
    marks,
    may_hold,
    says_all_of,
    searchable,
    statements,
)
from tests.builders.people import ANNA, BO, DAY, NOW
from tests.builders.xml import case_message

pytestmark = pytest.mark.unit

CASE: Final = UUID(int=1)
LETTER: Final = UUID(int=2)
UNIT: Final = UUID(int=3)
TOLD: Final = frozenset({(CASE, NOW)})
WAYS: Final = {
    "cut off": lambda body: body[: len(body) * 3 // 5],
    "another version": lambda body: body.replace(b'sagdokumentindeks:6"', b'sagdokumentindeks:9"'),
    "another encoding": lambda body: body.decode().encode("latin-1"),
    "UTF-16": lambda body: body.decode().encode("utf-16"),
    "other prefixes": lambda body: body.replace(b"<d:", b"<q:").replace(b"</d:", b"</q:"),
    "a value that is none": lambda body: body.replace(b"Opstaaet", b"?"),
    "no number": lambda body: body.replace(ANNA.cpr.encode(), b""),
    "another zone": lambda body: body.replace(b"09:00:00+01:00", b"08:00:00.000Z"),
    "a proxy's line before it": lambda body: b"Fejl i udtr\xe6k: " + body,
}


def _one(name: str, value: object) -> str:
    return f"<{name}>{value}</{name}>"


def _case(about: UUID = CASE, *more: str, at: object = NOW.isoformat()) -> bytes:
    told = _one("Id", about) + _one("Tidspunkt", at) + "".join(more)
    return _one("Sag", told).encode()


def _says(good: bytes, broken: bytes, told: frozenset[Statement] = TOLD) -> bool:
    return says_all_of(marks(good), told, marks(broken))


@pytest.mark.parametrize("way", WAYS)
def test_a_message_is_known_again_however_it_was_broken(way: str) -> None:
    """By what stands in it, in any encoding, version, zone and prefix; wherever it was cut off."""
    good = case_message("a", ANNA)
    broken = WAYS[way](good)
    assert broken != good
    told = frozenset((each, at) for each in marks(good).objects for at in marks(good).moments)
    assert _says(good, broken, told)


def test_of_what_was_cut_off_before_its_time_nobody_says_all() -> None:
    """It could be any statement about the case; from then on it is known wherever it was cut."""
    good = case_message("a", ANNA)
    first, after = good.index(b"<d:Tidspunkt>"), good.index(b"</d:Tidspunkt>")
    told = frozenset((each, at) for each in marks(good).objects for at in marks(good).moments)
    known = [_says(good, good[:end], told) for end in range(len(good))]
    assert not any(known[: first + 30])
    assert all(known[after + 1 :])


@given(dice=st.integers(0, 2**32), broken=st.integers(1, 8), more=st.integers(0, 4))
def test_everything_must_stand_in_the_other(dice: int, broken: int, more: int) -> None:
    """Whatever is told more; but with any one mark less, the broken one waits for somebody."""
    drawn = Random(dice)
    values = [UUID(int=9), UUID(int=10), ANNA.cpr, BO.cpr, NOW.isoformat(), (NOW + DAY).isoformat()]
    names = ("Part", "Ydelse", "Fra")
    marked = [_one(drawn.choice(names), drawn.choice(values)) for _ in range(broken)]
    others = [_one(drawn.choice(names), drawn.choice(values)) for _ in range(more)]
    assert _says(_case(CASE, *drawn.sample(marked, broken), *others), _case(CASE, *marked))
    at = drawn.randrange(broken)
    rest = [*marked[:at], *marked[at + 1 :]]
    assert not _says(_case(CASE, *rest), _case(CASE, *marked))
    assert not _says(_case(CASE, *rest, "<Note>" + marked[at] + "</Note>"), _case(CASE, *marked))


@pytest.mark.parametrize("minutes", [-1, 1])
def test_an_update_of_the_same_case_says_nothing_of_the_one_before(minutes: int) -> None:
    """It has another Tidspunkt, also where it repeats the one before as a beginning."""
    later = NOW + timedelta(minutes=minutes)
    told = frozenset({(CASE, later)})
    good = _case(CASE, _one("Fra", NOW.isoformat()), at=later.isoformat())
    assert not _says(good, _case(CASE, _one("Fra", NOW.isoformat())), told)
    # Where the broken one's own Tidspunkt is gone it is not known which statement it was.
    assert not _says(good, _case(CASE, _one("Fra", NOW.isoformat()), at="i går"), told)


def test_a_case_that_refers_to_a_letter_does_not_say_what_the_letter_says() -> None:
    """Though the letter's id, its time and all persons stand in the case's message."""
    letter = _one("Dokument", _one("Id", LETTER) + _one("Tidspunkt", NOW.isoformat()))
    refers = _one("Dokument", _one("Ref", LETTER) + _one("Tidspunkt", NOW.isoformat()))
    for good in (_case(CASE, refers), _case(CASE, refers, refers)):
        assert not _says(good, letter.encode())
        assert not _says(good, _case(CASE, refers) + letter.encode())


def test_a_batch_in_which_one_is_newer_does_not_say_what_the_older_said() -> None:
    """Each that stands in both must have been registered at a moment that stands in both."""
    newer = NOW + DAY
    told = frozenset({(CASE, NOW), (LETTER, newer)})
    good = _case() + _case(LETTER, at=newer.isoformat())
    assert _says(good, _case(), frozenset({(CASE, NOW)}))
    assert not _says(good, _case() + f"<Sag><Id>{LETTER}</Id>".encode(), told)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"503 Service Unavailable",
        ANNA.cpr.encode(),
        f"<Sag><Id>{CASE}</Id>".encode(),
        f"<Sag><Id>{CASE}</Id><Part>{ANNA.cpr}</Part>".encode(),
        _one("Sag", _one("Tidspunkt", NOW.isoformat())).encode(),
    ],
)
def test_what_cannot_be_known_again_is_said_by_none(broken: bytes) -> None:
    """Nothing in it, no object or no moment: somebody must decide."""
    good = _case(CASE, _one("Part", ANNA.cpr))
    assert not _says(good, broken)


def test_only_registrations_and_events_say_anything() -> None:
    """A source's own count lists the same ids and times, and tells nothing of them."""
    counted = Inventory("s", None, NOW, 1, "", ((CASE, NOW),))
    assert statements(Reading("afstemning", inventories=(counted,))) == frozenset()
    event = Event(str(UNIT), None, NOW, None)
    other = Event("nr. 7", None, NOW, None)
    assert statements(Reading("hændelse", events=(event, other))) == {(UNIT, NOW)}
    assert not _says(_case(), _case(), frozenset())


def test_json_is_compared_by_its_keys() -> None:
    """In any order of keys; what stands under another key is something else."""
    good = f'{{"id": "{CASE}", "part": {{"cpr": "{ANNA.cpr}"}}, "tid": "{NOW.isoformat()}"}}'
    moved = f'{{"tid": "{NOW.isoformat()}", "part": {{"cpr": "{ANNA.cpr}"}}, "id": "{CASE}", "x'
    other = f'{{"tid": "{NOW.isoformat()}", "barn": {{"cpr": "{ANNA.cpr}"}}, "id": "{CASE}", "x'
    assert _says(good.encode(), moved.encode())
    assert not _says(good.encode(), other.encode())


@given(st.binary(max_size=400))
def test_any_bytes_have_marks(body: bytes) -> None:
    """However broken; a message says all that it says itself, and nothing of it is shown."""
    found = marks(body)
    assert repr(found) == "Marks(…)"
    assert not says_all_of(found, frozenset(), found)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16", "utf-16-le"])
def test_a_quick_look_leaves_nothing_out(encoding: str) -> None:
    """Where it says that an id does not stand in a message, the message has no such mark."""
    by_number = "".join(f"&#{ord(each)};" for each in str(CASE))
    for written in (str(CASE), str(CASE).upper(), by_number):
        body = f"<Titel>Hjælp</Titel><Id>{written}</Id>".encode(encoding)
        assert marks(body).objects == {CASE}
        assert may_hold(searchable(body), [str(CASE).encode()])
    assert not may_hold(searchable(_case()), [str(CASE).encode(), str(LETTER).encode()])


def test_a_moment_at_the_very_end_may_be_another() -> None:
    """It may have been cut off before its zone, and is not held against the other."""
    whole = _case(at="2024-01-01T09:00:00+01:00")
    assert marks(whole).moments == {NOW.replace(month=1, day=1, hour=8)}
    assert marks(whole[: whole.index(b"+01:00")]).moments == frozenset()
