# SPDX-License-Identifier: EUPL-1.2
"""What citizens read is written plainly, measured as LIX (C.-H. Björnsson, 1968)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.messages import PACKAGE, danish_texts

pytestmark = pytest.mark.unit

HARDEST = 35
PAGES = [
    *("mine", "case", "cases", "money", "news", "log", "parts", "corrections", "say_wrong"),
    *("mandates", "give_mandate", "mandate_code", "download", "everything", "messages"),
]
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.?!](?=\s|$)")


def lix(text: str) -> float:
    """Words per sentence, plus the share of words with more than six letters, in percent."""
    words = WORD.findall(text)
    long_words = [word for word in words if len(word) > 6]
    return len(words) / len(SENTENCE_END.findall(text)) + 100 * len(long_words) / len(words)


def sentences(page: str) -> str:
    """The whole sentences of a page's template; headings and names of fields are left out."""
    texts = [
        text
        for message in danish_texts(PACKAGE / "overview")
        if any(Path(place).stem == page for place, _ in message.locations)
        for text in ([message.id] if isinstance(message.id, str) else message.id)
    ]
    whole = [re.sub(r"%\(\w+\)s", "tre", text) for text in texts if text[-1:] in ".?!"]
    return " ".join(whole)


def test_lix_is_counted_as_its_author_did() -> None:
    """Ten words in two sentences, three of them long: 5 + 30."""
    assert lix("Kommunen vurderer din sag nu. Du får svar senest torsdag.") == 5 + 30


@pytest.mark.parametrize("page", PAGES)
def test_a_page_for_citizens_is_easy_to_read(page: str) -> None:
    """The sentences of each page have together a LIX of 35 at most, which is easy text."""
    text = sentences(page)
    assert text
    assert lix(text) <= HARDEST, text
