# SPDX-License-Identifier: EUPL-1.2
"""The quarantine: decisions are kept, messages stay, and a replay changes neither."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from gearskifte.kernel.access import Actor, Role
from gearskifte.kernel.errors import GearskifteError
from gearskifte.registry.public import (
    Message,
    mend,
    quarantine_decided,
    reject,
    run_again,
    take_out,
    waiting,
)
from tests.builders.desk import Desk
from tests.builders.facts import case
from tests.builders.messages import message, refusal
from tests.builders.people import ANNA, NOW, VAULT

pytestmark = pytest.mark.integration

OPERATOR = Actor("uid 0", "", Role.OPERATOR, authority="Prøveby Kommune")


def _refuse(desk: Desk, name: str = "a") -> int:
    """Hand in a message of which the case is used and something else is not."""
    desk.take(message(case(name, ANNA), refusals=(refusal("GS-PRV-001"),)))
    return int(desk.one("SELECT max(message_id) FROM registry_quarantine"))


def test_what_waits_is_told_with_its_reasons(desk: Desk) -> None:
    """A message in quarantine is listed once, with every reason, by code if asked."""
    number = _refuse(desk)
    (found,) = waiting(desk.connection.cursor())
    assert (found.id, [reason.code for reason in found.reasons]) == (number, ["GS-PRV-001"])
    assert waiting(desk.connection.cursor(), code="GS-OTHER") == []


def test_a_message_that_is_read_again_is_judged_anew(desk: Desk) -> None:
    """With the fault still there it goes back; nothing is there twice."""
    number = _refuse(desk)
    before = desk.state
    tally = run_again(desk.intake, [number])
    assert (tally.messages, tally.quarantined) == (1, 1)
    assert (desk.state, desk.count("quarantine")) == (before, 1)


def test_a_mended_reader_frees_the_message(desk: Desk) -> None:
    """What the reader understands now is used, and the message waits no more."""
    desk.take(Message("foreign", b"not yet understood"))
    (held,) = waiting(desk.connection.cursor())
    understood = message(case("b", ANNA)).body
    reader = desk.read
    desk.read = lambda body: reader(understood if body == b"not yet understood" else body)
    tally = run_again(desk.intake, [held.id])
    assert (tally.applied, waiting(desk.connection.cursor())) == (1, [])


def test_a_mended_message_takes_the_place_of_the_old(desk: Desk) -> None:
    """The old one is kept as it came and no longer waits; a replay knows so too."""
    number = _refuse(desk)
    body = message(case("a", ANNA, title="Rettet")).body
    cursor = desk.connection.cursor()
    new = mend(cursor, VAULT, number, body, by="test", reason="titel", now=NOW)
    desk.resume()
    assert waiting(cursor) == []
    (decision,) = quarantine_decided(cursor)
    assert (decision.outcome, decision.replacement) == ("mended", new)
    before = desk.state
    desk.replay()
    assert (desk.state, waiting(desk.connection.cursor())) == (before, [])


def test_a_rejected_message_is_kept_and_waits_no_more(desk: Desk) -> None:
    """Why is kept with it; what of it could be used is still used after a replay."""
    number = _refuse(desk)
    reject(desk.connection.cursor(), number, by="test", reason="dublet", now=NOW)
    desk.connection.commit()
    before = desk.state
    desk.replay()
    assert desk.state == before
    assert waiting(desk.connection.cursor()) == []
    assert desk.count("raw_message") == 1


def test_what_is_decided_cannot_be_decided_again(desk: Desk) -> None:
    """A second decision, or one on a message that is not in quarantine, is refused."""
    number = _refuse(desk)
    cursor = desk.connection.cursor()
    reject(cursor, number, by="test", reason="dublet", now=NOW)
    desk.connection.commit()
    for wrong in (number, number + 999):
        with pytest.raises(GearskifteError, match="GS-QUA-001"):
            run_again(desk.intake, [wrong])


def test_who_takes_a_message_out_is_in_the_log_of_whom_it_is_about(
    desk: Desk, owner: psycopg.Connection[tuple[Any, ...]]
) -> None:
    """Every person known here whose number is in the message gets a line."""
    desk.take(message(case("known", ANNA)))
    desk.take(Message("foreign", f"who? {ANNA.cpr}".encode()))
    (held,) = waiting(desk.connection.cursor())
    desk.connection.commit()
    assert take_out(desk.intake, OPERATOR, held.id) == f"who? {ANNA.cpr}".encode()
    logged = owner.execute("SELECT subject FROM kernel_audit").fetchall()
    owner.commit()
    assert logged == [(VAULT.person_id(ANNA.cpr),)]
