# SPDX-License-Identifier: EUPL-1.2
"""Programs from outside on the ledger: by key, by loan, never lent twice, never silently lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from gearskifte.kernel.secrets import Vault
from gearskifte.robots import lending, service
from gearskifte.robots.ledger import SQL as LEDGER
from gearskifte.robots.ledger import Ledger
from gearskifte.robots.lending import Lender, Status, Told
from gearskifte.robots.rules.asking import DONE, GIVE_UP, NOT_DONE
from tests.unit.commons.feeds import NOW

pytestmark = pytest.mark.integration

Web = psycopg.Connection[tuple[Any, ...]]
SLUG = "program"
RECIPE = """opskrift: Program
ejer: Lone Madsen, jobcenterchef
godkender: Per Holm, afdelingsleder
kle: 15.20.04
hjemmel: LAB § 100
oplysninger: [navn]
manuel tid: {minutter: 6, måling: stopur på 20 sager}
sag: {felter: [cpr], nøgle: "{cpr}", borger: "{cpr}"}
trin:
  - overdrag: Arbejdet gøres af et program uden for Gearskifte.
"""
CPR = "-".join(("710190", "1234"))


@pytest.fixture
def vault() -> Vault:
    """A key for the tests."""
    return Vault(bytes(32))


@pytest.fixture
def key(worker: Web) -> str:
    """A key of an approved robot."""
    cursor = worker.cursor()
    made = service.make_version(cursor, RECIPE, by="lone", now=NOW)
    service.approve(cursor, made.version, by="per", now=NOW)
    return lending.give_key(cursor, SLUG, by="lone", at=NOW)


@pytest.fixture
def who(worker: Web, key: str) -> Lender:
    """Whose key it is."""
    found = lending.lender(worker.cursor(), key)
    assert found is not None
    return found


def _silence(worker: Web, number: int) -> None:
    """Nothing has been heard for longer than the lease."""
    worker.execute(
        "UPDATE robots_loan SET lease_until = clock_timestamp() - interval '1 second'"
        " WHERE number = %s",
        [number],
    )


def _answer(worker: Web, vault: Vault, said: str) -> None:
    row = worker.execute("SELECT id FROM robots_task WHERE answered_at IS NULL").fetchone()
    assert row is not None
    assert service.answer(worker.cursor(), vault, row[0], said=said, by="ida", minutes=None)


def test_a_program_works_its_items_off(worker: Web, vault: Vault, who: Lender) -> None:
    """What is put in line is lent in order, once, with what was written, and ends as it says."""
    cursor = worker.cursor()
    data = {"cpr": CPR, "liste": [1, {"x": None}], "tal": 1.5}
    first = lending.add(cursor, vault, who, data, "A-1")
    assert lending.add(cursor, vault, who, {}, "A-1") == first
    lending.add(cursor, vault, who, {}, "A-2")
    lent = lending.lend(cursor, vault, who, "her")
    assert lent is not None
    assert (lent.number, lent.data, lent.reference) == (first, data, "A-1")
    assert lending.note(cursor, vault, who, lent.number, f"Ser på {CPR}") is Told.TOLD
    assert lending.tell(cursor, who, lent.number, Status.COMPLETED, "ok") is Told.TOLD
    (ended,) = lending.find(cursor, vault, who, reference="A-1")
    assert ended.status is Status.COMPLETED
    assert lending.add(cursor, vault, who, {}, "A-1") != first
    row = worker.execute("SELECT said FROM robots_step").fetchone()
    assert row is not None
    assert CPR not in row[0]


def test_a_key_opens_one_robot_and_nothing_without(
    worker: Web, web: Web, vault: Vault, key: str, who: Lender
) -> None:
    """Another's items are not seen, not told of and not lent; without a key there is nothing."""
    cursor = worker.cursor()
    number = lending.add(cursor, vault, who, {}, "A-1")
    assert number is not None
    other = RECIPE.replace("opskrift: Program", "opskrift: Andet program")
    made = service.make_version(cursor, other, by="lone", now=NOW)
    service.approve(cursor, made.version, by="per", now=NOW)
    text = lending.give_key(cursor, "andet-program", by="lone", at=NOW)
    stranger = lending.lender(cursor, text)
    assert stranger is not None
    assert lending.find(cursor, vault, stranger) == []
    assert lending.lend(cursor, vault, stranger, "x") is None
    assert lending.tell(cursor, stranger, number, Status.COMPLETED, "") is Told.UNKNOWN
    assert lending.lender(cursor, "gsr_forkert") is None
    assert lending.withdraw_keys(cursor, SLUG, NOW) == 1
    assert lending.lender(cursor, key) is None
    assert lending.lend(cursor, vault, who, "x") is None
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute("SELECT * FROM robots_loan")


def test_a_program_that_goes_away_leaves_a_question(worker: Web, vault: Vault, who: Lender) -> None:
    """After its lease the item is a person's, and is lent to nobody until the person has said."""
    cursor = worker.cursor()
    lending.add(cursor, vault, who, {}, "A-1")
    lent = lending.lend(cursor, vault, who, "her")
    assert lent is not None
    assert lending.lend(cursor, vault, who, "der") is None
    _silence(worker, lent.number)
    assert lending.lend(cursor, vault, who, "der") is None
    (waits,) = lending.find(cursor, vault, who)
    assert waits.status is Status.PENDING
    _answer(worker, vault, NOT_DONE)
    again = lending.lend(cursor, vault, who, "der")
    assert again is not None
    assert again.number != lent.number
    assert lending.tell(cursor, who, lent.number, Status.COMPLETED, "") is Told.LATE
    assert lending.tell(cursor, who, again.number, Status.COMPLETED, "") is Told.TOLD


@pytest.mark.parametrize(("said", "state"), [(DONE, "done"), (GIVE_UP, "handed")])
def test_what_a_person_says_ends_it(
    worker: Web, vault: Vault, who: Lender, said: str, state: str
) -> None:
    """An item that was done, or that the person takes, is never lent again."""
    cursor = worker.cursor()
    lending.add(cursor, vault, who, {}, "A-1")
    lent = lending.lend(cursor, vault, who, "her")
    assert lent is not None
    assert lending.tell(cursor, who, lent.number, Status.FAILED, "findes ikke") is Told.TOLD
    _answer(worker, vault, said)
    assert lending.lend(cursor, vault, who, "der") is None
    row = worker.execute("SELECT state FROM robots_item").fetchone()
    assert row == (state,)


def test_own_workers_leave_lent_items_alone(worker: Web, vault: Vault, who: Lender) -> None:
    """A worker of the platform claims no item of a robot that has a key, and reclaims none."""
    cursor = worker.cursor()
    lending.add(cursor, vault, who, {}, "A-1")
    assert Ledger(worker, vault, "egen").claim() is None
    lent = lending.lend(cursor, vault, who, "her")
    assert lent is not None
    _silence(worker, lent.number)
    row = worker.execute(LEDGER.reclaim).fetchone()
    assert row == (1,)
    assert Ledger(worker, vault, "egen").claim() is None


def test_a_stopped_robot_is_lent_nothing(worker: Web, vault: Vault, who: Lender) -> None:
    """The stop button holds for programs from outside too, and what waits can be cleared."""
    cursor = worker.cursor()
    lending.add(cursor, vault, who, {}, "A-1")
    service.stop(cursor, who.id, by="ida")
    assert lending.lend(cursor, vault, who, "her") is None
    assert lending.clear(cursor, who, timedelta(0)) == 1
    (gone,) = lending.find(cursor, vault, who)
    assert gone.ended_at is not None
