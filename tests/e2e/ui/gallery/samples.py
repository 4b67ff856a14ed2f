# SPDX-License-Identifier: EUPL-1.2
"""What the gallery's pages show: easy content, difficult content, and hostile content."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from gearskifte.kernel.quantities import Figure, Money
from gearskifte.ui import public as ui

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 42, tzinfo=UTC)
LONG_WORD = "Arbejdsmarkedsuddannelsesgodtgørelsesansøgningsbehandling"
HOSTILE = "<b id='alive'>\"&'</b><script>document.title='alive'</script>{{ 7 * 7 }}"
STEPS = [
    {"label": "Modtaget", "state": "done", "when": "3. nov. 2026"},
    {"label": "Oplyst", "state": "done", "when": "12. nov. 2026"},
    {"label": "Afgjort", "state": "current", "when": "ventes 3.–17. dec. 2026"},
    {"label": "Afsluttet", "state": "upcoming", "when": ""},
]
MONTHS = ("jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.")


def overview() -> dict[str, object]:
    """The page of one person with something to do, something under way and something unknown."""
    payments = [
        (date(2026, 11, 30), "Boligstøtte", Money(342350), "Udbetales"),
        (date(2026, 10, 30), "Boligstøtte", Money(342350), "Udbetalt"),
        (date(2026, 10, 15), "Tilbagebetaling", Money(-80000), "Trukket"),
    ]
    return {"today": TODAY, "now": NOW, "due": date(2026, 12, 1), "steps": STEPS,
            "payments": payments}  # fmt: skip


def components() -> dict[str, object]:
    """One of everything, and a second of what is hard to fit."""
    return {
        "now": NOW,
        "steps": STEPS,
        "long_word": LONG_WORD,
        "links": [ui.Link("Oversigt", "#", current=True), ui.Link("Breve", "#"),
                  ui.Link("Hvem har set det?", "#")],
        "home": [ui.Link("Forside", "/"), ui.Link("Mine breve", "/breve")],
        "figures": figures(),
        "bars": bar_chart(LONG_WORD),
        "effects": effects_chart(),
        "lines": line_chart(),
        "pagings": [ui.Paging.at(page, per_page=50, total=5000) for page in (1, 37, 100)],
        "short_paging": ui.Paging.at(1, per_page=50, total=0),
        "rows": [[LONG_WORD, "123", ui.kroner(1142350, "da")],
                 ["Ærø & Øernes Fællesråd", "4", ui.kroner(-50, "da")]],
    }  # fmt: skip


def figures() -> list[Figure]:
    """A figure with bounds, one without, and one that is large."""
    return [
        Figure(Decimal(41), "timer", (36, 45), "kørselslog, 212 rækker", NOW, "Målt på 60 sager"),
        Figure(7, "%", None, "Danmarks Statistik, FOLK1A", NOW, "Optalt"),
        Figure(Decimal("1234567.5"), "kr.", (Decimal(1000000), Decimal(1500000)),
               "regnskab 2026", NOW, "Fremskrevet fra tre år"),
    ]  # fmt: skip


def bar_chart(label: str) -> ui.BarChart:
    """Three bars: a plain one, a long word, and one with wide bounds."""
    return ui.BarChart(
        key="svartid",
        title="Så længe venter man på svar",
        description="Ansøgninger om plads venter længst: 61 dage.",
        counted="Område",
        unit="dage",
        bars=(
            ui.Bar("Hjælpemidler", 23, (19, 28)),
            ui.Bar(label, Decimal("61.5"), (44, 80)),
            ui.Bar("Byggetilladelser", 9),
        ),
    )


def effects_chart() -> ui.BarChart:
    """Bars on both sides of zero."""
    return ui.BarChart(
        key="aendring",
        title="Ændring i ventetid efter omlægningen",
        description="To steder blev den kortere, et sted længere.",
        counted="Sted",
        unit="%",
        bars=(
            ui.Bar("Nordby", -20, (-27, -12)),
            ui.Bar("Mølleby", -7, (-17, 4)),
            ui.Bar("Sønderby", 5, (-3, 12)),
        ),
    )


def line_chart() -> ui.LineChart:
    """Two lines, one with a band, and a moment."""
    ours = (41, 40, 43, 42, 36, 33, 31, 30, 29)
    return ui.LineChart(
        key="ventetid",
        title="Ventetid på svar, måned for måned",
        description="Efter maj faldt ventetiden i Mølleby fra 42 til 29 dage; andre steder ikke.",
        counted="Måned",
        unit="dage",
        labels=MONTHS,
        lines=(
            ui.Line("Mølleby", ours, tuple((value - 4, value + 5) for value in ours)),
            ui.Line("De andre kommuner", (40, 41, 40, 42, 41, 40, 41, 39, 40)),
        ),
        mark=(4, "Ny arbejdsgang"),
    )


def hostile() -> dict[str, object]:
    """The same markup as every text of every component."""
    link = ui.Link(HOSTILE, HOSTILE, current=True)
    return {
        "text": HOSTILE,
        "link": link,
        "figure_of_text": Figure(1, HOSTILE, (0, 2), HOSTILE, NOW, HOSTILE),
        "paging": ui.Paging.at(1, per_page=1, total=3),
        "bars": ui.BarChart("k1", HOSTILE, HOSTILE, HOSTILE, HOSTILE, (ui.Bar(HOSTILE, 1),)),
        "lines": ui.LineChart("k2", HOSTILE, HOSTILE, HOSTILE, HOSTILE, (HOSTILE, HOSTILE),
                              (ui.Line(HOSTILE, (1, 2)),), (1, HOSTILE)),
    }  # fmt: skip
