# SPDX-License-Identifier: EUPL-1.2
"""The same robot as it is written for OpenOrchestrator, with the published package.

`PYTHON orchestrated.py DATABASE TARGET`: run by a Python that has OpenOrchestrator installed, on a
database of its own; `PYTHON orchestrated.py DATABASE fill N` puts items in line, and `… count` says
how many are in which state.
"""

from __future__ import annotations

import json
import sys
import time
import urllib.request
from collections import Counter
from importlib import import_module


def main(database: str, *arguments: str) -> None:
    """Work until killed, fill the queue, or count."""
    db_util = import_module("OpenOrchestrator.database.db_util")
    db_util.connect(database)
    if arguments[0] == "fill":
        base = import_module("OpenOrchestrator.database.base").Base
        base.metadata.create_all(import_module("sqlalchemy").create_engine(database))
        for number in range(int(arguments[1])):
            db_util.create_queue_element("rykker", str(number), None, "benchmark")
        return
    if arguments[0] == "count":
        found = db_util.get_queue_elements("rykker", limit=1_000_000)
        print(json.dumps(Counter(each.status.value for each in found)))
        return
    done = import_module("OpenOrchestrator.database.queues").QueueStatus.DONE
    while True:
        item = db_util.get_next_queue_element("rykker")
        if item is None:
            time.sleep(0.2)
            continue
        request = urllib.request.Request(  # noqa: S310 - the benchmark's own address
            f"{arguments[0]}/sager/{item.reference}/notater",
            data=b'{"tekst": "Rykket"}',
            headers={"Content-Type": "application/json"},
        )
        urllib.request.urlopen(request, timeout=30).read()  # noqa: S310
        db_util.set_queue_element_status(item.id, done)


if __name__ == "__main__":
    main(*sys.argv[1:])
