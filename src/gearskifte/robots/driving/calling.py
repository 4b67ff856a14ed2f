# SPDX-License-Identifier: EUPL-1.2
"""The process in which one developer's function is called: arguments in, one value out, as JSON.

What the function prints goes nowhere. Exit status: 0 with the value on standard output, 1 with the
name of the fault's kind.
"""

from __future__ import annotations

import json
import os
import sys
from importlib.metadata import entry_points


def main(group: str, name: str) -> int:
    """Call the function; see the module."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    with answer:
        try:
            (entry,) = entry_points(group=group, name=name)
            value = entry.load()(**json.load(sys.stdin))
            answer.write(json.dumps(value).encode())
        except Exception as error:  # noqa: BLE001 - a developer's fault of any kind is told by name
            answer.write(type(error).__name__.encode("ascii", "ignore"))
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main("gearskifte.robots", sys.argv[1]))
