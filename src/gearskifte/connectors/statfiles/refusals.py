# SPDX-License-Identifier: EUPL-1.2
"""Why a file of statistics cannot be read, and what to do. Codes GS-CON-100 to 109."""

from __future__ import annotations

from gearskifte.kernel.errors import InputRefused, Text


def not_recognised(name: str) -> InputRefused:
    """None of the known formats."""
    return InputRefused(
        "GS-CON-100",
        what=Text(
            f"Filen {name} er ikke en statistiktabel, vi kender.",
            f"The file {name} is no table of statistics that we know.",
        ),
        why=Text(
            "Vi læser CSV, PX, JSON-stat og Excel, også pakket med gzip.",
            "We read CSV, PX, JSON-stat and Excel, gzipped too.",
        ),
        do=Text(
            "Hent tabellen i et af de formater.", "Download the table in one of these formats."
        ),
    )


def damaged(name: str, form: str, where: str) -> InputRefused:
    """A known format that breaks its own rules."""
    return InputRefused(
        "GS-CON-101",
        what=Text(
            f"Filen {name} kan ikke læses som {form}.", f"The file {name} cannot be read as {form}."
        ),
        why=Text(f"Det går galt her: {where}.", f"It goes wrong here: {where}."),
        do=Text(
            "Hent filen igen, og se efter, at den er hel.",
            "Download the file again, and check that it is whole.",
        ),
    )


def too_large(cells: int, most: int) -> InputRefused:
    """More cells than memory should be given to."""
    return InputRefused(
        "GS-CON-102",
        what=Text(
            f"Tabellen har {cells} celler, og grænsen er {most}.",
            f"The table has {cells} cells and the limit is {most}.",
        ),
        why=Text(
            "Alle kombinationer af værdier skal have plads.",
            "All combinations of values must have room.",
        ),
        do=Text("Vælg færre år eller områder.", "Choose fewer years or areas."),
    )


def told_twice(name: str, cell: str) -> InputRefused:
    """Two numbers for the same cell."""
    return InputRefused(
        "GS-CON-103",
        what=Text(
            f"Filen {name} har to tal for samme celle: {cell}.",
            f"The file {name} has two numbers for the same cell: {cell}.",
        ),
        why=Text("Vi kan ikke vide, hvilket der gælder.", "We cannot know which one counts."),
        do=Text("Fjern den ene række.", "Remove one of the rows."),
    )
