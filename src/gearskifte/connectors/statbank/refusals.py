# SPDX-License-Identifier: EUPL-1.2
"""Why StatBank gave no table, in plain words. Codes GS-CON-110 to 119."""

from __future__ import annotations

from gearskifte.kernel.errors import InputRefused, Text

_WAIT = Text(
    "Prøv igen senere; det, der er hentet før, bruges så længe.",
    "Try again later; what was fetched before is used meanwhile.",
)


def unreachable(reason: str) -> InputRefused:
    """No answer, or one that is no answer (maintenance, proxy, timeout)."""
    return InputRefused(
        "GS-CON-110",
        what=Text("Statistikbanken svarer ikke.", "StatBank does not answer."),
        why=Text(f"Forbindelsen gav: {reason}.", f"The connection gave: {reason}."),
        do=_WAIT,
    )


def too_many_cells(asked: str) -> InputRefused:
    """REQUEST-LIMIT."""
    return InputRefused(
        "GS-CON-111",
        what=Text("Udtrækket er for stort.", "The extract is too large."),
        why=Text(
            f"Statistikbanken siger: {asked}",
            f"StatBank allows 1,000,000 cells in this file type and says: {asked}",
        ),
        do=Text(
            "Hent med formatet BULK, eller vælg færre år eller områder.",
            "Fetch in the format BULK, or choose fewer years or areas.",
        ),
    )


def said_no(code: str, message: str) -> InputRefused:
    """Any other error StatBank names."""
    return InputRefused(
        "GS-CON-112",
        what=Text("Statistikbanken afviste udtrækket.", "StatBank refused the extract."),
        why=Text(f"{code}: {message}", f"{code}: {message}"),
        do=Text(
            "Se efter, at tabellen og værdierne findes, med `gearskifte workforce table`.",
            "Check that the table and the values exist, with `gearskifte workforce table`.",
        ),
    )


def no_such_value(variable: str, value: str, known: str) -> InputRefused:
    """A chosen variable or value that the table does not have."""
    return InputRefused(
        "GS-CON-113",
        what=Text(
            f"Tabellen har ikke {variable} = {value}.", f"The table has no {variable} = {value}."
        ),
        why=Text(f"Den har: {known}.", f"It has: {known}."),
        do=Text("Ret udvalget.", "Correct the selection."),
    )


def not_what_was_asked(table: str, got: int, asked: int) -> InputRefused:
    """An answer with other cells than were asked for."""
    return InputRefused(
        "GS-CON-114",
        what=Text(
            f"Svaret på {table} har {got} celler, og der blev bedt om {asked}.",
            f"The answer to {table} has {got} cells, and {asked} were asked for.",
        ),
        why=Text(
            "Overførslen kan være afbrudt, eller en variabel er lagt sammen.",
            "The transfer may have been cut off, or a variable was summed.",
        ),
        do=Text("Hent tabellen igen.", "Fetch the table again."),
    )
