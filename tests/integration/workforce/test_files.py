# SPDX-License-Identifier: EUPL-1.2
"""Files are kept as they came, and the newest one chosen of each kind is what numbers are from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from gearskifte.app import boot
from gearskifte.kernel.database import roles
from gearskifte.workforce.public import Kind, keep_file, use_file
from gearskifte.workforce.queries import body_of, files_in_use, one_file

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def _keep(web: Connection, name: str, body: bytes = b"x") -> int:
    with web.cursor() as cursor:
        return keep_file(cursor, kind=Kind.NEED, name=name, body=body, who="lise", at=NOW)


def test_a_file_is_in_use_only_when_it_was_chosen(web: Connection) -> None:
    """Sending a file changes no number; choosing it does, and an older one can be chosen again."""
    first, second = _keep(web, "a", b"1"), _keep(web, "b", b"2")
    with web.cursor() as cursor:
        assert files_in_use(cursor) == {}
        for hour, file in enumerate((first, second, first)):
            use_file(cursor, file, NOW + timedelta(hours=hour))
            assert files_in_use(cursor)[Kind.NEED].id == file
        assert body_of(cursor, second) == b"2"
        found = one_file(cursor, second)
    assert found is not None
    assert (found.name, found.received_by, found.received_at) == ("b", "lise", NOW)


def test_what_was_sent_cannot_be_changed(web: Connection) -> None:
    """The web role may choose a file, and may not alter or remove what it says."""
    file = _keep(web, "a")
    for change in ("UPDATE workforce_file SET body = 'y'", "DELETE FROM workforce_file"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), web.transaction():
            web.execute(change)
    with web.cursor() as cursor:
        assert body_of(cursor, file) == b"x"


def test_the_web_role_still_sees_no_more_than_it_should(web: Connection) -> None:
    """With the workforce's table in place the start-up check of the web role passes."""
    roles.check_web_role(web, boot.PUBLISHED, boot.TRUSTED_FUNCTIONS)
