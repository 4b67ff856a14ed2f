# SPDX-License-Identifier: EUPL-1.2
"""Writes of the workforce: files are kept as they came, and one of each kind is in use."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from psycopg import Cursor

from gearskifte.workforce.queries import SQL
from gearskifte.workforce.rules.hands.files import Kind

NAME_LENGTH = 200


def keep_file(
    cursor: Cursor[Any], *, kind: Kind, name: str, body: bytes, who: str, at: datetime
) -> int:
    """Keep a file that could be read; it is not in use yet."""
    told = {
        "kind": kind,
        "name": name[:NAME_LENGTH],
        "sha256": hashlib.sha256(body).hexdigest(),
        "body": body,
        "at": at,
        "who": who,
    }
    row = cursor.execute(SQL.keep, told).fetchone()
    if row is None:
        raise LookupError("an inserted row has an id")
    return int(row[0])


def use_file(cursor: Cursor[Any], id_: int, at: datetime) -> None:
    """Make numbers of its kind from this file from now on; the one before is kept."""
    cursor.execute(SQL.use, {"id": id_, "at": at})
