# SPDX-License-Identifier: EUPL-1.2
"""A sample of the drift benchmark: changed forms in a real browser."""

from __future__ import annotations

from random import Random

import pytest
from playwright.sync_api import Browser

from benchmarks.robots_drift.changes import KNOWN, UNSEEN
from benchmarks.robots_drift.forms import FORMS
from benchmarks.robots_drift.later import LATER
from benchmarks.robots_drift.markup import MUTATIONS
from benchmarks.robots_drift.onpages import AROUND, PAGES, steps
from benchmarks.robots_drift.rendering import Look, html
from benchmarks.robots_drift.strategies import agreed, learn
from gearskifte.robots.screen.looking import look

pytestmark = pytest.mark.e2e

LOSE_A_FEW = ("unknown language", "Danish synonyms", "three at once", "five at once")
"""After these a button, which has no name, or a box whose label is far away may be refused."""

REMOVED = ("removed, ids, names",)
"""Where half of a form is gone and the rest has new names, what is left may bear no witness."""


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


def test_no_change_of_markup_leads_to_a_wrong_field(chromium: Browser) -> None:
    """On written pages, too: what is left of a field decides, and never is another taken."""
    tab = chromium.new_page()
    for at, (name, mutation) in enumerate(MUTATIONS.items()):
        around = AROUND[at % len(AROUND)]
        for path in (PAGES[at % len(PAGES)], PAGES[(at + 3) % len(PAGES)]):
            case = f"{path.stem}, {name}, {around}"
            for ask, due, found in steps(tab, path, mutation, around, case):
                assert found in {None, ask.key}, (case, ask)
                assert due != "refused" or found is None, (case, ask)
                assert due != "found" or found or name in REMOVED, (case, ask)
    tab.close()
