# SPDX-License-Identifier: EUPL-1.2
"""A robot as it is written for Odense's automation server; it knows nothing of Gearskifte.

The automation server starts it with ATS_URL, ATS_TOKEN and ATS_SESSION in its environment.
"""

import json
import logging
import sys

import httpx
from automation_server_client import (
    AutomationServer,
    Credential,
    WorkItemStatus,
    Workqueue,
)

server = AutomationServer.from_environment()
logging.getLogger("rykning").setLevel(logging.INFO)
queue = server.workqueue()
assert Workqueue.get_workqueue_by_name(queue.name).id == queue.id
system, *cases = sys.argv[1:]
for case in cases:
    if not queue.get_item_by_reference(case):
        queue.add_item({"nr": case}, case)
login = Credential.get_credential("fag")
did = []
for item in queue:
    with item:
        logging.getLogger("rykning").info("Rykker i %s", item.reference)
        if item.data["nr"] == "findes-ikke":
            item.fail("Sagen findes ikke")
            continue
        note = {"tekst": f"Rykket af {login.username}"}
        httpx.post(f"{system}/sager/{item.reference}/notater", json=note, timeout=300)
        item.update({**item.data, "rykket": True})
        did.append(item.reference)
done = [
    item.reference
    for case in cases
    for item in queue.get_item_by_reference(case, WorkItemStatus.COMPLETED)
]
sys.stdout.write(json.dumps({"did": did, "done": done}))
