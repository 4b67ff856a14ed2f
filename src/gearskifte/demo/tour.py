# SPDX-License-Identifier: EUPL-1.2
"""The guided tour: one story through all rooms, as the people who are in it, on what is real here.

Each stop is a page of the product, seen by whoever it is for. Nothing is shown for the tour's sake:
the robots work while it is taken, and the figures are those of the moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gearskifte.kernel.errors import Text

COOKIE: Final = "gearskifte_tour"
"""At which stop a browser is; it says nothing about anybody."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop: whose eyes, the name of the page's address, and what there is to see."""

    person: str
    place: str
    text: Text


TOUR: Final = (
    Stop(
        "frederik",
        "registry:sources",
        Text(
            "Fire leverandørers systemer har sendt beskeder. Her ses, hvem der er til at stole på.",
            "Four vendors' systems sent messages. Here one sees which can be trusted.",
        ),
    ),
    Stop(
        "karen",
        "overview:mine",
        Text(
            "Karen ser alt det på ét sted: hvis tur det er, hvornår hun får svar, og hendes penge.",
            "Karen sees it all in one place: whose move it is, when she is answered, her money.",
        ),
    ),
    Stop(
        "henrik",
        "robots:mine",
        Text(
            "Fagchefen ejer robotterne. De arbejder nu i et gammelt system og gør intet to gange.",
            "The department head owns the robots. They work in an old system, nothing twice.",
        ),
    ),
    Stop(
        "mette",
        "robots:tasks",
        Text(
            "Det, en robot ikke kan afgøre, bliver et spørgsmål til en medarbejder.",
            "What a robot cannot decide becomes a question to a case worker.",
        ),
    ),
    Stop(
        "jonas",
        "overview:log",
        Text(
            "Jonas ser, hvem der har set hans oplysninger og hvorfor, robotter med.",
            "Jonas sees who looked at his data and why, robots too.",
        ),
    ),
    Stop(
        "henrik",
        "effects:service",
        Text(
            "Af det samme tælles, hvor længe borgerne venter, og om fristerne holder.",
            "From the same is counted how long citizens wait, and whether deadlines hold.",
        ),
    ),
    Stop(
        "lise",
        "effects:promises",
        Text(
            "Løftet blev skrevet ind før. Det gøres op af sig selv, også når det ikke holdt.",
            "The promise was written down before. It is reckoned by itself, held or not.",
        ),
    ),
    Stop(
        "torben",
        "workforce:freed",
        Text(
            "Kun målte timer tæller, og først når nogen har sagt, hvad de er brugt til.",
            "Only measured hours count, and only when somebody said what they went to.",
        ),
    ),
    Stop(
        "torben",
        "workforce:hands",
        Text(
            "Så ses, hvor mange hænder der mangler, og hvor lidt eller meget hvert håndtag giver.",
            "Then one sees how many hands lack, and how little or much each lever gives.",
        ),
    ),
    Stop(
        "nadia",
        "commons:portfolio",
        Text(
            "Andre har måske gjort det. Her ses hvem, hvad det gav, og hvad der kan genbruges.",
            "Others may have done it. Here one sees who, what it gave, and what can be reused.",
        ),
    ),
    Stop(
        "lise",
        "gearbox:gearbox",
        Text(
            "Direktøren ser hele kredsløbet på én side, og hvad der venter på hende.",
            "The director sees the whole loop on one page, and what waits for her.",
        ),
    ),
)


def at_stop(cookie: str) -> int | None:
    """The number of the stop a browser is at; None where it is not on the tour."""
    number = int(cookie) if cookie.isascii() and cookie.isdecimal() and len(cookie) < 3 else -1
    return number if 0 <= number < len(TOUR) else None
