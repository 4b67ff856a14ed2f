# SPDX-License-Identifier: EUPL-1.2
"""A page that drifts becomes a proposal for the owner, and a new version when they accept."""

from __future__ import annotations

import pytest

from gearskifte.kernel.errors import Text
from gearskifte.kernel.time import system_now
from gearskifte.robots import queries, service
from gearskifte.robots.recording import About, LedgerJournal
from gearskifte.robots.rules.driver import Hit
from gearskifte.robots.rules.journal import Done
from gearskifte.robots.rules.reading import read_recipe
from tests.builders.recipes import NOTES
from tests.builders.shop import Shop

pytestmark = pytest.mark.integration

RECIPE = NOTES.replace("trin:\n", "trin:\n  - læs: Emne\n    som: emne\n", 1)


def _drifts(shop: Shop, times: int) -> None:
    shop.open(RECIPE, [{"sagsnr": f"S-{number}"} for number in range(times)])
    ledger = shop.ledger()
    step = read_recipe(RECIPE).steps[0]
    hit = Hit("felt »Overskrift«", Text("samme navn", "same name"), "Overskrift")
    while held := ledger.claim():
        journal = LedgerJournal(ledger, held, About("R", "r", 1), lambda a, b: b"", system_now)
        journal.done("1", step, Done(value="x", hit=hit))
        assert ledger.keep(held, journal.take()) == "kept"


def test_drift_is_proposed_once_and_counted(shop: Shop) -> None:
    """However many items meet it, the owner is asked once, with the words of both."""
    _drifts(shop, 3)
    (mend,) = queries.proposals(shop.connection.cursor())
    line = read_recipe(RECIPE).steps[0].line
    assert (mend.line, mend.was, mend.becomes, mend.seen) == (line, "Emne", "Overskrift", 3)


def test_an_accepted_mend_is_a_new_version_that_another_approves(shop: Shop) -> None:
    """The owner says yes, and nothing runs by it before a second person has."""
    _drifts(shop, 1)
    cursor = shop.connection.cursor()
    (mend,) = queries.proposals(cursor)
    answer = {"by": "Lone", "now": shop.one("SELECT now()"), "department": ""}
    made = service.answer_proposal(cursor, mend.id, accepted=True, **answer)
    assert made is not None
    assert made.new
    newest, before = queries.versions(cursor, mend.slug)
    assert newest.source == before.source.replace("læs: Emne", 'læs: "Overskrift"')
    assert newest.approved_at is None
    assert queries.proposals(cursor) == []
    assert service.answer_proposal(cursor, mend.id, accepted=True, **answer) is None


def test_a_declined_mend_is_not_asked_again(shop: Shop) -> None:
    """The owner's no stands, and the recipe stays as it is."""
    _drifts(shop, 1)
    cursor = shop.connection.cursor()
    (mend,) = queries.proposals(cursor)
    answer = {"by": "Lone", "now": shop.one("SELECT now()"), "department": ""}
    assert service.answer_proposal(cursor, mend.id, accepted=False, **answer) is None
    assert queries.proposals(cursor) == []
    assert len(queries.versions(cursor, mend.slug)) == 1
