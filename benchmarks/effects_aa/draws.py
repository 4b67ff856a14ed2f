# SPDX-License-Identifier: EUPL-1.2
"""Made-up adoptions among real building permits of five municipalities, and who finds an effect."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import duckdb
import numpy as np

from gearskifte.effects.public import (
    CaseRule,
    Panel,
    Question,
    Scale,
    StartedCase,
    Verdict,
    case_panel,
    evaluate,
)
from gearskifte.effects.rules.adoption import month_of

DECISIONS: Final = (
    "01_HOOFD_490_1", "01_HOOFD_490_2", "01_HOOFD_491",
    "01_HOOFD_510_2", "01_HOOFD_510_3", "01_HOOFD_510_4",
)  # fmt: skip
FOLLOWED: Final = 120
_LEAST: Final = 40
"""Cases a kind of permit must have in a municipality to be a unit of its own."""
_NORMAL: Final = 1.959964

_CASES: Final = """
SELECT municipality, coalesce(parts, ''),
    min(timezone('Europe/Amsterdam', timezone('UTC', start_utc)))::date,
    min(timezone('Europe/Amsterdam', timezone('UTC', ts_utc)))
        FILTER (WHERE action_code IN (SELECT unnest($decisions)))::date,
    max(timezone('Europe/Amsterdam', timezone('UTC', ts_utc)))::date
FROM read_parquet($path)
GROUP BY municipality, case_id, 2
"""


@dataclass(frozen=True, slots=True)
class Permit:
    """A permit: whose, of what kind, from when to when, and the last day its log tells of."""

    municipality: str
    kind: str
    started: date
    decided: date | None
    told: date


def permits(path: Path) -> list[Permit]:
    """All cases of the five logs, by local date."""
    with duckdb.connect() as connection:
        connection.execute("LOAD icu")
        found = connection.execute(
            _CASES, {"path": str(path), "decisions": list(DECISIONS)}
        ).fetchall()
    return [Permit(f"M{number}", *rest) for number, *rest in found if rest[1] is not None]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One made-up adoption.

    Attributes:
        panel: with the adoption in it.
        before_and_after: whether Welch's test on the adopters' cases finds an effect.
    """

    panel: Panel
    before_and_after: bool


class Municipalities:
    """Draws in which whole municipalities adopt: one of five, with a random half of the kinds."""

    def __init__(self, cases: Sequence[Permit], random: np.random.Generator) -> None:
        self._cases, self._random = cases, random
        self._kinds = sorted({case.kind for case in cases})

    def __iter__(self) -> Iterator[Drawn]:
        while True:
            kinds = {kind for kind in self._kinds if self._random.random() < 0.5}
            cases = [case for case in self._cases if case.kind in kinds]
            yield _draw({case: case.municipality for case in cases}, 1, self._random)


class Kinds:
    """Draws in which a municipality adopts for one kind of permit: some 40 units."""

    def __init__(self, cases: Sequence[Permit], random: np.random.Generator) -> None:
        number: dict[tuple[str, str], int] = defaultdict(int)
        for case in cases:
            number[case.municipality, case.kind] += 1
        large = {unit for unit, cases_ in number.items() if cases_ >= _LEAST}
        self._units = {
            case: f"{case.municipality} {case.kind}"
            if (case.municipality, case.kind) in large
            else f"{case.municipality} rest"
            for case in cases
        }
        self._random = random

    def __iter__(self) -> Iterator[Drawn]:
        for adopters in itertools.cycle((1, 2, 3, 5, 8)):
            yield _draw(self._units, adopters, self._random)


def _draw(units: Mapping[Permit, str], adopters: int, random: np.random.Generator) -> Drawn:
    cases = [
        StartedCase(unit, case.started, case.decided, touched=False) for case, unit in units.items()
    ]
    told: dict[str, date] = {}
    for case in units:
        told[case.municipality] = max(case.told, told.get(case.municipality, date.min))
    ends = {unit: told[case.municipality] for case, unit in units.items()}
    panel = case_panel(cases, ends, CaseRule(followed=FOLLOWED))
    names = list(random.permutation(panel.units)[:adopters])
    months = panel.numbers[13:-11]
    adopted = {name: int(random.choice(months)) for name in names}
    panel = case_panel(cases, ends, CaseRule(followed=FOLLOWED), adopted)
    return Drawn(panel, _welch(cases, adopted))


def _welch(cases: Sequence[StartedCase], adopted: Mapping[str, int]) -> bool:
    """What a plain comparison of the adopters' decided cases, a year on either side, says."""
    before, after = [], []
    for case in cases:
        since = month_of(case.started) - adopted[case.unit] if case.unit in adopted else None
        if since is None or case.decided is None or case.decided < case.started:
            continue
        days = np.log1p((case.decided - case.started).days)
        if -12 <= since < 0:
            before.append(days)
        elif 0 <= since < 12:
            after.append(days)
    if min(len(before), len(after)) < 5:
        return False
    error = np.sqrt(np.var(before, ddof=1) / len(before) + np.var(after, ddof=1) / len(after))
    return bool(abs(np.mean(after) - np.mean(before)) > _NORMAL * error)


@dataclass(frozen=True, slots=True)
class Tally:
    """What was found in so many draws: shares.

    Attributes:
        draws: how many.
        false_positives: with the verdict better or worse.
        undecided: with the verdict cannot be decided.
        before_and_after: in which the plain comparison finds an effect.
        units: how many there are, in the last draw.
    """

    draws: int
    false_positives: float
    undecided: float
    before_and_after: float
    units: int


def tally(draws: Iterator[Drawn], number: int, placements: int) -> Tally:
    """What the product says of so many draws."""
    asked = Question(scale=Scale.LOGGED, placements=placements)
    verdicts, plain, units = [], 0, 0
    for drawn in itertools.islice(draws, number):
        verdicts.append(evaluate(drawn.panel, asked).verdict)
        plain += drawn.before_and_after
        units = len(drawn.panel.units)
    found = sum(each in {Verdict.BETTER, Verdict.WORSE} for each in verdicts)
    undecided = sum(each is Verdict.CANNOT_BE_DECIDED for each in verdicts)
    return Tally(number, found / number, undecided / number, plain / number, units)
