# SPDX-License-Identifier: EUPL-1.2
"""A panel as a table of text: one line for each unit and period."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gearskifte.effects.rules import refusals
from gearskifte.effects.rules.long_base import Integers
from gearskifte.effects.rules.panel import Panel
from gearskifte.effects.rules.periods import Periods, Step, reader_of, recognise
from gearskifte.kernel.errors import Text

Floats = NDArray[np.float64]

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "unit": (
        "unit",
        "municipality",
        "kommune",
        "enhed",
        "id",
        "unitid",
        "kommunekode",
        "county",
        "countyreal",
        "state",
        "sid",
        "region",
        "myndighed",
    ),
    "period": (
        "period",
        "periode",
        "month",
        "måned",
        "maaned",
        "quarter",
        "kvartal",
        "year",
        "år",
        "aar",
        "date",
        "dato",
        "time",
        "tid",
        "t",
        "week",
        "uge",
    ),
    "outcome": ("outcome", "udfald", "y", "value", "værdi", "vaerdi", "lemp", "resultat"),
    "adopted_from": (
        "adoptedfrom",
        "adopted",
        "adoption",
        "ibrugtaget",
        "ibrugtagetfra",
        "firsttreat",
        "g",
        "gvar",
        "group",
        "cohort",
        "effyear",
        "treatyear",
        "treatedfrom",
        "treatmentyear",
    ),
    "weight": ("weight", "vægt", "vaegt", "weights", "w", "cases", "sager", "n", "antal", "popwt"),
}
"""What each column may be called; letter case, spaces and signs make no difference."""

_SIGNS: Final = re.compile(r"[\W_]+")
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_THOUSANDS: Final = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+")
_MISSING: Final = {"", "na", "nan", "null", "none", ".", "-", "–", "..", "#n/a", "n/a"}
_NEVER: Final = _MISSING | {
    "inf",
    "+inf",
    "infinity",
    "∞",
    "never",
    "aldrig",
    "nevertreated",
    "untreated",
    "nottreated",
    "ingen",
    "no",
    "nej",
    "false",
    "falsk",
    "nat",
}
_NO_PERIOD: Final = (
    re.compile(r"[-+]?0+(?:[.,]0*)?"),
    re.compile(r"-\d+(?:[.,]0*)?"),
    re.compile(r"(?:2999|9999)(?:[-/.mqw]?\d{1,2}){0,2}(?:[t ].*)?"),
)
"""What no period is where periods are counted upwards: 0, less than 0, and how databases write a
date that never comes."""
_FAR: Final = re.compile(r"\d{5,}(?:[.,]0*)?|\d(?:[.,]\d+)?[eE]\+?\d+")
"""A number that stands for never beside dates that it cannot be one of."""
_A_NUMBER: Final = Text("et tal", "a number")
_A_WEIGHT: Final = Text("et antal sager, 0 eller flere", "a number of cases, 0 or more")
_A_PERIOD: Final = Text(
    "en periode af samme slags som de andre", "a period of the same kind as the others"
)


@dataclass(frozen=True, slots=True)
class PanelTable:
    """A table that was read: the axes, and the values of every column that was asked for.

    Attributes:
        units, step, numbers, cases, adopted: as in `Panel`.
        values: (units, periods) for each outcome and covariate, by the column's name.
        outcomes: the names of the outcomes.
        covariates: the names of the covariates.
        has_weight: whether the table says how many cases each value was made from.
    """

    units: tuple[str, ...]
    step: Step
    numbers: Integers
    cases: Floats
    adopted: Floats
    values: Mapping[str, Floats]
    outcomes: tuple[str, ...]
    covariates: tuple[str, ...]
    has_weight: bool

    def panel(self, outcome: str) -> Panel:
        """The panel of one outcome."""
        return Panel(
            self.units, self.step, self.numbers, self.values[outcome], self.cases, self.adopted
        )

    def stacked_covariates(self) -> Floats:
        """The covariates: (units, periods, covariates)."""
        if not self.covariates:
            return np.empty((*self.cases.shape, 0))
        return np.stack([self.values[name] for name in self.covariates], axis=2)


def read_panel(
    text: str,
    columns: Mapping[str, str] | None = None,
    *,
    outcomes: Sequence[str] = (),
    covariates: Sequence[str] = (),
) -> PanelTable:
    """Reads a table with a line of names; `;`, `,`, tab or `|` between cells.

    Args:
        text: the table.
        columns: what columns are called, by role (unit, period, outcome, adopted_from, weight),
            where the names do not say it.
        outcomes: the columns of outcomes, where there are several.
        covariates: columns that adopters and controls may differ in.

    Raises:
        InputRefused: if a column is missing, or a cell cannot be read.
    """
    return _Reader(text, columns or {}, tuple(outcomes), tuple(covariates)).table()


class _Reader:
    """Reads one table; keeps the place of what it is reading for errors."""

    def __init__(
        self,
        text: str,
        said: Mapping[str, str],
        outcomes: tuple[str, ...],
        covariates: tuple[str, ...],
    ) -> None:
        plain = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        head = plain.lstrip().partition("\n")[0]
        self._separator = max(";,\t|", key=head.count) if head else ","
        lines = csv.reader(io.StringIO(plain), delimiter=self._separator)
        try:
            rows = [(lines.line_num, row) for row in lines]
        except csv.Error as error:
            raise refusals.empty_table() from error
        self._rows = [(line, row) for line, row in rows if any(cell.strip() for cell in row)]
        if len(self._rows) < 2:
            raise refusals.empty_table()
        self._header = [cell.strip() for cell in self._rows[0][1]]
        self._commas: dict[str, bool] = {}
        place = {role: self._find(role, said.get(role)) for role in ("unit", "period")}
        asked = outcomes or (said.get("outcome", ""),)
        self._outcomes = tuple(self._header[self._find("outcome", name or None)] for name in asked)
        self._covariates = tuple(self._header[self._find(name, name)] for name in covariates)
        self._place = place | {"adopted_from": self._find("adopted_from", said.get("adopted_from"))}
        self._weight = self._find("weight", said.get("weight"), is_needed="weight" in said)

    def _find(self, role: str, said: str | None, *, is_needed: bool = True) -> int:
        known = [_SIGNS.sub("", name).lower() for name in self._header]
        if said is not None and said in self._header:
            return self._header.index(said)
        wanted = NAMES.get(role, ()) if said is None else (_SIGNS.sub("", said).lower(),)
        for name in wanted:
            if name in known:
                return known.index(name)
        if not is_needed:
            return -1
        raise refusals.missing_column(role, ", ".join(wanted[:4]), ", ".join(self._header))

    def table(self) -> PanelTable:
        body = self._rows[1:]
        for line, row in body:
            if len(row) < len(self._header):
                raise refusals.broken_line(line, len(row), len(self._header))
        written = [row[self._place["period"]].strip() for _, row in body]
        periods = recognise(sorted(set(written)))
        by_name = {
            name: self._period(line, name, periods)
            for (line, _), name in zip(body, written, strict=True)
        }
        numbers = _axis(sorted(set(by_name.values())), periods.step)
        column = {number: place for place, number in enumerate(numbers.tolist())}
        units = tuple(dict.fromkeys(row[self._place["unit"]].strip() for _, row in body))
        row_of = {unit: place for place, unit in enumerate(units)}
        shape = (len(units), len(numbers))
        names = (*self._outcomes, *self._covariates)
        values = {name: np.full(shape, np.nan) for name in names}
        cases = np.full(shape, 0.0)
        places = {name: self._header.index(name) for name in names}
        seen: set[tuple[int, int]] = set()
        for (line, row), period in zip(body, written, strict=True):
            unit = row[self._place["unit"]].strip()
            cell = row_of[unit], column[by_name[period]]
            if cell in seen:
                raise refusals.told_twice(line, unit, period)
            seen.add(cell)
            for name, place in places.items():
                values[name][cell] = self._number(line, name, row[place])
            cases[cell] = self._cases(line, row)
        if not cases.any():
            raise refusals.no_cases(self._header[self._weight])
        adopted = np.array(self._adopted(units, periods, int(numbers[0])))
        return PanelTable(
            units,
            periods.step,
            numbers,
            cases,
            adopted,
            values,
            self._outcomes,
            self._covariates,
            self._weight >= 0,
        )

    def _period(self, line: int, name: str, periods: Periods) -> int:
        number = periods.read(name)
        if number is None:
            number = reader_of(periods.step).read(name)
        if number is None:
            raise refusals.unreadable_cell(line, self._header[self._place["period"]], _A_PERIOD)
        return number

    def _cases(self, line: int, row: list[str]) -> float:
        if self._weight < 0:
            return 1.0
        number = self._number(line, self._header[self._weight], row[self._weight])
        if number < 0:
            raise refusals.unreadable_cell(line, self._header[self._weight], _A_WEIGHT)
        return 0.0 if np.isnan(number) else number

    def _number(self, line: int, name: str, cell: str) -> float:
        text = cell.strip().replace("\u00a0", "").replace("−", "-")
        if _THOUSANDS.fullmatch(text) and self._has_comma(name):
            text = text.replace(".", "")
        if text.lower() in _MISSING:
            return np.nan
        if "," in text:  # a decimal comma; points before it part the thousands
            text = text.replace(".", "").replace(",", ".")
        if not _NUMBER.fullmatch(text):
            raise refusals.unreadable_cell(line, name, _A_NUMBER)
        return float(text)

    def _has_comma(self, name: str) -> bool:
        """Whether the column writes decimals with a comma, so that points part the thousands."""
        if name not in self._commas:
            place = self._header.index(name)
            self._commas[name] = any("," in row[place] for _, row in self._rows[1:])
        return self._commas[name]

    def _adopted(self, units: tuple[str, ...], periods: Periods, first: int) -> list[float]:
        """The number of the period in which each unit adopted."""
        said: dict[str, dict[str, int]] = {unit: {} for unit in units}
        place = self._place["adopted_from"]
        for line, row in self._rows[1:]:
            said[row[self._place["unit"]].strip()].setdefault(row[place].strip(), line)
        kind = reader_of(periods.step)
        found = []
        for unit, cells in said.items():
            dates: dict[float, str] = {}
            for cell, line in cells.items():
                if not _is_never(cell, first):
                    date = _date(cell, kind, line, self._header[place])
                    if date < np.inf:
                        dates[date] = cell
            if len(dates) > 1:
                one, other = list(dates.values())[:2]
                raise refusals.adopted_twice(unit, one, other)
            found.append(next(iter(dates), np.inf))
        return found


def _is_never(cell: str, first: int) -> bool:
    text = cell.lower()
    if text in _NEVER or _SIGNS.sub("", text) in _NEVER - _MISSING:
        return True
    return first >= 0 and any(form.fullmatch(text) for form in _NO_PERIOD)


def _date(cell: str, kind: Periods, line: int, column: str) -> float:
    number = kind.read(cell)
    if number is not None:
        return float(number)
    text = cell.replace(",", ".")
    if kind.step in {Step.NUMBER, Step.YEAR} and _NUMBER.fullmatch(text):
        return float(np.ceil(float(text)))
    if _FAR.fullmatch(cell):
        return np.inf
    raise refusals.unreadable_cell(line, column, _A_PERIOD)


def _axis(numbers: Sequence[int], step: Step) -> Integers:
    """All periods from the first to the last; of numbers only those that are there."""
    if step is Step.NUMBER:
        return np.array(numbers, dtype=np.int64)
    return np.arange(numbers[0], numbers[-1] + 1, dtype=np.int64)
