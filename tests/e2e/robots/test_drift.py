# SPDX-License-Identifier: EUPL-1.2
"""A sample of the drift benchmark: changed forms in a real browser."""

from __future__ import annotations

from random import Random

import pytest
from playwright.sync_api import Browser

from benchmarks.robots_drift.changes import KNOWN, UNSEEN
from benchmarks.robots_drift.forms import FORMS
from benchmarks.robots_drift.later import LATER
from benchmarks.robots_drift.rendering import Look, html
from benchmarks.robots_drift.strategies import agreed, learn
from gearskifte.robots.screen.looking import look

pytestmark = pytest.mark.e2e

LOSE_A_FEW = ("unknown language", "Danish synonyms", "three at once", "five at once")
"""After these a button, which has no name, or a box whose label is far away may be refused."""


def test_no_change_leads_to_a_wrong_field(chromium: Browser) -> None:
    """After every kind of change each field is found or refused, as it must be, and never wrong."""
    page = chromium.new_page()
    form, start = FORMS[0], Look("table", tied=False)
    page.set_content(html(form, start))
    learnt = learn(page)
    for name, change in {**KNOWN, **UNSEEN, **LATER}.items():
        drawn = change.work(form, start, Random(name))
        page.set_content(html(*drawn))
        seen = look(page)
        keys = seen.evaluate("element => element.dataset.key || 'other'")
        there = {field.key for field in drawn[0].fields}
        for field in form.fields:
            found = agreed(seen.sight, keys, field, learnt.memory)
            assert found in {None, field.key}, (name, field.label)
            if change.reliable is False or field.key not in there:
                assert found is None, (name, field.label)
            if change.reliable and field.key in there and name not in LOSE_A_FEW:
                assert found == field.key, (name, field.label)
    page.close()
