# SPDX-License-Identifier: EUPL-1.2
"""The messages follow the published standards. Skipped where those are not at hand."""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path
from uuid import UUID

import pytest
from lxml import etree

from gearskifte.demo import roles
from gearskifte.demo.faults import BROKEN, Fault
from gearskifte.demo.municipality import DemoMessage
from tests.unit.demo.sample import VENDORS, small

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("GEARSKIFTE_SHARED") or ROOT.parent / "shared") / "standards"
pytestmark = [
    pytest.mark.unit,
    pytest.mark.skipif(not SHARED.is_dir(), reason=f"no published standards at {SHARED}"),
]

SCHEMAS = {
    "urn:oio:sts:sagdok:sagdokumentindeks:6": (
        "sf1470/xsd/6.0.STS-0/SagDokumentIndeksOperationer.xsd"
    ),
    "urn:oio:sts:ydelse:ydelseindeks:6": "sf1491_ydelse/xsd/6.0.STS-0/YdelseIndeksOperationer.xsd",
    "urn:oio:besked:kuvert:1.0": "beskedfordeler/xsd/Beskedkuvert.xsd",
    "urn:oio:sts:1.0.0": "beskedfordeler/xsd/AnvendersystemOperationer.xsd",
    None: "kle/KLE-Emneplan-version-2-0.xsd",
}
SAMPLE = 60
"""So many messages of each vendor are validated, spread over its time."""


@cache
def _schema(namespace: str | None) -> etree.XMLSchema:
    path = SHARED / SCHEMAS[namespace]
    if not path.exists():
        pytest.skip(f"{path.name} is not among the published standards")
    return etree.XMLSchema(file=str(path))


def _errors(message: DemoMessage) -> list[str]:
    root = etree.fromstring(message.body)
    try:
        _schema(etree.QName(root).namespace).assertValid(root)
    except etree.DocumentInvalid as error:
        return [f"{message.name}: {error}"]
    return []


@pytest.mark.parametrize("vendor", [*VENDORS, "emneplan"])
def test_a_vendors_messages_are_valid(vendor: str) -> None:
    """Every message that is not broken on purpose validates against the standard's schema."""
    sent = [each for each in small() if f"-{vendor}" in each.name and each.fault not in BROKEN]
    some = sent[:: max(1, len(sent) // SAMPLE)]
    assert some
    assert [error for message in some for error in _errors(message)] == []


@pytest.mark.parametrize("fault", sorted(set(Fault) - BROKEN))
def test_a_fault_the_schema_cannot_see_is_valid(fault: Fault) -> None:
    """Wrong amounts, dangling references and used ids pass the schema: only rules find them."""
    some = [each for each in small() if each.fault is fault][:10]
    assert some
    assert [error for message in some for error in _errors(message)] == []


def test_roles_with_a_public_uuid_use_it() -> None:
    """Every role written out stands in the published samples; all others are the demo's own."""
    path = SHARED / "anvisninger" / "relation_role_and_type_uuids.csv"
    if not path.exists():
        pytest.skip(f"{path.name} is not among the published standards")
    with path.open(encoding="utf-8") as lines:
        public = {UUID(row["uuid"]) for row in csv.DictReader(lines)}
    used = {value for value in vars(roles).values() if isinstance(value, UUID)}
    assert all(each in public or each.version == 5 for each in used)
    assert len(used & public) > 20
