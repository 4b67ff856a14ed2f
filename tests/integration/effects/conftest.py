# SPDX-License-Identifier: EUPL-1.2
"""The registry's desk, with a worker who delivers and counts."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.builders.desk import Desk


@pytest.fixture
def desk(worker: psycopg.Connection[tuple[Any, ...]]) -> Desk:
    """Somewhere to hand messages in."""
    return Desk(worker)
