# SPDX-License-Identifier: EUPL-1.2
"""Real event logs of municipalities become cases and events, by the command that imports messages.

The logs are read from the folder beside the clone (BPI Challenge 2015, the receipt phase of
CoSeLoG, a sample of the road traffic fines); see its PROVENANCE.md.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg
import pytest

from gearskifte.connectors.public import messages_in, parse_mapping, read

pytestmark = pytest.mark.acceptance

ROOT = Path(__file__).resolve().parents[2]
LOGS = Path(os.environ.get("GEARSKIFTE_SHARED") or ROOT.parent / "shared") / "eventlogs"
BPIC15 = ROOT / "tests" / "fixtures" / "eventlogs" / "bpic15.toml"
LARGEST = 32 * 1024 * 1024

Worker = psycopg.Connection[tuple[Any, ...]]


def log(name: str) -> Path:
    """A log, or the test is skipped."""
    path = LOGS / name
    if not path.exists():
        pytest.skip(f"no {name} at {LOGS}")
    return path


def import_(*arguments: str | Path) -> dict[str, Any]:
    """What `gearskifte registry import` says of these arguments."""
    command = [sys.executable, "-m", "gearskifte", "registry", "import", "--json"]
    done = subprocess.run(
        [*command, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def counts(worker: Worker) -> dict[str, int]:
    """How many rows there are of each kind."""
    tables = ("raw_message", "registration", "object", "event", "event_object", "finding")
    found = {}
    for table in tables:
        query = f"SELECT count(*) FROM registry_{table}"  # noqa: S608 - names of ours
        ((found[table],),) = worker.execute(query.encode()).fetchall()
    worker.commit()
    return found


@pytest.mark.parametrize(
    ("number", "cases", "events", "refused", "left_out"),
    [
        (1, 1199, 52_217, 1, 40), (2, 832, 44_354, 0, 0), (3, 1409, 59_681, 1, 40),
        (4, 1053, 47_293, 2, 84), (5, 1156, 59_083, 1, 40),
    ],
)  # fmt: skip
def test_every_building_permit_is_read(
    number: int, cases: int, events: int, refused: int, left_out: int
) -> None:
    """All cases and events are there but those of cases decided or ended before they began."""
    path = log(f"bpic15/BPIC15_{number}.xes.gz")
    mapping = parse_mapping(BPIC15.read_bytes(), BPIC15.name)
    codes: Counter[str] = Counter()
    found: Counter[str] = Counter()
    told: dict[str, str] = {}
    with path.open("rb") as file:
        for _, body in messages_in(file, path.name, max_bytes=LARGEST, mapping=mapping):
            reading = read(body, max_bytes=LARGEST)
            codes.update(refusal.code for refusal in reading.refusals)
            happened = sum("activity" in event.details for event in reading.events)
            found.update(parts=1, cases=len(reading.registrations), events=happened)
            told = reading.events[0].details if reading.events else told
    assert codes == Counter({"GS-CON-065": refused} if refused else {})
    assert found == Counter(parts=cases + 1, cases=cases - refused, events=events - left_out)
    assert (told["cases"], told["events"]) == (str(cases), str(events))


def test_a_log_becomes_cases_and_events_once(worker: Worker) -> None:
    """Two of receipt's 1,434 cases ended before they began; importing it again writes no row."""
    path = log("receipt/receipt.xes.gz")
    first = import_(path)
    assert (first["applied"], first["quarantined"], first["objects"]) == (1433, 2, 1432)
    before = counts(worker)
    assert (before["object"], before["event"]) == (1432, 8577 - 4 + 1)
    again = import_(path)
    assert (again["applied"], again["unchanged"], again["objects"]) == (0, 1433, 0)
    assert counts(worker) == before


def test_the_same_log_as_a_table_is_known_again(worker: Worker, tmp_path: Path) -> None:
    """Receipt as CSV after receipt as XES, under one name, adds neither a case nor an event."""
    name = Path(tmp_path, "receipt.toml")
    name.write_text('source = "receipt"\nowner = "00000017"\n', encoding="utf-8")
    import_("--mapping", name, log("receipt/receipt.xes.gz"))
    before = counts(worker)
    said = import_("--mapping", name, log("receipt/receipt.csv"))
    assert (said["messages"], said["quarantined"]) == (1435, 2)
    after = counts(worker)
    new = {table: after[table] - before[table] for table in before}
    # The table's own messages are kept, and the event that tells of its delivery.
    assert new == {
        "raw_message": 1435, "registration": 0, "object": 0, "event": 1, "event_object": 1,
        "finding": 0,
    }  # fmt: skip


def test_a_packed_table_with_dates_alone_is_read() -> None:
    """10,000 fines and 34,724 events; a date without hours is the start of the Danish day."""
    path = log("traffic_fines/traffic_fines_sample.csv.gz")
    with path.open("rb") as file:
        parts = [body for _, body in messages_in(file, path.name, max_bytes=LARGEST)]
    *cases, note = (read(body, max_bytes=LARGEST) for body in parts)
    assert (len(cases), sum(len(case.events) for case in cases)) == (10_000, 34_724)
    assert not any(case.refusals for case in (*cases, note))
    hours = {event.happened_at.hour for case in cases for event in case.events if event.happened_at}
    assert hours == {22, 23}


def test_ties_keep_the_order_of_the_log() -> None:
    """Sorted by time and sequence, the events of every case stand as they do in the file."""
    path = log("bpic15/BPIC15_2.xes.gz")
    ties = 0
    with path.open("rb") as file:
        for _, body in messages_in(file, path.name, max_bytes=LARGEST):
            events = [e for e in read(body, max_bytes=LARGEST).events if e.happened_at]
            keys = [(str(e.happened_at), int(e.details["sequence"])) for e in events]
            assert keys == sorted(keys)
            ties += sum(number > 1 for _, number in keys)
    assert ties > 10_000
