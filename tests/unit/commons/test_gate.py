# SPDX-License-Identifier: EUPL-1.2
"""The gate: nothing personal and no secret leaves, and plain project texts do."""

from __future__ import annotations

import base64
import tempfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.commons.rules.feed import FeedRefused, moment
from gearskifte.commons.rules.gate import Kind, catches, first_names
from gearskifte.commons.thesaurus import read_subjects, read_topics
from tests.unit.commons.feeds import NOW, entry, publisher

pytestmark = pytest.mark.unit

GAPS = st.sampled_from(["", "-", " ", " - ", ".", "/", "\u200b", "\u00ad", "–", "&nbsp;", "%20"])
AROUND = st.text(
    st.characters(categories=("Ll", "Zs", "Po"), exclude_characters="&%;"), max_size=30
)
SURNAMES = ("Jensen", "Møller", "Holm", "Lund", "Al-Khatib", "Nguyen", "Østergaard", "Petersson")


@given(st.datetimes(min_value=NOW.replace(tzinfo=None), timezones=st.timezones()))
def test_no_moment_looks_like_a_person(at: datetime) -> None:
    """Whenever something happened, and in whatever zone it is known, it can be told."""
    assert catches({"since": moment(at)}) == []
    told = datetime.fromisoformat(moment(at))
    assert told.timestamp() == at.replace(microsecond=0).timestamp()


@st.composite
def cpr_numbers(draw: st.DrawFn) -> str:
    """A replacement CPR number (day + 60) in some disguise."""
    day, month = draw(st.integers(61, 91)), draw(st.integers(1, 12))
    year, last = draw(st.integers(0, 99)), draw(st.integers(0, 9999))
    gap = draw(GAPS)
    digits = f"{day:02}{month:02}{year:02}{gap}{last:04}"
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return digits.translate(wide) if draw(st.booleans()) and "%" not in gap else digits


def names() -> st.SearchStrategy[str]:
    """A first name and a surname, sometimes in capitals or with an initial."""
    return st.tuples(
        st.sampled_from(sorted(first_names())),
        st.sampled_from(["", "K. ", "M "]),
        st.sampled_from(SURNAMES),
    ).map(lambda parts: f"{parts[0]} {parts[1]}{parts[2]}")


def secrets() -> st.SearchStrategy[str]:
    """Keys and passwords as they are found in texts."""
    token = st.binary(min_size=24, max_size=40)
    return st.one_of(
        token.map(lambda raw: raw.hex()),
        token.map(lambda raw: "ghp_" + base64.b32encode(raw).decode().rstrip("=")),
        token.map(lambda raw: "Bearer " + base64.urlsafe_b64encode(raw).decode()),
        token.map(lambda raw: f"password={base64.b64encode(raw).decode()}"),
        st.sampled_from(["adgangskode: Vinter2025!", "postgres://robot:hemmelig@db/opus"]),
    )


@given(secret=st.one_of(cpr_numbers(), names(), secrets()), before=AROUND, after=AROUND)
def test_no_byte_of_what_is_personal_or_secret_leaves(secret: str, before: str, after: str) -> None:
    """Whatever stands around it, a text with a CPR number, a name or a secret is not published."""
    with tempfile.TemporaryDirectory() as made:
        told = entry(title=f"{before} {secret} {after}")
        with pytest.raises(FeedRefused, match="personal"):
            publisher(Path(made)).publish([told], NOW)
        assert not list(Path(made).rglob("*"))


def test_plain_project_texts_pass() -> None:
    """Of the thesaurus's own texts, none is kept at home by the gate."""
    texts = [wording for topic in read_topics() for wording in topic.wordings] + read_subjects()
    assert [text for text in texts if catches({"text": text})] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ring 12 34 56 78", Kind.CONTACT),
        ("Skriv til fru Holm", Kind.NAME),
        ("ANNE LARSEN har sagen", Kind.NAME),
    ],
)
def test_the_gate_says_what_and_where(text: str, kind: Kind) -> None:
    """A catch names its kind and its field, never the text."""
    (found,) = catches({"description": text})
    assert (found.kind, found.field) == (kind, "description")
