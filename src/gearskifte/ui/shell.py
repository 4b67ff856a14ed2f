# SPDX-License-Identifier: EUPL-1.2
"""What surrounds every page: who is logged in, where one can go, where help is.

The application makes one `Shell` per request (a template context processor named `shell`); the
layout draws it. A page without one gets the empty shell.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go; `current` marks the one the reader is at."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide above the page: what to see here, and the button that leads on.

    Attributes:
        place: how far one is ("3 af 11"). send_to: where the button's form is posted.
        name, value: what the form says. button: its text.
    """

    text: str
    place: str
    send_to: str
    name: str
    value: str
    button: str


@dataclass(frozen=True, slots=True)
class Who:
    """Who is logged in: a name, what they are here as, and whom they act for, if anyone."""

    name: str
    role: str = ""
    acting_for: str = ""


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page.

    Attributes:
        organisation: whose service this is; shown beside the product's name.
        home: where the product's name leads.
        who: the person logged in, or None.
        log_out: where the log-out form is sent, or empty when there is nobody to log out.
        sections: the main places of the site, shown under the header.
        notice: one sentence shown above everything (a trial, planned downtime).
        guide: what leads the reader through the pages, or None.
        accessibility_statement: address of the accessibility statement (tilgængelighedserklæring).
        footer_links: other links of the footer.
    """

    organisation: str = ""
    home: str = "/"
    who: Who | None = None
    log_out: str = ""
    sections: tuple[Link, ...] = ()
    notice: str = ""
    guide: Guide | None = None
    accessibility_statement: str = ""
    footer_links: tuple[Link, ...] = ()
