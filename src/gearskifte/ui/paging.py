# SPDX-License-Identifier: EUPL-1.2
"""Which page of a long list is shown, and which others are offered."""

from __future__ import annotations

from dataclasses import dataclass

NEIGHBOURS = 1


@dataclass(frozen=True, slots=True)
class Paging:
    """One page of a list of `total` rows, `per_page` on each; pages count from 1."""

    page: int
    per_page: int
    total: int

    def __post_init__(self) -> None:
        if self.per_page < 1 or self.total < 0 or not 1 <= self.page <= self.pages:
            raise ValueError("no such page")

    @classmethod
    def at(cls, page: int, *, per_page: int, total: int) -> Paging:
        """The page asked for, or the nearest one that exists."""
        last = cls(1, per_page, total).pages
        return cls(min(max(page, 1), last), per_page, total)

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one, empty, page."""
        return max(1, -(-self.total // self.per_page))

    @property
    def first_row(self) -> int:
        """The number of the first row shown, counting from 1; 0 when there is none."""
        return min((self.page - 1) * self.per_page + 1, self.total)

    @property
    def last_row(self) -> int:
        """The number of the last row shown."""
        return min(self.page * self.per_page, self.total)

    @property
    def offered(self) -> tuple[int | None, ...]:
        """The page numbers to link to: first, last and those around; None is a gap."""
        near = range(self.page - NEIGHBOURS, self.page + NEIGHBOURS + 1)
        numbers = sorted({1, self.pages, *(n for n in near if 1 <= n <= self.pages)})
        offered: list[int | None] = []
        for number in numbers:
            previous = offered[-1] if offered else None
            if previous is not None and number - previous == 2:
                offered.append(number - 1)
            elif previous is not None and number - previous > 2:
                offered.append(None)
            offered.append(number)
        return tuple(offered)
