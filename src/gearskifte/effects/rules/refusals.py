# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with a panel, told in Danish and English with a code to search for."""

from __future__ import annotations

from gearskifte.kernel.errors import InputRefused, Text


def missing_column(role: str, names: str, found: str) -> InputRefused:
    """A column that is needed is not there."""
    return InputRefused(
        "GS-EFF-101",
        what=Text(f"Tabellen har ingen kolonne »{role}«.", f"The table has no column '{role}'."),
        why=Text(f"Den har kolonnerne {found}.", f"Its columns are {found}."),
        do=Text(
            f"Kald kolonnen et af navnene {names}, eller skriv --column {role}=navn.",
            f"Give the column one of the names {names}, or write --column {role}=name.",
        ),
    )


def unreadable_cell(line: int, column: str, form: Text) -> InputRefused:
    """A cell holds what its column cannot mean."""
    return InputRefused(
        "GS-EFF-102",
        what=Text(
            f"Linje {line} kan ikke læses i kolonnen »{column}«.",
            f"Line {line} cannot be read in the column '{column}'.",
        ),
        why=Text(f"Der skulle stå {form.da}.", f"There should be {form.en}."),
        do=Text(
            "Ret cellen, eller lad den stå tom, hvis værdien mangler.",
            "Mend the cell, or leave it empty if the value is missing.",
        ),
    )


def told_twice(line: int, unit: str, period: str) -> InputRefused:
    """A unit has two lines for the same period."""
    return InputRefused(
        "GS-EFF-103",
        what=Text(
            f"Linje {line} gentager enheden {unit} i perioden {period}.",
            f"Line {line} repeats the unit {unit} in the period {period}.",
        ),
        why=Text("En enhed har én værdi i hver periode.", "A unit has one value in each period."),
        do=Text(
            "Læg linjerne sammen, eller brug en enhed, der er finere (kommune og emne).",
            "Add the lines up, or use a unit that is finer (municipality and subject).",
        ),
    )


def adopted_twice(unit: str, one: str, other: str) -> InputRefused:
    """A unit has two dates of adoption."""
    return InputRefused(
        "GS-EFF-104",
        what=Text(
            f"Enheden {unit} har både {one} og {other} som ibrugtagning.",
            f"The unit {unit} has both {one} and {other} as its adoption.",
        ),
        why=Text(
            "En enhed tager i brug én gang og bliver ved.",
            "A unit adopts once and keeps on.",
        ),
        do=Text(
            "Skriv den første periode på alle enhedens linjer.",
            "Write the first period on all lines of the unit.",
        ),
    )


def unreadable_periods(sample: str) -> InputRefused:
    """The periods are of no known form, or of several."""
    return InputRefused(
        "GS-EFF-105",
        what=Text(
            f"Perioderne kan ikke læses, for eksempel »{sample}«.",
            f"The periods cannot be read, for example '{sample}'.",
        ),
        why=Text(
            "Alle perioder skal være af samme slags: 2024, 2024-05, 2024K2, 2024-W07, "
            "2024-05-31 eller hele tal. 03/09/2024 kan være to forskellige dage og læses ikke.",
            "All periods must be of one kind: 2024, 2024-05, 2024Q2, 2024-W07, 2024-05-31 or "
            "whole numbers. 03/09/2024 may be two different days and is not read.",
        ),
        do=Text("Skriv dem alle på samme måde.", "Write them all in the same way."),
    )


def empty_table() -> InputRefused:
    """There is nothing in the table."""
    return InputRefused(
        "GS-EFF-106",
        what=Text("Tabellen har ingen linjer med værdier.", "The table has no lines with values."),
        why=Text(
            "Første linje skal give kolonnernes navne, og de næste værdierne.",
            "The first line must name the columns, and those after it give the values.",
        ),
        do=Text(
            "Giv en CSV-fil med kolonnerne unit, period, outcome, adopted_from og gerne weight.",
            "Give a CSV file with the columns unit, period, outcome, adopted_from and, if known, "
            "weight.",
        ),
    )


def no_logarithm(unit: str, period: str) -> InputRefused:
    """A value that is not above zero has no logarithm."""
    return InputRefused(
        "GS-EFF-107",
        what=Text(
            f"Værdien for {unit} i {period} har ingen logaritme.",
            f"The value of {unit} in {period} has no logarithm.",
        ),
        why=Text("Den er ikke over nul.", "It is not above zero."),
        do=Text(
            "Vælg --scale plain, eller brug et udfald, der altid er over nul.",
            "Choose --scale plain, or use an outcome that is always above zero.",
        ),
    )


def broken_line(line: int, cells: int, columns: int) -> InputRefused:
    """A line has more or fewer cells than there are columns."""
    return InputRefused(
        "GS-EFF-108",
        what=Text(f"Linje {line} er gået i stykker.", f"Line {line} is broken."),
        why=Text(
            f"Den har {cells} felter, og tabellen har {columns} kolonner.",
            f"It has {cells} cells, and the table has {columns} columns.",
        ),
        do=Text(
            "Sæt tekst med skilletegn i anførselstegn.",
            "Put text that holds the separator in quotation marks.",
        ),
    )


def no_cases(column: str) -> InputRefused:
    """Every value is made from no case at all."""
    return InputRefused(
        "GS-EFF-110",
        what=Text(
            f"Kolonnen »{column}« er 0 på alle linjer.", f"The column '{column}' is 0 on all lines."
        ),
        why=Text(
            "Den siger, hvor mange sager hver værdi er lavet af, og 0 er ingen.",
            "It says how many cases each value was made from, and 0 is none.",
        ),
        do=Text(
            "Skriv antallene, eller tag kolonnen ud, hvis de ikke kendes.",
            "Write the numbers, or take the column out if they are not known.",
        ),
    )
