# SPDX-License-Identifier: EUPL-1.2
"""Robots written for OpenOrchestrator work on Gearskifte's ledger, unchanged.

OpenOrchestrator gives each robot a connection string, which SQLAlchemy opens. Installed beside it,
this module is what SQLAlchemy finds for

    gearskifte://:KEY@host/api/ats?queue=7            (gearskifte+http:// without TLS, for a trial)

and from then on OpenOrchestrator's own queue functions ask Gearskifte over HTTP instead of a
database. The robot, its template and the scheduler stay as they are; the crypto key is not used.
A queue element's id is the number of its loan, so a robot that comes back late changes nothing.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from OpenOrchestrator.database import db_util
from OpenOrchestrator.database.constants import Constant, Credential
from OpenOrchestrator.database.queues import QueueElement, QueueStatus
from OpenOrchestrator.database.triggers import SingleTrigger, TriggerStatus
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

SECONDS = 30
STATUS = {
    QueueStatus.NEW: "new",
    QueueStatus.IN_PROGRESS: "in progress",
    QueueStatus.DONE: "completed",
    QueueStatus.FAILED: "failed",
    QueueStatus.ABANDONED: "pending user action",
}
_BACK = {told: status for status, told in STATUS.items()}
_AS_TEXT = "tekst"


class Ledger:
    """Gearskifte's routes, as one robot's key opens them."""

    def __init__(self, address: str, key: str, queue: str) -> None:
        """`address` ends before `/workqueues`; `queue` is the robot's number."""
        self.address = address.rstrip("/")
        self.queue = queue
        self._key = key
        self._held: UUID | None = None

    def ask(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """The answer's JSON; None where there is nothing.

        Raises:
            ValueError: where Gearskifte says no, with its words.
        """
        asked = {name: value for name, value in query.items() if value is not None}
        address = f"{self.address}/{path}" + (f"?{urllib.parse.urlencode(asked)}" if asked else "")
        request = urllib.request.Request(  # noqa: S310 - the address is the connection string's
            address,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                told = answer.read()
        except urllib.error.HTTPError as error:
            why = error.read().decode("utf-8", "replace")
            raise ValueError(f"Gearskifte answered {error.code}: {why}") from error
        return json.loads(told) if told else None

    def create_queue_element(
        self,
        queue_name: str,
        reference: str | None = None,
        data: str | None = None,
        created_by: str | None = None,
    ) -> QueueElement:
        """Put an element in line."""
        body = {"data": {_AS_TEXT: data, "kø": queue_name}, "reference": reference}
        return self._element(self.ask("POST", f"workqueues/{self.queue}/add", body))

    def bulk_create_queue_elements(
        self,
        queue_name: str,
        references: tuple[str | None, ...],
        data: tuple[str | None, ...],
        created_by: str | None = None,
    ) -> None:
        """Put many in line."""
        if not references or len(references) != len(data):
            raise ValueError("references and data must be of the same length, and not empty")
        for reference, each in zip(references, data, strict=True):
            self.create_queue_element(queue_name, reference, each, created_by)

    def get_next_queue_element(
        self, queue_name: str, reference: str | None = None, set_status: bool = True
    ) -> QueueElement | None:
        """The next element, lent to this robot; without `set_status` it is only looked at."""
        if not set_status:
            found = self.get_queue_elements(queue_name, reference, QueueStatus.NEW, limit=1)
            return found[0] if found else None
        told = self.ask("GET", f"workqueues/{self.queue}/next_item", reference=reference)
        if told is None:
            return None
        element = self._element(told)
        self._held = element.id
        return element

    def get_queue_elements(
        self,
        queue_name: str,
        reference: str | None = None,
        status: QueueStatus | None = None,
        from_date: datetime | None = None,
        to_date: datetime | None = None,
        offset: int = 0,
        limit: int = 100,
    ) -> tuple[QueueElement, ...]:
        """Elements by reference and status, the oldest first."""
        told = self.ask(
            "GET",
            f"workqueues/{self.queue}/items",
            reference=reference,
            status=STATUS[status] if status else None,
        )
        found = [self._element(each) for each in told]
        found = [each for each in found if from_date is None or each.created_date >= from_date]
        found = [each for each in found if to_date is None or each.created_date <= to_date]
        return tuple(found[offset : offset + limit])

    def set_queue_element_status(
        self, element_id: UUID | str, status: QueueStatus, message: str | None = None
    ) -> None:
        """What became of an element."""
        number = UUID(str(element_id)).int
        body = {"status": STATUS[status], "message": message or ""}
        self.ask("PUT", f"workitems/{number}/status", body)
        if status is not QueueStatus.IN_PROGRESS:
            self._held = None

    def create_log(self, process_name: str, level: Any, job_id: Any, message: str) -> None:
        """What the robot says it does: evidence of the element it has, and a sign of life."""
        held = self._held.int if self._held else None
        body = {"message": str(message), "level": level.value, "workitem_id": held}
        self.ask("POST", "audit-logs", body)

    def get_credential(self, name: str, decrypt_password: bool = True) -> Credential:
        """User and password that were given to this robot, and to no other."""
        told = self.ask("GET", f"credentials/by_name/{urllib.parse.quote(name)}")
        return Credential(
            name=name,
            username=told["username"],
            password=told["password"],
            changed_at=_moment(told["updated_at"]),
        )

    def get_constant(self, name: str) -> Constant:
        """What was filled in for this robot (lokalt)."""
        told = self.ask("GET", f"constants/by_name/{urllib.parse.quote(name)}")
        return Constant(name=name, value=told["value"], changed_at=_moment(_now()))

    def get_trigger(self, trigger_id: Any) -> SingleTrigger:
        """Whether the robot was stopped."""
        stopped = not self.ask("GET", f"workqueues/{self.queue}")["enabled"]
        status = TriggerStatus.PAUSING if stopped else TriggerStatus.RUNNING
        return SingleTrigger(trigger_name="gearskifte", process_status=status)

    def not_served(self, *_: Any, **__: Any) -> None:
        """What Gearskifte leaves to people.

        Raises:
            ValueError: always.
        """
        raise ValueError("Gearskifte does not let a robot do this; a person does it on its page.")

    def _element(self, told: dict[str, Any]) -> QueueElement:
        data = told["data"] if isinstance(told["data"], dict) else {}
        return QueueElement(
            id=UUID(int=told["id"]),
            queue_name=data.get("kø", ""),
            status=_BACK[told["status"]],
            data=data.get(_AS_TEXT) if _AS_TEXT in data else json.dumps(data, ensure_ascii=False),
            reference=told["reference"] or None,
            created_date=_moment(told["created_at"]),
            start_date=_moment(told["started_at"]) if told["started_at"] else None,
            message=told["message"] or None,
            created_by=None,
        )


SERVED = (
    *("create_queue_element", "bulk_create_queue_elements", "get_next_queue_element"),
    *("get_queue_elements", "set_queue_element_status", "create_log", "get_credential"),
    *("get_constant", "get_trigger"),
)
LEFT = ("delete_queue_element", "update_constant", "update_credential", "set_trigger_status")


class LedgerDialect(SQLiteDialect_pysqlite):
    """What SQLAlchemy finds for `gearskifte://`: it sends the queue functions to the ledger.

    SQLAlchemy wants something to connect to; it gets an empty database in memory.
    """

    supports_statement_cache = True

    def create_connect_args(self, url: Any) -> Any:
        """Take the connection string for what it says."""
        scheme = "http" if url.drivername.endswith("+http") else "https"
        port = f":{url.port}" if url.port else ""
        address = f"{scheme}://{url.host}{port}/{url.database}"
        ledger = Ledger(address, str(url.password), str(url.query["queue"]))
        for name in SERVED:
            setattr(db_util, name, getattr(ledger, name))
        for name in LEFT:
            setattr(db_util, name, ledger.not_served)
        return [":memory:"], {}


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _moment(text: str) -> datetime:
    """A moment as OpenOrchestrator has them: local, without a zone."""
    return datetime.fromisoformat(text).astimezone().replace(tzinfo=None)
