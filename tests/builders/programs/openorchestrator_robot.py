# SPDX-License-Identifier: EUPL-1.2
"""A robot as it is written for OpenOrchestrator; it knows nothing of Gearskifte.

OpenOrchestrator's scheduler starts it with six arguments: the robot's name, the connection string,
the crypto key, what the robot is told, and the numbers of its trigger and job.
"""

import json
import sys

import httpx
from OpenOrchestrator.database.queues import QueueStatus
from OpenOrchestrator.orchestrator_connection.connection import OrchestratorConnection

QUEUE = "Rykning"
connection = OrchestratorConnection.create_connection_from_args()
told = json.loads(connection.process_arguments)


def save(case: str, text: str) -> None:
    """One note in the case system."""
    httpx.post(f"{told['system']}/sager/{case}/notater", json={"tekst": text}, timeout=300)


if told["do"] == "fill":
    numbers = tuple(str(number) for number in range(told["items"]))
    rows = tuple(json.dumps({"nr": number}) for number in numbers)
    connection.bulk_create_queue_elements(QUEUE, numbers, rows, created_by="test")
    sys.exit()

login = connection.get_credential("fag")
assert connection.get_constant("fag").value == told["system"]
did: list[str] = []
while not connection.is_trigger_pausing():
    element = connection.get_next_queue_element(QUEUE)
    if element is None or not element.reference:
        break
    case = json.loads(element.data or "{}")["nr"]
    connection.log_info(f"Rykker i {case}")
    if case == told.get("missing"):
        connection.set_queue_element_status(element.id, QueueStatus.FAILED, "Sagen findes ikke")
        continue
    save(case, f"Rykket af {login.username}")
    if case == told.get("dies_at"):
        sys.exit(9)
    connection.set_queue_element_status(element.id, QueueStatus.DONE)
    did.append(case)
done = connection.get_queue_elements(QUEUE, status=QueueStatus.DONE)
sys.stdout.write(json.dumps({"did": did, "done": sorted(each.reference or "" for each in done)}))
