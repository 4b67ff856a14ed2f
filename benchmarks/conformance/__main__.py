# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.conformance [--standards FOLDER]`: the found share by kind of breach."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from benchmarks.conformance.breaking import Breaker, Broken
from benchmarks.conformance.rows import Row, fields, relations
from benchmarks.conformance.variants import good
from benchmarks.conformance.writing import Writer
from gearskifte.connectors.public import check

MOST_BYTES = 32 * 1024 * 1024
GOOD_MESSAGES = 1000


def writer(folder: Path) -> Writer:
    """What writes good messages from the published rows in `folder`."""
    by_place: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in fields(folder):
        by_place[row.place].append(row)
    return Writer(by_place, relations(folder))


def broken(made: Writer) -> list[Broken]:
    """Every message with one broken rule."""
    breaker = Breaker(made)
    of_rows = [each for rows in made.rows.values() for row in rows for each in breaker.of_row(row)]
    return of_rows + [each for of in made.roles for each in breaker.of_relation(of)]


def errors(body: bytes) -> list[str]:
    """The rules a message breaks by the checker's own word."""
    return [each.rule for each in check(body, max_bytes=MOST_BYTES) if each.severity == "error"]


def measure(folder: Path, good_messages: int = GOOD_MESSAGES, seed: int = 1) -> dict[str, Any]:
    """The share found by kind of breach, what escaped, and the errors on good messages."""
    made = writer(folder)
    began = time.perf_counter()
    tried: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    escaped = []
    more = 0
    for each in broken(made):
        found = errors(each.body)
        tried[each.kind] += 1
        seen[each.kind] += bool(found)
        more += len(set(found)) > 1
        if not found:
            escaped.append(f"{each.kind}: {each.where}")
    alarms = [
        {"variant": name, "rules": found}
        for name, body in good(made, good_messages, seed)
        if (found := errors(body))
    ]
    total = sum(tried.values())
    return {
        "broken_messages": total,
        "found": sum(seen.values()),
        "found_share": round(sum(seen.values()) / total, 4),
        "with_more_than_one_error": more,
        "by_kind": {
            kind: {"made": tried[kind], "share": round(seen[kind] / tried[kind], 4)}
            for kind in sorted(tried)
        },
        "escaped": escaped,
        "good_messages": good_messages,
        "good_with_an_error": len(alarms),
        "false_alarms": alarms[:20],
        "seconds": round(time.perf_counter() - began, 1),
    }


def main() -> None:
    """Measure and print JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.conformance", description=__doc__)
    default = Path(__file__).resolve().parents[3] / "shared" / "standards" / "anvisninger"
    parser.add_argument("--standards", type=Path, default=default)
    parser.add_argument("--good", type=int, default=GOOD_MESSAGES)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if not given.standards.is_dir():
        sys.exit(f"the published rules are not in {given.standards}: say --standards FOLDER")
    print(
        json.dumps(measure(given.standards, given.good, given.seed), ensure_ascii=False, indent=1)
    )


if __name__ == "__main__":
    main()
