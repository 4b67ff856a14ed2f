# SPDX-License-Identifier: EUPL-1.2
"""How other robots find a field, and how this product does, on the same changed page.

Each strategy answers with the true key of what it would act on, or None if it finds nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Locator, Page

from benchmarks.robots_drift.forms import Field
from gearskifte.robots.screen.looking import look
from gearskifte.robots.screen.rules.finding import Hit, Sight, find
from gearskifte.robots.screen.rules.page import Kind, Remembered, remembered
from gearskifte.robots.screen.rules.wanted import wanted

KINDS: Final[Mapping[str, Kind]] = {"tick": Kind.TICK, "button": Kind.PRESS}

XPATHS: Final = """() => {
  const path = (element) => {
    const parts = [];
    for (let at = element; at && at.nodeType === 1; at = at.parentElement) {
      const alike = (child) => child.tagName === at.tagName;
      const same = at.parentElement ? [...at.parentElement.children].filter(alike) : [at];
      parts.unshift(at.tagName.toLowerCase() + '[' + (same.indexOf(at) + 1) + ']');
    }
    return '/' + parts.join('/');
  };
  const all = [...document.querySelectorAll('[data-key]')];
  return Object.fromEntries(all.map((element) => [element.dataset.key, path(element)]));
}"""
PEERS: Final = """(asked) => asked.map(({id, name, xpath}) => {
  const key = (list) => list.length ? (list[0].dataset.key || 'other') : null;
  const byPath = document.evaluate(xpath, document, null, 9, null).singleNodeValue;
  return {
    'css id': id ? key(document.querySelectorAll('#' + CSS.escape(id))) : null,
    'css name': name ? key(document.querySelectorAll('[name="' + CSS.escape(name) + '"]')) : null,
    'absolute XPath': byPath ? (byPath.dataset.key || 'other') : null,
  };
})"""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What each strategy knows of the form before the change."""

    xpaths: Mapping[str, str]
    memory: tuple[Remembered, ...]


def learn(page: Page) -> Learnt:
    """Look at the form as it is."""
    sight = look(page).sight
    return Learnt(page.evaluate(XPATHS), remembered(sight.page, sight.labels))


def answers(page: Page, fields: Sequence[Field], learnt: Learnt) -> list[dict[str, str | None]]:
    """What each strategy would act on, for each field of the form as it was."""
    asked = [{"id": f.id, "name": f.name, "xpath": learnt.xpaths[f.key]} for f in fields]
    found: list[dict[str, Any]] = page.evaluate(PEERS, asked)
    seen = look(page)
    keys = seen.evaluate("element => element.dataset.key || 'other'")
    for field, answer in zip(fields, found, strict=True):
        answer["role or label"] = _by_label(page, field)
        answer["label alone"] = agreed(seen.sight, keys, field, ())
        answer["agreement"] = agreed(seen.sight, keys, field, learnt.memory)
    return found


def _by_label(page: Page, field: Field) -> str | None:
    """Playwright's own: by role and name, and by label, exactly."""
    if field.control == "button":
        return _only(page.get_by_role("button", name=field.label, exact=True))
    return _only(page.get_by_label(field.label, exact=True))


def _only(found: Locator) -> str | None:
    return found.get_attribute("data-key") or "other" if found.count() == 1 else None


def agreed(
    sight: Sight, keys: Sequence[str], field: Field, memory: Sequence[Remembered]
) -> str | None:
    """What this product would act on, with what it kept of the form."""
    kind = KINDS.get(field.control, Kind.FIELD)
    found = find(wanted(field.label, (kind,)), sight, memory)
    return keys[found.place] if isinstance(found, Hit) else None
