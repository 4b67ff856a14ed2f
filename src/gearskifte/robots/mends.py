# SPDX-License-Identifier: EUPL-1.2
"""What the owner is asked to mend, with the form drawn as it was and as it is now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup
from psycopg import Cursor

from gearskifte.robots import queries
from gearskifte.robots.screen.rules.reasons import in_language
from gearskifte.robots.screen.rules.sketch import Row, sketch_svg, sketched
from gearskifte.ui.public import current_language


@dataclass(frozen=True, slots=True)
class Mend:
    """A proposal, and its two pictures; no picture where the page is not kept any more."""

    asked: queries.Proposal
    pictures: tuple[tuple[str, Markup], ...] = ()

    @property
    def why(self) -> str:
        """Why the field was found, in the reader's language."""
        return in_language(self.asked.why, current_language())


def mends(cursor: Cursor[Any], slug: str | None = None) -> list[Mend]:
    """The open proposals of one robot, or of all, the newest first."""
    asked = queries.proposals(cursor, slug)
    pages = queries.seen_pages(cursor, sorted({each.slug for each in asked}))
    return [Mend(each, _pictures(each, pages[each.slug])) for each in asked]


def _pictures(asked: queries.Proposal, pages: Any) -> tuple[tuple[str, Markup], ...]:
    found = sketched(pages, asked.was, asked.becomes)
    if found is None:
        return ()
    return (
        (_("Sådan var siden"), _drawn(found.before, f"mend-{asked.id}-a", _("Siden, som den var"))),
        (_("Sådan er den nu"), _drawn(found.now, f"mend-{asked.id}-b", _("Siden, som den er nu"))),
    )


def _drawn(rows: tuple[Row, ...], name: str, title: str) -> Markup:
    """The drawing, read aloud as its labels in order with the one in question marked."""
    told = ", ".join(
        _("%(field)s (markeret)") % {"field": r.label} if r.marked else r.label for r in rows
    )
    return Markup(sketch_svg(rows, name, title, told))  # noqa: S704 - escaped where it is drawn
