# SPDX-License-Identifier: EUPL-1.2
"""Kinds of change that came after all rules, and mixtures of them that nobody thought of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Final

from benchmarks.robots_drift.changes import (
    Change,
    both,
    ids,
    looked,
    more_fields,
    moved,
    names,
)
from benchmarks.robots_drift.forms import Form
from benchmarks.robots_drift.rendering import Look

SYNONYMS: Final[Mapping[str, str]] = {
    "dato": "dag",
    "nummer": "kode",
    "adresse": "bopæl",
    "navn": "benævnelse",
    "beløb": "sum",
    "areal": "størrelse",
    "type": "slags",
    "art": "slags",
    "bemærkning": "note",
    "indkomst": "indtægt",
    "ansøger": "rekvirent",
    "sted": "lokation",
    "løn": "betaling",
    "dag": "dato",
    "gem": "arkivér",
    "send": "overfør",
    "bestil": "rekvirér",
}


def _synonyms(form: Form, look: Look, _random: Random) -> tuple[Form, Look]:
    """Each label with another Danish word for the same; the technical names are left."""

    def other(label: str) -> str:
        small = label.lower()
        for word, synonym in SYNONYMS.items():
            if word in small:
                return small.replace(word, synonym, 1).capitalize()
        return label

    fields = tuple(replace(field, label=other(field.label)) for field in form.fields)
    return replace(form, fields=fields), look


def _mixed(number: int, *, labels: bool) -> Change:
    """Some of the changes at once; `labels` says whether labels stay as they are."""

    def work(form: Form, look: Look, random: Random) -> tuple[Form, Look]:
        for each in random.sample(_KEEPING, number):
            form, look = each.work(form, look, random)
        return (form, look) if labels else _synonyms(form, look, random)

    return Change(work, True if labels else None)


_LAYOUTS: Final[Mapping[str, Change]] = {
    "label after the field": Change(looked(layout="right")),
    "terms and values": Change(looked(layout="terms")),
    "a group for each field": Change(looked(layout="legends")),
    "labels that float": Change(looked(layout="floating")),
    "two fields to a table row": Change(looked(layout="paired")),
    "headings above one row": Change(looked(layout="headed")),
    "aria-labelledby": Change(looked(labelledby=True)),
    "labels in pieces": Change(looked(split=True)),
    "faults below the fields": Change(looked(faults=True)),
    "in a frame": Change(looked(inside="frame")),
    "in a shadow": Change(looked(inside="shadow")),
    "two groups with legends": Change(looked(inside="groups")),
    "a hidden copy": Change(looked(copy="hidden")),
}
_KEEPING: Final = (
    *_LAYOUTS.values(),
    Change(ids),
    Change(names),
    Change(moved),
    Change(more_fields),
)

LATER: Final[Mapping[str, Change]] = {
    **_LAYOUTS,
    "Danish synonyms": Change(_synonyms),
    "a form to search with above": Change(looked(copy="search"), reliable=None),
    "synonyms, moved": Change(both(_synonyms, moved), reliable=None),
    "synonyms, ids and names": Change(both(_synonyms, ids, names), reliable=None),
    "three at once": _mixed(3, labels=True),
    "five at once": _mixed(5, labels=True),
    "three at once, synonyms": _mixed(3, labels=False),
}
