# SPDX-License-Identifier: EUPL-1.2
"""Why a plan does not do more, in words: the limits that bind, and what one more would cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gearskifte.kernel.errors import Text
from gearskifte.workforce.rules.moves.loans import Loan
from gearskifte.workforce.rules.moves.plan import Willing
from gearskifte.workforce.rules.moves.program import RowName

WORTH_TELLING: Final = 1.0
"""Hours that one more must cover to be told."""
MOST_TOLD: Final = 8
PER_KRONER: Final = 10_000
PER_HOURS: Final = 100
TIMES: Final = {"budget": PER_KRONER, "loan": PER_HOURS, "borrows": PER_HOURS}
"""How many more of a limit are told of at once."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A limit that binds (bindende ramme), and the hours one more of it would cover."""

    text: Text
    hours: float


def reasons(
    prices: dict[RowName, float],
    willing: Sequence[Willing],
    posts: Sequence[Text],
    services: Sequence[Text],
    first_year: int,
    loans: Sequence[Loan] = (),
) -> tuple[Reason, ...]:
    """The limits whose price is not nothing, the dearest first.

    `posts` and `services` are their names, `first_year` the calendar year of the plan's first,
    `loans` the agreements that were planned with.
    """
    found = []
    for name, price in prices.items():
        times = TIMES.get(name.kind, 1)
        if price * times >= WORTH_TELLING and name.kind in _WORDS:
            found.append(
                Reason(_told(name, willing, posts, services, first_year, loans), price * times)
            )
    return tuple(sorted(found, key=lambda reason: -reason.hours)[:MOST_TOLD])


_WORDS: Final = {
    "courses": Text("Én kursusplads mere i {year}", "One more course place in {year}"),
    "budget": Text(
        "10.000 kr. mere til omskoling i {year}", "DKK 10,000 more for retraining in {year}"
    ),
    "willing": Text(
        "Én mere, der vil flytte fra {a} til {b}", "One more willing to move from {a} to {b}"
    ),
    "staff": Text("Én ansat mere som {a} i {year}", "One more employee as {a} in {year}"),
    "loan": Text(
        "100 timer mere, som {a} vil låne ud til {b} i {year}",
        "100 hours more that {a} would lend {b} in {year}",
    ),
    "borrows": Text(
        "100 timer mere, som {a} må låne i {year}",
        "100 hours more that {a} may borrow in {year}",
    ),
    "qualified": Text(
        "Kravet om uddannede i {a} i {year}: én time mindre",
        "The share of qualified staff in {a} in {year}: one hour less",
    ),
}


def _told(
    name: RowName,
    willing: Sequence[Willing],
    posts: Sequence[Text],
    services: Sequence[Text],
    first_year: int,
    loans: Sequence[Loan],
) -> Text:
    nothing = Text("", "")
    a = b = nothing
    year = 0
    match name:
        case RowName("courses" | "budget", (int(at),)):
            year = first_year + at
        case RowName("willing", (int(number),)):
            a, b = posts[willing[number].origin], posts[willing[number].target]
        case RowName("staff", (int(post), int(at))):
            a, year = posts[post], first_year + at
        case RowName("loan", (int(number), int(at))):
            names = loans[number].lender, loans[number].borrower
            (a, b), year = (Text(name, name) for name in names), first_year + at
        case RowName("borrows" | "qualified", (int(service), int(at))):
            a, year = services[service], first_year + at
    words = _WORDS[name.kind]
    return Text(
        words.da.format(a=a.da, b=b.da, year=year), words.en.format(a=a.en, b=b.en, year=year)
    )
