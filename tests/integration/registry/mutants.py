# SPDX-License-Identifier: EUPL-1.2
"""Every rule of who may see what, switched off by itself, to see that the judge misses it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any, Final

from psycopg import Connection

from tests.integration.registry.officials import Score, World, judge

_FILE: Final = files("gearskifte.registry").joinpath("sql", "functions.sql")
_BOTH: Final = "UNION SELECT p.id, p.kind, p.by FROM passing AS p JOIN opened USING (id, by)"
_ALONE: Final = (
    "UNION SELECT p.id, p.kind, p.by FROM passing AS p\n              WHERE p.kind = 'document'"
)

MUTANTS: Final = {
    "§12 owner": ("o.owner = kernel_authority() AS owned", "true AS owned"),
    "§12.1 subject of a case, a document": ("THEN registry_covers(r.subjects, o.kle)", "THEN true"),
    "§12.1 sensitivity": (
        "o.kind = 'payment' OR o.sensitivity <= r.level AS low_enough",
        "true AS low_enough",
    ),
    "§12.2 a document by an open case": (
        "FROM passing AS p JOIN registry_link AS l ON l.source = p.id",
        "FROM judged AS p JOIN registry_link AS l ON l.source = p.id",
    ),
    "§12.2 a document's own sensitivity": ("AND j.low_enough AND j.unr", "AND j.unr"),
    "§12.2 a document without a case by itself": (_ALONE, _ALONE.replace("passing", "judged")),
    "§12.2 a document on a case not by itself": ("AND p.id NOT IN (SELECT id FROM filed)", ""),
    "§12.3 a subject of a benefit, of a line": (
        "WHERE registry_covers(r.benefits, p.value ->> 'kle')) END",
        "WHERE true) END",
    ),
    "§12.3 a grant by a payment, §12.4 and the other way": (
        _BOTH,
        _BOTH.replace(" JOIN opened USING (id, by)", ""),
    ),
    "§12.3 a grant that is paid not by itself": ("AND p.id NOT IN (SELECT id FROM paid)", ""),
    "§12.3 a grant of money not by itself": ("WHERE p.in_kind AND", "WHERE p.kind = 'grant' AND"),
    "§12.3 help in kind by itself": ("WHERE p.in_kind AND", "WHERE false AND"),
    "§12.3 a benefit that may not be seen, §12.4 a line": (
        "HAVING NOT bool_or(open)",
        "HAVING false",
    ),
    "§12.4 a line as sensitive as its grant": (
        "\n               AND (s.kind = 'grant' OR g.id IS NOT NULL) AS open",
        " AS open",
    ),
    "security profile": ("(x.named IS NULL OR x.named && r.identities)", "true"),
    "security profile of a document": ("j.low_enough AND j.unrestricted", "j.low_enough"),
    "display exclusion": ("= '' THEN citizen", "= '' THEN true"),
    "title of a document on a case": (
        "AND NOT EXISTS (SELECT FROM seen WHERE seen.id = d.id)",
        "AND false",
    ),
    "a right is the official's": ("r.official IN (kernel_actor(), '*')", "true"),
    "a right is for an authority": ("AND r.authority IN (kernel_authority(), '*')", ""),
    "a right has begun": ("AND r.starts <= kernel_moment()", "AND true"),
    "a right is not over": ("(r.ends IS NULL OR r.ends > kernel_moment())", "true"),
    "all within one right": ("USING (id, by)", "USING (id)"),
    "rows hold what is shown whole": (" AS s WHERE s.withheld = '{}') END", " AS s) END"),
    "no history": (
        "USING ((SELECT kernel_authority()) = ''\n           AND EXISTS",
        "USING (EXISTS",
    ),
}
"""A rule, what stands for it in the functions, and what stands there when it is left out."""


def functions() -> str:
    """The functions as they are."""
    return _FILE.read_text(encoding="utf-8")


@contextmanager
def without(owner: Connection[Any], rule: str) -> Iterator[None]:
    """The database without one rule, for as long as this lasts."""
    there, instead = MUTANTS[rule]
    whole = functions()
    assert there in whole, f"{rule} is not where it was"
    mutant = whole.replace(there, instead)
    try:
        _run(owner, mutant)
        yield
    finally:
        _run(owner, whole)


def is_missed(web: Connection[Any], worlds: Iterable[World]) -> bool:
    """Whether the judge finds that something is shown, or hidden, that should not be."""
    score = Score()
    for world in worlds:
        try:
            judge(web, world, score)
        except (AssertionError, KeyError):
            return True
        if +score.leaks or +score.wrongly_hidden:
            return True
    return False


def _run(owner: Connection[Any], statements: str) -> None:
    with owner.transaction():
        owner.execute(statements.encode())
