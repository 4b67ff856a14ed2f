# SPDX-License-Identifier: EUPL-1.2
"""Why statistics or plans that were given cannot be used, and what to do. Codes GS-WRK-001 on."""

from __future__ import annotations

from collections.abc import Iterable

from gearskifte.kernel.errors import InputRefused, Text

MOST_NAMED = 5


def no_variable(role: str, found: Iterable[str]) -> InputRefused:
    """A variable that must be there is not, or none of its values can be read."""
    danish = {"area": "område", "sex": "køn", "age": "alder", "time": "tid"}[role]
    return InputRefused(
        "GS-WRK-001",
        what=Text(
            f"Tabellen mangler {danish}, eller dens værdier kan ikke læses.",
            f"The table lacks {role}, or its values cannot be read.",
        ),
        why=Text(f"Den har {_list(found)}.", f"It has {_list(found)}."),
        do=Text(
            "Hent tabellen igen med område, køn, alder og tid, for eksempel FOLK1B.",
            "Fetch the table again with area, sex, age and time, for example FOLK1B.",
        ),
    )


def no_first_january(years: tuple[int, ...]) -> InputRefused:
    """No counts of 1 January, or a year is missing between others."""
    found = ", ".join(map(str, years)) or "-"
    return InputRefused(
        "GS-WRK-002",
        what=Text("Der mangler folketal den 1. januar.", "Counts of 1 January are missing."),
        why=Text(
            f"Fundne år: {found}. Første kvartal, januar eller hele år kan bruges, uden huller.",
            f"Years found: {found}. First quarters, Januaries or whole years can be used, "
            "without gaps.",
        ),
        do=Text("Hent første kvartal i hvert år.", "Fetch the first quarter of every year."),
    )


def ages_overlap(age: int) -> InputRefused:
    """Two age groups hold the same age, or none holds it."""
    return InputRefused(
        "GS-WRK-003",
        what=Text(
            f"Aldersgrupperne går ikke op ved {age} år.",
            f"The age groups do not fit together at age {age}.",
        ),
        why=Text(
            "Hver alder skal være i netop én gruppe.", "Every age must be in exactly one group."
        ),
        do=Text(
            "Vælg enten etårs- eller femårsgrupper.", "Choose either single or five-year ages."
        ),
    )


def unknown_areas(names: Iterable[str]) -> InputRefused:
    """Areas that are no municipality, region or the country, or are there twice."""
    return InputRefused(
        "GS-WRK-004",
        what=Text(
            f"Disse områder kan ikke bruges: {_list(names)}.",
            f"These areas cannot be used: {_list(names)}.",
        ),
        why=Text(
            "De er ikke blandt de 98 kommuner, eller de står der to gange.",
            "They are not among the 98 municipalities, or they are there twice.",
        ),
        do=Text(
            "Ret navnet eller koden, eller fjern rækkerne.",
            "Correct the name or the code, or remove the rows.",
        ),
    )


def missing_cells(count: int) -> InputRefused:
    """Cells without a number."""
    return InputRefused(
        "GS-WRK-005",
        what=Text(f"Der mangler tal i {count} celler.", f"{count} cells have no number."),
        why=Text(
            "En celle uden tal er ikke det samme som nul.",
            "A cell without a number is not the same as zero.",
        ),
        do=Text(
            "Hent tabellen igen med alle værdier valgt.",
            "Fetch the table again with all values chosen.",
        ),
    )


def sum_is_wrong(what: str, counted: float, published: float) -> InputRefused:
    """Parts that do not add up to the whole the table itself gives."""
    return InputRefused(
        "GS-WRK-006",
        what=Text(
            f"Tallene giver {counted:.0f}, men tabellens egen sum for {what} er {published:.0f}.",
            f"The numbers add up to {counted:.0f}, but the table's own total ({what}) is "
            f"{published:.0f}.",
        ),
        why=Text(
            "Rækker mangler, eller en variabel er lagt sammen uden at være valgt.",
            "Rows are missing, or a variable was summed without being chosen.",
        ),
        do=Text(
            "Hent tabellen igen, og vælg alle variable.",
            "Fetch the table again and choose every variable.",
        ),
    )


def too_few_years(have: int, need: int) -> InputRefused:
    """A table too short for what is asked."""
    return InputRefused(
        "GS-WRK-007",
        what=Text(
            f"Tabellen har {have} år, og der skal bruges mindst {need}.",
            f"The table has {have} years, and {need} or more are needed.",
        ),
        why=Text(
            "Et skøn kan kun prøves, når både årene før og det, der kom, er i tabellen.",
            "A forecast can be tried only if the years before it and what came are in the table.",
        ),
        do=Text(
            "Hent flere år, eller se kortere frem med --horizon.",
            "Fetch more years, or look less far ahead with --horizon.",
        ),
    )


def no_such_origin(year: int, possible: Iterable[str]) -> InputRefused:
    """A year one cannot forecast from with this table and horizon."""
    allowed = _list(possible)
    return InputRefused(
        "GS-WRK-008",
        what=Text(f"Der kan ikke skønnes fra {year}.", f"No forecast can be made from {year}."),
        why=Text(
            f"Tabellen tillader {allowed}: tre år før og det år, der ses frem til, skal være der.",
            f"The table allows {allowed}: three years before and the year "
            "looked ahead to must be there.",
        ),
        do=Text(
            "Vælg et af de år, eller se kortere frem med --horizon.",
            "Choose one of those, or look less far ahead with --horizon.",
        ),
    )


def no_broad_groups(age: int) -> InputRefused:
    """Age groups that cannot be put together to the broad groups that are compared."""
    return InputRefused(
        "GS-WRK-009",
        what=Text(
            f"Ingen aldersgruppe begynder ved {age} år.", f"No age group begins at age {age}."
        ),
        why=Text(
            "Der måles på 0-4, 5-14, 15-64, 65-79 og 80 år og derover, som ikke kan deles fra "
            "hinanden.",
            "What is measured is 0-4, 5-14, 15-64, 65-79 and 80 years and over, which cannot be "
            "told apart.",
        ),
        do=Text(
            "Hent tabellen med etårs- eller femårsgrupper.",
            "Fetch the table with single or five-year ages.",
        ),
    )


def no_movement(years: int) -> InputRefused:
    """A table of people from which nobody can see how they move."""
    return InputRefused(
        "GS-WRK-010",
        what=Text(f"Tabellen har kun {years} år.", f"The table has only {years} years."),
        why=Text(
            "Hvordan folk fødes, dør og flytter, ses af to år eller flere.",
            "How people are born, die and move is seen from two years or more.",
        ),
        do=Text("Hent flere år, gerne ti.", "Fetch more years, ten if you can."),
    )


def no_file(name: str, kind: Text) -> InputRefused:
    """A municipality that lacks a file its plan needs."""
    return InputRefused(
        "GS-WRK-025",
        what=Text(f"{name} mangler filen {kind.da}.", f"{name} lacks the file {kind.en}."),
        why=Text("Uden den kan der ikke planlægges.", "Nothing can be planned without it."),
        do=Text(
            f"Læg filen i mappen {name}, eller ved siden af mapperne, hvis den er for alle.",
            f"Put the file in the folder {name}, or beside the folders if it is for all.",
        ),
    )


def no_area(name: str) -> InputRefused:
    """A municipality that is not in the table of people."""
    return InputRefused(
        "GS-WRK-026",
        what=Text(
            f"{name} er ikke i tabellen over folketal.", f"{name} is not in the table of people."
        ),
        why=Text(
            "Mappen skal hedde det samme som kommunen i tabellen, eller dens kode.",
            "The folder must be called what the table calls the municipality, or its code.",
        ),
        do=Text("Ret mappens navn.", "Correct the name of the folder."),
    )


def _list(names: Iterable[str]) -> str:
    listed = list(names)
    more = f" (+{len(listed) - MOST_NAMED})" if len(listed) > MOST_NAMED else ""
    return (", ".join(listed[:MOST_NAMED]) or "-") + more
