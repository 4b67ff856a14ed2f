# SPDX-License-Identifier: EUPL-1.2
"""An answer is used once, and a login that was ended stays ended, in every web process."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from gearskifte.kernel.access import Actor, Role
from gearskifte.kernel.database.provider import Database
from gearskifte.kernel.errors import AccessDenied
from gearskifte.kernel.identity import Session
from gearskifte.kernel.time import system_now
from gearskifte.login import service

pytestmark = pytest.mark.integration

CITIZEN = Actor("1", "Sofie", Role.CITIZEN)


@pytest.fixture(autouse=True)
def _fresh(database: Database) -> None:
    service.forget_kept()


def test_an_answer_is_used_once(database: Database) -> None:
    """The second use of an answer is refused, also at the same moment in many threads."""
    until = system_now() + timedelta(minutes=5)
    said: list[str] = []

    def use() -> None:
        from django.db import connections

        try:
            service.use_once("assertion 1", until)
            said.append("used")
        except AccessDenied as refused:
            said.append(refused.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["GS-LOGIN-005"] * 7 + ["used"]


def test_what_is_too_old_is_forgotten(database: Database) -> None:
    """The table holds only answers that could still be used."""
    now = system_now()
    service.use_once("old", now - timedelta(seconds=1))
    service.use_once("new", now + timedelta(minutes=5))
    service.use_once("old", now + timedelta(minutes=5))
    with pytest.raises(AccessDenied, match="GS-LOGIN-005"):
        service.use_once("new", now + timedelta(minutes=5))


def test_an_ended_login_is_over_and_a_new_one_is_not(database: Database) -> None:
    """Ending a person's logins ends those that were begun, not the next one."""
    now = system_now()
    old = Session(CITIZEN, (now - timedelta(minutes=1)).timestamp(), ("a", "person"))
    new = Session(CITIZEN, (now + timedelta(minutes=1)).timestamp(), ("b", "person"))
    other = Session(CITIZEN, old.begun, ("c", "somebody else"))
    assert not service.has_ended(old)
    service.end(["person"], now)
    assert [service.has_ended(each) for each in (old, new, other)] == [True, False, False]
