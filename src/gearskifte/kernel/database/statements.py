# SPDX-License-Identifier: EUPL-1.2
"""Which of the program's statements take the database's time, by their names.

PostgreSQL counts statements where `pg_stat_statements` is loaded. It knows their texts without
values; the program's own statements are found among them by their texts without parameters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

from psycopg import Cursor

from gearskifte.kernel.database.queries import load

_COMMENT: Final = re.compile(r"--[^\n]*")
_VALUE: Final = re.compile(r"%\(\w+\)s|\$\d+|'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Taken:
    """What one named statement took, or all others together (`name` "").

    Attributes:
        name: room.file.statement. calls: how often it ran. total_ms: in all, milliseconds.
        longest_ms: the slowest of them, milliseconds.
    """

    name: str
    calls: int
    total_ms: float
    longest_ms: float

    @property
    def mean_ms(self) -> Decimal:
        """How long one took, milliseconds, to the tenth."""
        return Decimal(self.total_ms / self.calls).quantize(Decimal("0.1"))


def shape(text: str) -> str:
    """A statement without comments, values and parameters, on one line."""
    bare = _VALUE.sub("?", _COMMENT.sub(" ", text).replace("%%", "%"))
    return _SPACE.sub(" ", bare).strip().rstrip(";").strip()


@cache
def names() -> Mapping[str, str]:
    """The program's own statements: shape → room.file.statement."""
    found = {}
    for room in files("gearskifte").iterdir():
        for stem in _stems(room / "sql"):
            statements = load(f"gearskifte.{room.name}", stem)
            for name in statements:
                found[shape(statements[name])] = f"{room.name}.{stem}.{name}"
    return found


def _stems(folder: Traversable) -> list[str]:
    """The files of a room's `sql` that hold named statements, without their endings."""
    if not folder.is_dir():
        return []
    written = sorted(each.name for each in folder.iterdir() if each.name.endswith(".sql"))
    return [
        each.removesuffix(".sql")
        for each in written
        if not each.startswith(("functions", "grants"))
    ]


def taken(rows: Iterable[tuple[str, int, float, float]]) -> list[Taken]:
    """What was counted, by name, those that took most time first."""
    summed: dict[str, list[tuple[int, float, float]]] = defaultdict(list)
    for text, calls, total, longest in rows:
        summed[names().get(shape(text), "")].append((calls, total, longest))
    made = [
        Taken(
            name,
            sum(each[0] for each in told),
            sum(each[1] for each in told),
            max(each[2] for each in told),
        )
        for name, told in summed.items()
    ]
    return sorted(made, key=lambda each: -each.total_ms)


def read_taken(cursor: Cursor[Any]) -> list[Taken]:
    """What the database has counted; nothing where it does not count."""
    counted = cursor.execute("SELECT text, calls, total_ms, longest_ms FROM kernel_statements()")
    return taken(counted.fetchall())
