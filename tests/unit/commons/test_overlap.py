# SPDX-License-Identifier: EUPL-1.2
"""Overlaps: words, topics, scores and measures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gearskifte.commons import thesaurus as kept
from gearskifte.commons.cli import commons
from gearskifte.commons.embedding import (
    MODEL,
    KeepingEmbedder,
    OfflineEmbedder,
    RememberingEmbedder,
)
from gearskifte.commons.evaluating import Row, evaluate, read_distractors, read_rows
from gearskifte.commons.rules.lexical import WordIndex, word_scores
from gearskifte.commons.rules.overlap import Question, Shelf, Weights, probability
from gearskifte.commons.rules.scoring import pair_recall, ranking, showing
from gearskifte.commons.rules.topics import Thesaurus, Topic
from gearskifte.commons.rules.words import Vocabulary, stem, words
from gearskifte.commons.thesaurus import Written
from gearskifte.kernel.errors import InputRefused

pytestmark = pytest.mark.unit

UNTOUCHED = Path(__file__).parents[2] / "fixtures" / "commons" / "untouched.tsv"
FITTED = Weights(-7.0, 4.0, 1.4, 0.6)


def test_the_kept_vectors_belong_to_the_texts() -> None:
    """`vectors.npz` was made from the thesaurus as it stands; else run scripts/knowledge.py."""
    texts = kept.texts_of(kept.read_topics(), kept.read_subjects())
    with np.load(kept.VECTORS) as file:
        assert str(file["of"]) == kept.fingerprint(texts)
        assert len(file["rows"]) == len(texts)


def test_compounds_are_split_where_both_halves_are_known() -> None:
    """A compound gives its halves with or without a joining s or e; other words give none."""
    vocabulary = Vocabulary(["affald", "sortering af børn", "skole"])
    assert vocabulary.parts("affaldssortering") == ("affald", "sortering")
    assert vocabulary.parts("skolebørn") == ("skole", "børn")
    assert vocabulary.parts("affaldet") == ()


@given(st.text(max_size=40))
def test_any_text_has_terms(text: str) -> None:
    """Whatever is typed is taken apart without failing, and an empty text has no terms."""
    assert isinstance(kept.thesaurus().vocabulary.terms(text), list)


def test_the_last_word_may_be_unfinished() -> None:
    """A typed beginning of a word finds what it may become; a finished list of none is empty."""
    index = WordIndex(kept.thesaurus().vocabulary)
    index.add(["Smarte skraldespande", "Skærmbesøg", "Skraldesug i byen"])
    assert [hit.row for hit in index.search("skraldesp", 5)] == [0]
    assert {hit.row for hit in index.search("skralde", 5)} == {0, 2}
    assert index.search("cykel", 5) == []
    assert index.search("", 5) == []


@given(
    arrays(np.float32, (12, 8), elements=st.floats(-1, 1, width=32)),
    arrays(np.float32, (12, 5), elements=st.floats(0, 1, width=32)),
)
def test_a_search_gives_what_all_scores_give(vectors: np.ndarray, shares: np.ndarray) -> None:
    """The shown hits are the best of all scores, in order, none under the limit, at most five."""
    shelf = Shelf(vectors, shares)
    question = Question(vectors[0], shares[0], shares[0] * 5)
    scores = shelf.scores(question, FITTED)
    hits = shelf.search(question, FITTED)
    assert len(hits) <= 5
    chances = [hit.probability for hit in hits]
    assert chances == sorted(chances, reverse=True)
    assert all(chance >= FITTED.shown_from for chance in chances)
    above = sum(probability(float(score)) >= FITTED.shown_from for score in scores)
    assert len(hits) == min(5, above)


def _small_thesaurus() -> Thesaurus:
    """Three topics of two wordings each: the first two near each other, the third apart."""
    directions = {"tale": (1.0, 0.2, 0.0), "møde": (0.9, 0.6, 0.0), "salt": (-1.0, 0.0, 1.0)}
    topics = [Topic(name, (f"{name} et", f"{name} to")) for name in directions]
    vectors = np.repeat(np.array(list(directions.values()), dtype=np.float32), 2, axis=0)
    return Thesaurus(topics, ["fag"], vectors, np.zeros((1, 3), dtype=np.float32))


def test_agreeing_on_nothing_in_particular_is_no_evidence() -> None:
    """Two texts that might be about anything are hardly likelier one than by chance."""
    thesaurus = _small_thesaurus()
    flat, sharp = np.full((1, 3), 1 / 3, np.float32), np.eye(3, dtype=np.float32)[:1]
    vague = float((thesaurus.odds(flat) @ flat.T)[0, 0])
    clear = float((thesaurus.odds(sharp) @ sharp.T)[0, 0])
    assert clear == pytest.approx(3)
    assert vague < clear / 2


def test_near_topics_agree_more_than_others() -> None:
    """Kin count in part and alike from both sides; nothing agrees more than one's own topic."""
    thesaurus = _small_thesaurus()
    odds = thesaurus.odds(np.eye(3, dtype=np.float32))
    assert np.allclose(odds, odds.T)
    assert odds[0, 0] > odds[0, 1] > odds[0, 2] > 0


def test_a_meaning_of_another_edition_is_not_compared() -> None:
    """The edition names the model and changes with every wording, so that topics never shift."""
    topics, subjects = kept.read_topics(), kept.read_subjects()
    assert kept.edition().startswith(MODEL)
    assert kept.edition().endswith(kept.fingerprint(kept.texts_of(topics, subjects))[:12])
    fewer = kept.fingerprint(kept.texts_of(topics[1:], subjects))
    assert not kept.edition().endswith(fewer[:12])


def test_the_measures_on_a_case_counted_by_hand() -> None:
    """Two pairs and a singleton, one pair found: each measure is what a pencil gives."""
    topics = ["a", "a", "b", "b", "c"]
    scores = np.array(
        [
            [0, 9, 1, 1, 1, 0],
            [9, 0, 1, 1, 1, 0],
            [1, 1, 0, 2, 3, 0],
            [1, 1, 2, 0, 3, 0],
            [1, 1, 3, 3, 0, 5],
        ],
        dtype=np.float32,
    )
    rank = ranking(topics, scores)
    assert rank.recall_at_10 == 1.0
    assert rank.mrr == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    shown = showing(topics, scores, 4)
    assert shown.precision == pytest.approx(2 / 3)
    assert shown.false_alarm_share == 1.0
    assert shown.shown == 3
    assert pair_recall(topics, scores) == 0.5


def test_what_hardly_shares_a_word_is_found(tmp_path: Path) -> None:
    """On topics whose texts hardly share a word, overlaps are found, and silence is kept."""
    model = KeepingEmbedder(OfflineEmbedder(), tmp_path / "kept.sqlite")
    report = evaluate(read_rows(UNTOUCHED), [], model, model)
    assert report.recall_at_10 >= 0.85
    assert report.mrr >= 0.80
    assert report.shown_precision >= 0.80
    assert report.false_alarm_share <= 0.15


def test_a_vector_is_made_once(tmp_path: Path) -> None:
    """A kept vector is the very vector the model made, and the model is not asked again."""
    file = tmp_path / "kept.sqlite"
    made = KeepingEmbedder(OfflineEmbedder(), file).embed(["Skærmbesøg", "Skærmbesøg", "Bus"])
    again = KeepingEmbedder(_Silent(), file).embed(["Bus", "Skærmbesøg"])
    assert np.array_equal(again, made[[2, 0]])


class _Counting:
    """A model that counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.asked.extend(texts)
        return np.array([[len(text), ord(text[0])] for text in texts], np.float32).reshape(-1, 2)


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=4), max_size=12))
def test_what_is_remembered_is_what_the_model_makes(asked: list[list[str]]) -> None:
    """The rows are the model's own in the order asked, none made anew among the newest texts."""
    inner = _Counting()
    remembering = RememberingEmbedder(inner, most=4)
    for texts in asked:
        assert np.array_equal(remembering.embed(texts), _Counting().embed(texts))
        inner.asked.clear()
        remembering.embed(texts)
        assert inner.asked == []


class _Silent:
    """A model that may not be asked."""

    def embed(self, texts: object) -> np.ndarray:
        raise AssertionError(texts)


@pytest.mark.parametrize(
    ("name", "body", "found"),
    [
        (
            "a.txt",
            "Valg, brevstemmer\n\nBibliotek\nBibliotek\n",
            ["Valg, brevstemmer", "Bibliotek"],
        ),
        ("a.csv", "Nr;Navn\n1;27.36.08. Hjemmehjælp\n", ["Navn", "Hjemmehjælp"]),
        ("a.tsv", "Renovation\tTømning\n", ["Renovation. Tømning"]),
        ("b.tsv", "T1\tVejle\tRenovation\tTømning\n", ["Renovation. Tømning"]),
    ],
)
def test_distractors_come_in_any_common_form(
    tmp_path: Path, name: str, body: str, found: list[str]
) -> None:
    """One text a line, CSV with the finest class last, or tabs; numbers in front are left out."""
    (tmp_path / name).write_text(body, encoding="utf-8")
    assert [text.whole for text in read_distractors(tmp_path / name)] == found


def test_a_file_that_is_no_labelled_set_is_refused(tmp_path: Path) -> None:
    """A line with too few columns is named with its number, and nothing is measured."""
    file = tmp_path / "set.tsv"
    file.write_text("T1\tVejle\tTitel\tTekst\nT1\tTitel\n", encoding="utf-8")
    with pytest.raises(InputRefused, match="line 2"):
        read_rows(file)


def test_a_labelled_set_may_leave_the_municipality_out(tmp_path: Path) -> None:
    """Three columns are topic, title and description."""
    file = tmp_path / "set.tsv"
    file.write_text("T1\tTitel\tTekst\n", encoding="utf-8")
    assert read_rows(file) == [Row("T1", "", Written("Titel", "Tekst"))]


def test_the_command_prints_the_measures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`overlap-eval --json` prints every measure by name."""
    monkeypatch.setenv("GEARSKIFTE_DATA_DIR", str(tmp_path))
    file = tmp_path / "set.tsv"
    file.write_text("a\tX\tSkærmbesøg\tTablet.\na\tY\tVideobesøg\tSkærm.\n", encoding="utf-8")
    result = CliRunner().invoke(commons, ["overlap-eval", str(file), "--json"])
    assert result.exit_code == 0, result.output
    for measure in ("recall_at_10", "mrr", "title_only_recall_at_10", "ms_per_query_p95"):
        assert f'"{measure}":' in result.output
    assert Written("Skærmbesøg.", "Tablet.").whole == "Skærmbesøg. Tablet."


def _printed(file: Path, *options: str) -> str:
    result = CliRunner().invoke(commons, ["overlap-eval", str(file), *options])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_peers_are_measured_in_the_same_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--beside` adds the embedding alone and words alone; else nothing of them is printed."""
    monkeypatch.setenv("GEARSKIFTE_DATA_DIR", str(tmp_path))
    file = tmp_path / "set.tsv"
    file.write_text(
        "a\tX\tSkærmbesøg\tTablet.\na\tY\tSkærmbesøget\tKamera.\nb\tX\tNye cykelstier\tAsfalt.\n",
        encoding="utf-8",
    )
    alone = msgspec.json.decode(_printed(file, "--json"))
    beside = msgspec.json.decode(_printed(file, "--json", "--beside"))
    peers = beside.pop("beside")
    assert {**beside, "ms_per_query_p95": 0} == {**alone, "ms_per_query_p95": 0}
    measures = {"recall_at_10", "mrr", "title_only_recall_at_10", "pair_recall_at_precision_90"}
    assert {name: set(told) for name, told in peers.items()} == {
        "embedding": measures,
        "words": measures,
    }
    assert peers["words"] == dict.fromkeys(measures, 1.0)
    plain, both = _printed(file).splitlines(), _printed(file, "--beside").splitlines()
    assert [line.split()[0] for line in both[: len(plain)]] == [line.split()[0] for line in plain]
    assert [line for line in both if line.startswith("beside")] == [
        "beside: the embedding alone",
        "beside: the words alone",
    ]
    assert not [line for line in plain if "beside" in line]


def test_words_alone_are_counted_as_search_engines_do() -> None:
    """BM25 by hand: rarer words weigh more, longer texts less, and no shared word is below all."""
    texts = ["Smarte skraldespande", "Nye skraldespande i byen og smarte sensorer", "Cykelstier"]
    (scores,) = word_scores(["skraldespand"], texts)
    rarity, mean = np.log(1 + 1.5 / 2.5), 7 / 3
    by_hand = [rarity * 2.2 / (1 + 1.2 * (0.25 + 0.75 * length / mean)) for length in (2, 4)]
    assert scores[:2] == pytest.approx(by_hand, rel=1e-5)
    assert scores[2] < 0
    assert word_scores(["tog"], texts).max() < 0


@given(
    st.lists(st.text("abcæ ", max_size=12), min_size=1, max_size=8), st.text("abcæ ", max_size=12)
)
def test_words_alone_find_what_shares_a_word(texts: list[str], asked: str) -> None:
    """Above zero is what shares a stem, below what shares none; the same question, same answer."""
    (scores,) = word_scores([asked], texts)
    said = {stem(word) for word in words(asked)} - {""}
    for score, text in zip(scores, texts, strict=True):
        shares = said & {stem(word) for word in words(text)}
        assert (score > 0) == bool(shares)
    assert np.array_equal(scores, word_scores([asked], texts)[0])
