# SPDX-License-Identifier: EUPL-1.2
"""Our own addresses as a provider knows them, and where a browser may be sent after a login."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

LOG_IN: Final = "log-ind/"
LOGGED_OUT: Final = "log-ud/faerdig/"
_OWN_PAGE: Final = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")


@dataclass(frozen=True, slots=True)
class Ours:
    """Our own addresses at a provider, all below the site's one configured address."""

    answer: str
    logged_out: str
    ended: str
    metadata: str


def ours(site: str, who: str) -> Ours:
    """The addresses for the provider of `who`, on the site whose own address is `site`."""
    base = f"{site.rstrip('/')}/{LOG_IN}{who}/"
    return Ours(
        answer=f"{base}svar/",
        logged_out=f"{site.rstrip('/')}/{LOGGED_OUT}",
        ended=f"{base}slut/",
        metadata=f"{base}metadata.xml",
    )


def own_page(wanted: str) -> str:
    """The page to show after a login, if it is one of ours; else the front page.

    One that leads elsewhere (by a host, a backslash, a scheme, a line break) is not.
    """
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    own = _OWN_PAGE.fullmatch(wanted) and not parts.scheme and not parts.netloc
    return wanted if own else "/"
