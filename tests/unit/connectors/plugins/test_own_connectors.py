# SPDX-License-Identifier: EUPL-1.2
"""Gearskifte's own connectors pass the suite that it asks of others'."""

from __future__ import annotations

import pytest

from gearskifte.connectors.public import connectors
from gearskifte.connectors.testing import ConnectorSuite
from tests.fixtures.lanterns.lanterns import CONNECTOR as LANTERNS
from tests.unit.connectors.eventlogs import CSV_LOG, FIXTURES, XES_LOG, parts_of
from tests.unit.connectors.messages import load

pytestmark = pytest.mark.unit

OWN = {connector.name: connector for connector in connectors()}


class TestNationalStandards(ConnectorSuite):
    """The indexes, events and KLE."""

    connector = OWN["national standards"]
    samples = tuple(
        load(f"{name}.xml")
        for name in (
            "case_import", "case_update", "grant_import", "grant_update",
            "event_person", "event_post_status", "kle_plan", "kle_facets",
        )
    )  # fmt: skip


class TestXes(ConnectorSuite):
    """Event logs in XES, whole and split."""

    connector = OWN["XES"]
    samples = (XES_LOG,)


class TestCsv(ConnectorSuite):
    """Event logs as a table, whole and split."""

    connector = OWN["CSV"]
    samples = (CSV_LOG,)


class TestEventLog(ConnectorSuite):
    """Event logs, case by case."""

    connector = OWN["event log, case by case"]
    samples = tuple(body for _, body in parts_of(XES_LOG))


class TestExample(ConnectorSuite):
    """The connector that is there to be cloned."""

    connector = LANTERNS
    samples = ((FIXTURES / "lanterns" / "sample.json").read_bytes(),)
