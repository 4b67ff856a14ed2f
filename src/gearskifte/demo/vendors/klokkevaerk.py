# SPDX-License-Identifier: EUPL-1.2
"""Klokkeværk Omsorg: the orderly vendor. Imports once, then tells exactly what changed, at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from gearskifte.demo.messages.cases import case_change, importer, opdater, whole_case
from gearskifte.demo.messages.dialect import Dialect
from gearskifte.demo.messages.documents import final_document, whole_document
from gearskifte.demo.story import INCOMING, Case, Step
from gearskifte.demo.vendors.delivery import MOMENT, Delivery, label, steps_before

_SPACES: Final = ("sdi", "sd", "sag", "gd", "si", "di")
DIALECT: Final = Dialect({space: space for space in _SPACES})


def deliver(case: Case, live: datetime) -> Iterator[Delivery]:
    """The case with the documents it has (AM-01), then each step's documents and change."""
    known = steps_before(case, live)
    first = max(live, case.steps[known - 1].at) + MOMENT
    yield Delivery(first, _label(case, "ny"), partial(_first, case, known))
    for count, step in enumerate(case.steps[known:], known + 1):
        if step.documents:
            part = f"dokumenter-{count}"
            yield Delivery(step.at + MOMENT, _label(case, part), partial(_documents, case, step))
        change = partial(_change, case, count)
        arrival = step.at + MOMENT + timedelta(seconds=1)
        yield Delivery(arrival, _label(case, f"trin-{count}"), change)


def _label(case: Case, part: str) -> str:
    return label("klokkevaerk", case.number, part)


def _first(case: Case, known: int) -> bytes:
    steps = case.steps[:known]
    documents = [
        whole_document(DIALECT, each, case.system) for step in steps for each in step.documents
    ]
    return importer(DIALECT, *documents, whole_case(DIALECT, case, known, steps[-1].at))


def _documents(case: Case, step: Step) -> bytes:
    return importer(
        DIALECT, *(whole_document(DIALECT, each, case.system) for each in step.documents)
    )


def _change(case: Case, steps: int) -> bytes:
    """When a case is closed, the letters received on it become final."""
    closing = case.steps[steps - 1]
    received = [
        document
        for step in case.steps[:steps]
        for document in step.documents
        if document.type == INCOMING and closing.state == "Afsluttet"
    ]
    final = (final_document(DIALECT, document, closing.at) for document in received)
    return opdater(DIALECT, case_change(DIALECT, case, steps), *final)
