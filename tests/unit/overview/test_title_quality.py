# SPDX-License-Identifier: EUPL-1.2
"""Titles that a citizen cannot read are counted, and the good ones are left in peace."""

from __future__ import annotations

import pytest

from gearskifte.overview.rules.title_quality import TitleFault, survey, title_faults

pytestmark = pytest.mark.unit

A, N, S, D, I = (  # noqa: E741 - one letter for each kind of fault keeps the table readable
    TitleFault.ABBREVIATION,
    TitleFault.NAME,
    TitleFault.SHOUTING,
    TitleFault.NUMBER,
    TitleFault.INSIDE_WORD,
)


@pytest.mark.parametrize(
    ("title", "faults"),
    [
        ("Ansøgning om rollator", set()),
        ("Hjælp til forsørgelse, mens du søger arbejde", set()),
        ("Svejsekursus, 4 uger af 6", set()),
        ("Plads i vuggestue til Alma", set()),
        ("Hjælp til rengøring.", set()),
        ("Revurd. hjh., opf. på fald", {A}),
        ("Enk.yd. flytteudg. – afslag", {A}),
        ("ØFP 2 voksne, indk.grundlag mgl.", {A}),
        ("HJH – rengøring hver 2. uge, KMH", {A, N}),
        ("Kontaktforløb, JVL", {A, N}),
        ("P-KORT HOLM, KAREN MARGRETHE", {S, N}),
        ("SKYTTEVÆNGET 12 - CARPORT 32 M2", {S}),
        ("Sag 26/00318 om carport", {D}),
        ("Visitation til hjemmehjælp", {I}),
        ("Modtagelse, Holm", {N}),
        ("Klage over hegn fra Bo Nabo Hansen", {N}),
        ("Støjklage over nabo Preben", {N}),
        ("Aftale med Udbetaling Danmark", set()),
        ("Plads i Børnehuset Solsikken", set()),
    ],
)
def test_each_kind_of_fault_is_found(title: str, faults: set[TitleFault]) -> None:
    """Abbreviations, names, capitals, numbers and inside words; and nothing in a plain title."""
    assert title_faults(title, ["Karen Margrethe Holm"]) == faults


def test_a_title_that_is_not_there_has_that_fault_alone() -> None:
    """No title is one fault."""
    assert title_faults(" ") == {TitleFault.EMPTY}


def test_subjects_are_counted_and_the_worst_come_first() -> None:
    """How many titles, how many with a fault, and how often each fault occurs."""
    found = survey(
        [
            ("27.35.04", "Hjemmehjælp", "HJH til bad, KMH", ["Karen Holm"]),
            ("27.35.04", "", "Hjælp til rengøring", []),
            ("32.30.00", "Pension", "Folkepension", []),
        ]
    )
    assert [(each.kle, each.subject, each.cases, each.faulty) for each in found] == [
        ("27.35.04", "Hjemmehjælp", 2, 1),
        ("32.30.00", "Pension", 1, 0),
    ]
    assert found[0].faults == {"abbreviation": 1, "name": 1}
