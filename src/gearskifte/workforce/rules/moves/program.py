# SPDX-License-Identifier: EUPL-1.2
"""A linear programme put together block by block, with a name on every row, solved by HiGHS."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import highspy
import numpy as np
import numpy.typing as npt

from gearskifte.workforce.rules.arrays import Floats

Places = npt.NDArray[np.intp]
FREE: Final = highspy.kHighsInf
LARGE: Final = 15_000
"""Columns above which the interior point method is faster: a third of simplex's time at 58,000."""


@dataclass(frozen=True, slots=True)
class RowName:
    """What a row limits: its kind, and whom and when it is about."""

    kind: str
    about: tuple[int | str, ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """An optimum.

    Attributes:
        objective: the least cost; values: of the columns.
        names, worth: of each row, what the objective falls by for one more of its limit.
    """

    objective: float
    values: Floats
    names: tuple[RowName, ...] = ()
    worth: tuple[float, ...] = ()

    @property
    def prices(self) -> dict[RowName, float]:
        """What one more of each limit is worth."""
        return dict(zip(self.names, self.worth, strict=True))


@dataclass(slots=True)
class Program:
    """Minimise cost · x, with bounds on x and on each row's sum."""

    cost: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    names: list[RowName] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    entries: list[tuple[int, int, float]] = field(default_factory=list)

    def columns(self, count: int, cost: float = 0.0, upper: float | Floats = FREE) -> Places:
        """Add `count` columns, none below zero; their places."""
        first = len(self.cost)
        self.cost += [cost] * count
        self.upper += np.broadcast_to(upper, count).tolist()
        return np.arange(first, first + count)

    def row(
        self,
        name: RowName,
        terms: list[tuple[int, float]],
        *,
        least: float = -FREE,
        most: float = FREE,
    ) -> None:
        """Add a row: the sum of the terms (column, weight) lies between `least` and `most`."""
        at = len(self.names)
        self.names.append(name)
        self.row_lower.append(least)
        self.row_upper.append(most)
        summed: dict[int, float] = {}
        for column, weight in terms:
            summed[int(column)] = summed.get(int(column), 0.0) + weight
        self.entries += [(at, column, weight) for column, weight in summed.items() if weight]

    def solve(self) -> Solution:
        """The optimum.

        Raises:
            ArithmeticError: if there is none, which a plan with a shortage variable never lacks.
        """
        return Solver(self).solve(np.array(self.cost))

    def model(self) -> Any:
        """The programme as HiGHS takes it."""
        rows, columns, weights = (np.array(part) for part in zip(*self.entries, strict=True))
        order = np.lexsort((columns, rows))
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.cost), len(self.names)
        model.col_cost_ = np.array(self.cost)
        model.col_lower_ = np.zeros(len(self.cost))
        model.col_upper_ = np.array(self.upper)
        model.row_lower_ = np.array(self.row_lower)
        model.row_upper_ = np.array(self.row_upper)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        starts = np.searchsorted(rows[order], np.arange(len(self.names) + 1))
        model.a_matrix_.start_ = starts.astype(np.int32)
        model.a_matrix_.index_ = columns[order].astype(np.int32)
        model.a_matrix_.value_ = weights[order].astype(np.float64)
        return model


class _Quiet(highspy.Highs):
    """HiGHS without its greeting, which it prints when callbacks are turned on as it is made."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the parent's name
        """Turn callbacks on after output has been turned off."""
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class Solver:
    """A programme in HiGHS; solved again with other costs it starts from where it was."""

    def __init__(self, program: Program) -> None:
        self._names = tuple(program.names)
        self._highs: Any = _Quiet()  # type: ignore[no-untyped-call]
        self._highs.setOptionValue("threads", 1)
        if len(program.cost) > LARGE:
            self._highs.setOptionValue("solver", "ipm")
        self._highs.passModel(program.model())

    def solve(self, cost: Floats) -> Solution:
        """The optimum at these costs.

        Raises:
            ArithmeticError: if there is none.
        """
        places = np.arange(len(cost), dtype=np.int32)
        self._highs.changeColsCost(len(cost), places, cost)
        self._highs.run()
        status = self._highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"no optimum: {status}")
        found = self._highs.getSolution()
        worth = tuple((-np.array(found.row_dual)).tolist())
        values = np.array(found.col_value)
        return Solution(self._highs.getObjectiveValue(), values, self._names, worth)
