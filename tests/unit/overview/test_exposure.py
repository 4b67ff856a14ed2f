# SPDX-License-Identifier: EUPL-1.2
"""What the municipality shows of a subject's cases: by number, day, source, and nothing unasked."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from gearskifte.overview.rules.case import case_page
from gearskifte.overview.rules.download import Beside, TakenAct, download
from gearskifte.overview.rules.exposure import Exposure, exposure, shows
from gearskifte.overview.rules.guide import Guide, SourcePromise
from gearskifte.overview.rules.page import overview_page
from gearskifte.registry.public import (
    CaseCard,
    DatedState,
    DocumentCard,
    Held,
    JournalEntry,
    Kind,
    ObjectDetail,
    PersonOverview,
    Source,
    Total,
)
from gearskifte.registry.rules.history import History
from tests.builders.facts import START, object_id
from tests.builders.people import ANNA, NOW

pytestmark = pytest.mark.unit

OLD, TODAY = date(2020, 1, 1), date(2024, 6, 3)
LETTER = object_id("letter")


def _case(kle: str = "27.35.04", *, finished: bool = False, system: str = "s") -> Held:
    card = CaseCard(
        title="Revurd. hjh.",
        kle=kle,
        kle_title="Hjemmehjælp",
        states=(DatedState("Oplyst", START),),
        journal=(
            JournalEntry("filed", START, document=str(LETTER), title="Brev A"),
            JournalEntry("note", START, title="Notat", text="Internt sprog"),
        ),
    )
    return Held(object_id(kle), Kind.CASE, "11111111", system, START, finished, card, kle)


def _letter() -> Held:
    card = DocumentCard(title="Brev B", document_type="Brev, udgaaende")
    return Held(LETTER, Kind.DOCUMENT, "11111111", "s", START, False, card, "27.35.04")


def _page(*rows: Exposure, objects: tuple[Held, ...] = ()) -> Any:
    totals = (Total(Kind.CASE, False, 2), Total(Kind.CASE, True, 0))
    read = PersonOverview(ANNA.name, objects, totals, (Source("s", "Kilde", NOW),))
    return overview_page(read, NOW, Guide(exposures=rows))


def _one(*rows: Exposure) -> Any:
    sources = (Source("s", "Kilde", NOW),)
    detail = ObjectDetail(ANNA.name, _case(), History({}, {}), (_letter(),), sources)
    return case_page(detail, NOW, Guide(exposures=rows))


def test_without_a_row_all_is_shown_and_with_one_the_rest_is_closed() -> None:
    """The first row that is written closes every subject that no row opens."""
    both = (_case("27.35.04"), _case("32.30.00"))
    assert len(_page(objects=both).current) == 2
    page = _page(Exposure("27.35", OLD), objects=both)
    assert [line.kle for line in page.current] == ["27.35.04"]
    assert page.current_total == 1


def test_the_longest_number_the_own_source_and_the_newest_day_hold() -> None:
    """A row that begins tomorrow holds tomorrow; one for the source goes before one for all."""
    rows = (
        Exposure("", OLD),
        Exposure("27.35", OLD, shown=False),
        Exposure("27.35.04", OLD),
        Exposure("27.35.04", OLD, source="Nexus", shown=False),
        Exposure("27.35.04", date(2024, 6, 4), shown=False),
    )
    shown = [
        exposure(rows, kle, sources, day).shown
        for kle, sources, day in (
            ("32.30.00", ("s",), TODAY),
            ("27.35.99", ("s",), TODAY),
            ("27.35.04", ("s",), TODAY),
            ("27.35.04", ("s", "Nexus"), TODAY),
            ("27.35.04", ("s",), date(2024, 6, 4)),
        )
    ]
    assert shown == [True, False, True, False, False]


def test_old_cases_are_left_out_unless_they_still_run() -> None:
    """Only what arose from the day on, and by choice what runs."""
    row = Exposure("", OLD, created_from=TODAY)
    assert shows(row, _case())
    assert not shows(row, _case(finished=True))
    assert not shows(Exposure("", OLD, created_from=TODAY, active_too=False), _case())
    assert shows(Exposure("", OLD, created_from=OLD, active_too=False), _case(finished=True))


def test_a_letter_opens_where_its_source_says_and_names_its_case() -> None:
    """By the document's own id; of a source that has said no place, a letter is told of alone."""
    promise = SourcePromise("Kilde", 2, "https://breve.example/{id}")
    read = PersonOverview(ANNA.name, (_case(), _letter()), (), (Source("s", "Kilde", NOW),))
    for guide, address in (
        (Guide(sources=(promise,)), f"https://breve.example/{LETTER}"),
        (Guide(), ""),
    ):
        (letter,) = overview_page(read, NOW, guide).letters
        case = object_id("27.35.04")
        assert (letter.address, letter.case, letter.case_title) == (address, case, "Revurd. hjh.")


def test_a_hidden_case_has_no_page() -> None:
    """What is on no list cannot be opened by its address either."""
    assert _one() is not None
    assert _one(Exposure("27.35.04", OLD, shown=False)) is None


def test_titles_documents_and_notes_are_shown_by_choice() -> None:
    """The subject for the title, kinds for titles, and a count of what is left out."""
    plain = _one(Exposure("", OLD))
    assert plain.case.title == "Revurd. hjh."
    assert [line.title for line in plain.letters] == ["Brev A"]
    assert [note.text for note in plain.notes] == ["Internt sprog"]
    named = _one(Exposure("", OLD, subject_as_title=True, document_titles=False, notes=False))
    assert named.case.title == "Hjemmehjælp"
    assert [(line.title, line.kind) for line in named.letters] == [("", "Brev, udgaaende")]
    assert named.notes == ()
    bare = _one(Exposure("", OLD, documents=False))
    assert (bare.letters, bare.missing_letters) == ((), 1)
    page = _page(Exposure("", OLD, documents=False), objects=(_letter(),))
    assert page.letters == ()


def _taken(*rows: Exposure) -> str:
    read = PersonOverview(ANNA.name, (_case(), _letter()), (), (Source("s", "Kilde", NOW),))
    taken = download(read, (), (), (), subject=ANNA.id, guide=Guide(exposures=rows), now=NOW)
    return msgspec.json.encode(taken).decode()


def test_what_is_closed_is_not_taken_along_either() -> None:
    """Titles, documents and notes that pages do not show are in no field of the download."""
    assert all(word in _taken() for word in ("Revurd. hjh.", "Brev A", "Brev B", "Internt sprog"))
    without_titles = _taken(Exposure("27", OLD, document_titles=False))
    assert "Brev A" not in without_titles
    assert "Brev B" not in without_titles
    assert str(LETTER) in without_titles
    assert str(LETTER) not in _taken(Exposure("27", OLD, documents=False))
    assert "Internt sprog" not in _taken(Exposure("27", OLD, notes=False))
    by_subject = _taken(Exposure("27", OLD, subject_as_title=True))
    assert "Revurd." not in by_subject
    assert "Hjemmehjælp" in by_subject
    assert "Hjemmehjælp" not in _taken(Exposure("27", OLD, shown=False))


def test_what_robots_did_is_taken_along_with_the_case_it_was_in() -> None:
    """By the case's id or its number; of a case that is not shown nothing is told."""
    acts = [
        TakenAct(name, NOW, "Robotten", "Lov § 1", f"Rettede {name}")
        for name in (str(object_id("27.35.04")), "2024-1", "another")
    ]
    held = _case()
    held = msgspec.structs.replace(held, card=msgspec.structs.replace(held.card, number="2024-1"))
    read = PersonOverview(ANNA.name, (held,), (), ())
    for rows, wanted in (((), acts[:2]), ((Exposure("27", OLD, shown=False),), [])):
        guide = Guide(exposures=rows)
        beside = Beside(robot_acts=acts)
        taken = download(read, (), (), (), subject=ANNA.id, guide=guide, now=NOW, beside=beside)
        assert list(taken.robot_acts) == wanted
