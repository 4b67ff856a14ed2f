# SPDX-License-Identifier: EUPL-1.2
"""The words of a message that there is news: nothing of what, about whom, or of which kind.

An e-mail is no sealed letter. Who reads over one's shoulder learns that a municipality has news.
"""

from __future__ import annotations

from html import escape
from typing import Final

import msgspec


class Words(msgspec.Struct, frozen=True):
    """Who sends it, and what it says."""

    sender: str
    title: str
    text: str

    def as_html(self, language: str) -> str:
        """The same as a document of its own."""
        paragraphs = "".join(f"<p>{escape(each)}</p>" for each in self.text.split("\n\n"))
        return (
            f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
            f"<title>{escape(self.title)}</title></head><body>{paragraphs}</body></html>"
        )


_TITLE: Final = {"da": "Der er nyt fra {sender}", "en": "There is news from {sender}"}
_TEXT: Final = {
    "da": (
        "Hej\n\n"
        "Der er nyt til dig fra {sender}. Log ind på Mit overblik, og vælg Nyt.{where}\n\n"
        "Af hensyn til dig står der ikke her, hvad det er.\n\n"
        "Du får beskeden, fordi du har bedt om det. Du kan ikke svare på den. "
        "Vil du ikke have flere? Log ind, og vælg Beskeder."
    ),
    "en": (
        "Hello\n\n"
        "There is news for you from {sender}. Log in to My overview and choose News.{where}\n\n"
        "For your own sake it does not say here what it is.\n\n"
        "You get this message because you asked for it. You cannot reply to it. "
        "Do you want no more of them? Log in and choose Messages."
    ),
}


def words(sender: str, site: str, language: str) -> Words:
    """The words in a language ("da" or "en"); `site` is the address, "" where it is not known."""
    chosen = language if language in _TEXT else "da"
    where = f"\n\n{site}" if site else ""
    return Words(
        sender,
        _TITLE[chosen].format(sender=sender),
        _TEXT[chosen].format(sender=sender, where=where),
    )
