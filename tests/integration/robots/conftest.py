# SPDX-License-Identifier: EUPL-1.2
"""A workshop in an empty database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from gearskifte.kernel.database.provider import Database
from tests.builders.shop import Shop


@pytest.fixture
def shop(worker: psycopg.Connection[tuple[Any, ...]], database: Database) -> Iterator[Shop]:
    """Somewhere to make robots."""
    made = Shop(worker, database.worker_url)
    yield made
    made.close()
