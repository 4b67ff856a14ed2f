# SPDX-License-Identifier: EUPL-1.2
"""The same robot as it is written for OpenOrchestrator, with the published package.

`orchestrated.py DATABASE TARGET`: run with OpenOrchestrator on the path, on a database of its own
or through the adapter. `DATABASE fill N` puts items in line, `DATABASE drain` takes what it is
given until nothing is left and prints it, `DATABASE count` says how many are in which state.
"""

from __future__ import annotations

import json
import sys
import time
import urllib.request
from collections import Counter
from importlib import import_module


def main(database: str, *arguments: str) -> None:
    """Work until killed, fill the queue, drain it, or count."""
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
    if arguments[0] == "drain":
        taken = []
        while (item := db_util.get_next_queue_element("rykker")) is not None:
            taken.append(item.reference)
            db_util.set_queue_element_status(item.id, done)
        print(json.dumps(taken))
        return
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
