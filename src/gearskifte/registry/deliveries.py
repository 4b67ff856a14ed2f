# SPDX-License-Identifier: EUPL-1.2
"""What the API does with a message: keep it, and tell its sender what has become of it.

The web role may do no more than that, and only for who shows a live key: it calls functions of the
owner's (`sql/functions_api.sql`) and has no right on the tables. Reading is the worker's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.secrets import Vault

SQL: Final[Queries] = load("gearskifte.registry", "api")

MOST_TOLD: Final = 500
"""At most so many findings and refusals of a message are told; all are counted."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A message that was handed in.

    Attributes:
        outcome: "kept", "known" (the same bytes as before) or "reused" (its Idempotency-Key
            belongs to other bytes; kept, and held back from reading).
        delivery: what the sender knows it by.
        status: "waiting", "applied", "unchanged" or "quarantined".
    """

    outcome: str
    delivery: UUID
    status: str


def waiting(cursor: Cursor[Any], key: bytes, *, at: datetime, most: int) -> int | None:
    """How many messages wait to be read, counted to `most`; None if the key is not live."""
    row = cursor.execute(SQL.authenticate, {"key": key, "at": at, "most": most}).fetchone()
    return row[1] if row else None


def hand_in(
    cursor: Cursor[Any],
    vault: Vault,
    bodies: Sequence[bytes],
    *,
    key: bytes,
    at: datetime,
    once: str | None = None,
) -> list[Handed] | None:
    """Keep messages, all or none, byte for byte; None if the key is not live.

    Args:
        cursor: the web role's, in no transaction.
        vault: enciphers the messages, and makes `once` unreadable.
        bodies: one message each.
        key: hash of the sender's key.
        at: now.
        once: the sender's Idempotency-Key, for a single message.
    """
    digests = [hashlib.sha256(body).digest() for body in bodies]
    found: dict[bytes, Handed] = {}
    # One statement commits by itself.
    with cursor.connection.transaction() if len(bodies) > 1 else nullcontext():
        # In one order for all, so that two batches never wait for each other.
        for digest, body in sorted(zip(digests, bodies, strict=True)):
            arguments = {
                "key": key,
                "at": at,
                "once": vault.fingerprint(f"Idempotency-Key {once}") if once else None,
                "sha256": digest,
                "size": len(body),
                "body": vault.encipher(body),
            }
            row = cursor.execute(SQL.keep, arguments).fetchone()
            if row is None:
                return None
            found.setdefault(digest, Handed(*row))
    return [found[digest] for digest in digests]


def status_of(cursor: Cursor[Any], delivery: UUID, *, key: bytes, at: datetime) -> str | None:
    """What became of a message of the sender's, as JSON; None if it has handed in no such."""
    arguments = {"key": key, "at": at, "delivery": delivery, "most": MOST_TOLD}
    row = cursor.execute(SQL.status, arguments).fetchone()
    return row[0] if row else None
