# SPDX-License-Identifier: EUPL-1.2
"""Why a hit is shown: shared words, KLE, system, target group."""

from __future__ import annotations

from uuid import UUID

import pytest

from gearskifte.commons.catalogue import Catalogue, Found
from gearskifte.commons.embedding import OfflineEmbedder
from gearskifte.commons.queries import Entry, Read
from gearskifte.commons.rules.portfolio import Phase
from gearskifte.commons.service import _meanings
from gearskifte.commons.thesaurus import Written
from tests.unit.commons.feeds import NOW

pytestmark = pytest.mark.unit

TITLE = "Sensorer i skraldespandene"
DESCRIPTION = "Spanden siger til, når den er fuld, så bilen kun kører efter behov."


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """A catalogue of one entry, whose owner has written subject, system and target group."""
    entry = Entry(
        UUID(int=1), 1, "Vejle", TITLE, DESCRIPTION, Phase.IDEA, "Drift", None, "", "", NOW, NOW,
        kle="07.18.02", system="AffaldWeb", target="beboere i etageejendomme",
    )  # fmt: skip
    (meaning,) = _meanings(OfflineEmbedder(), [Written(TITLE, DESCRIPTION)])
    made = Catalogue()
    made.take([(entry, Read(meaning["vector"], meaning["topics"], meaning["shares"]))])
    return made


def _by_words(catalogue: Catalogue, typed: str) -> Found:
    (found,) = catalogue.by_words(typed)
    return found


@pytest.mark.parametrize(
    "typed", ["skraldespand 07.18.02", "skraldespand 07.18", "skraldespand 07"]
)
def test_the_same_subject_is_a_reason(catalogue: Catalogue, typed: str) -> None:
    """A KLE number that is the entry's, or stands above it, is named as the entry's own."""
    assert _by_words(catalogue, typed).kle == "07.18.02"


@pytest.mark.parametrize("typed", ["skraldespand 07.19", "skraldespand 7", "skraldespand 0718"])
def test_another_number_is_no_reason(catalogue: Catalogue, typed: str) -> None:
    """A neighbouring subject, or digits that are no KLE number, say nothing."""
    assert _by_words(catalogue, typed).kle == ""


def test_a_system_is_a_reason_when_it_is_named(catalogue: Catalogue) -> None:
    """The system is shown as its owner wrote it, however the asker writes it."""
    assert _by_words(catalogue, "skraldespande og affaldweb").system == "AffaldWeb"
    assert _by_words(catalogue, "skraldespande og affald").system == ""


def test_a_target_group_is_a_reason_when_all_of_it_is_named(catalogue: Catalogue) -> None:
    """Half of a target group is another one: residents are not residents of flats."""
    whole = _by_words(catalogue, "skraldespande for beboere i en etageejendom")
    assert whole.target == "beboere i etageejendomme"
    assert _by_words(catalogue, "skraldespande for beboere").target == ""


def test_shared_words_stand_as_the_asker_wrote_them(catalogue: Catalogue) -> None:
    """Each shared word once, in the asker's own form and order; empty words never."""
    found = _by_words(catalogue, "når bilen kører forbi en skraldespand")
    assert found.words == ("bilen", "kører", "skraldespand")


def test_a_hit_by_meaning_says_what_kind_it_is(catalogue: Catalogue) -> None:
    """Without a word in common the known kind of project is the reason; labels as by words."""
    asked = Written("Behovsstyret renovation 07.18", "Beholderne melder niveauet til vognmanden.")
    (found,) = catalogue.by_meaning(asked, OfflineEmbedder())
    assert found.topic == "affald sensor"
    assert found.kle == "07.18.02"
    assert found.probability is not None
    assert 0 < found.probability < 1
