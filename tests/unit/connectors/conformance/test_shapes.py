# SPDX-License-Identifier: EUPL-1.2
"""What stands inside what: the table agrees with the published schemas, and strays are found."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from lxml.etree import _Element as Element

from gearskifte.connectors.conformance.shape import Shape, shapes
from gearskifte.connectors.public import check
from gearskifte.registry.public import Severity
from tests.unit.connectors.conformance import good, good_case, good_money
from tests.unit.connectors.conformance.good import SHARED

pytestmark = pytest.mark.unit

_XS = "{http://www.w3.org/2001/XMLSchema}"
_SCHEMAS = {
    "sf1470/xsd/6.0.STS-0": ("Sag.xsd", "SagIndeks.xsd", "DokumentIndeks.xsd"),
    "sf1491_ydelse/xsd/6.0.STS-0": ("BevillingIndeks.xsd", "OekonomiskEffektueringIndeks.xsd"),
}
_TYPES = {
    "Sag.xsd": {
        "SagType": "Sag",
        "AttributListeType": "SagAttributter",
        "RelationListeType": "SagRelationer",
        "EgenskaberType": "SagEgenskaber",
        "FremdriftType": "SagFremdrift",
        "JournalpostEgenskaberType": "JournalpostEgenskaber",
        "JournalnotatEgenskaberType": "JournalnotatEgenskaber",
    },
    "SagIndeks.xsd": {
        "SagsaktoerLokalUdvidelseType": "SagsaktoerLokalUdvidelse",
        "SagsklasseLokalUdvidelseType": "SagsklasseLokalUdvidelse",
        "SagspartLokalUdvidelseType": "SagspartLokalUdvidelse",
        "SoegeordType": "SagSoegeord",
    },
    "DokumentIndeks.xsd": {
        "RelationListeType": "DokumentRelationer",
        "EgenskaberType": "DokumentEgenskaber",
        "FremdriftType": "DokumentFremdrift",
        "DokumentaktoerLokalUdvidelseType": "DokumentaktoerLokalUdvidelse",
        "DokumentklasseLokalUdvidelseType": "DokumentklasseLokalUdvidelse",
    },
    "BevillingIndeks.xsd": {
        "AttributListeType": "BevillingAttributter",
        "RelationListeType": "BevillingRelationer",
        "EgenskaberType": "BevillingEgenskaber",
        "BevilgetYdelseType": "BevilgetYdelse",
        "OekonomiskEffektueringsplanType": "OekonomiskEffektueringsplan",
    },
    "OekonomiskEffektueringIndeks.xsd": {
        "RelationListeType": "OekonomiskEffektueringRelationer",
        "EgenskaberType": "OekonomiskEffektueringEgenskaber",
    },
}


def _children(schema: Path, name: str) -> list[tuple[str, int]]:
    """The names in a schema's type in order, and the most of each (0 for any)."""
    tree = etree.parse(schema).getroot()
    (kind,) = (each for each in tree.findall(f"{_XS}complexType") if each.get("name") == name)
    return [(_name(each), _most(each)) for each in kind.iter(f"{_XS}element")]


def _name(element: Element) -> str:
    return (element.get("name") or (element.get("ref") or "").partition(":")[2]) or ""


def _most(element: Element) -> int:
    most = element.get("maxOccurs", "1")
    return 0 if most == "unbounded" else int(most)


def _own(shape: Shape) -> list[tuple[str, int]]:
    return [(child.name, child.most) for child in shape.children]


@pytest.mark.parametrize(
    ("folder", "file"), [(folder, file) for folder, files in _SCHEMAS.items() for file in files]
)
def test_the_table_agrees_with_the_schemas(folder: str, file: str) -> None:
    """Names, order and number of the children are those of the published XSD."""
    schema = SHARED / folder / file
    if not schema.exists():
        pytest.skip(f"no schemas at {SHARED}")
    for kind, shape in _TYPES[file].items():
        published = _children(schema, kind)
        inherited = len(_own(shapes()[shape])) - len(published)
        assert _own(shapes()[shape])[inherited:] == published, kind


def _errors(text: str) -> list[str]:
    found = check(text.encode(), max_bytes=good.LARGEST)
    return [e.rule.partition(".")[2] for e in found if e.severity is Severity.ERROR]


CASE = good_case.case().decode()
STRAYS = {
    "schema.Egenskaber.Overskrift.unknown": CASE.replace(
        "<sag:Titel>", "<sag:Overskrift>x</sag:Overskrift><sag:Titel>"
    ),
    "schema.Egenskaber.Titel.unknown": CASE.replace("sag:Titel>", "si:Titel>"),
    "schema.Egenskaber.Sagsnummer.place": CASE.replace(
        "<sag:Sagsnummer>2024-17</sag:Sagsnummer><sag:Titel>Hjælp i hverdagen</sag:Titel>",
        "<sag:Titel>Hjælp i hverdagen</sag:Titel><sag:Sagsnummer>2024-17</sag:Sagsnummer>",
    ),
    "schema.Egenskaber.Titel.repeated": CASE.replace(
        "<sag:Titel>", "<sag:Titel>Før</sag:Titel><sag:Titel>"
    ),
    "schema.Registrering.TilstandListe.absent": good_money.grant()
    .decode()
    .replace("<bi:TilstandListe></bi:TilstandListe>", ""),
    "schema.Sagsaktoer.ReferenceID.choice": CASE.replace(
        f"<gd:ReferenceID><sd:UUIDIdentifikator>{good.UNIT}",
        "<gd:ReferenceID><sd:URNIdentifikator>urn:oio:a:b:c</sd:URNIdentifikator>"
        f"<sd:UUIDIdentifikator>{good.UNIT}",
    ),
    "schema.SagIndeksEgenskaber.OprettetTidspunkt.form": CASE.replace(
        f"<si:OprettetTidspunkt>{good.DAY}", "<si:OprettetTidspunkt>i går"
    ),
}


@pytest.mark.parametrize("rule", STRAYS)
def test_what_the_schema_does_not_have_is_an_error(rule: str) -> None:
    """A strange, misplaced, repeated or missing element is told once."""
    assert rule in _errors(STRAYS[rule])
    assert [each for each in _errors(STRAYS[rule]) if each.startswith("schema.")] == [rule]


def test_a_local_extension_is_a_warning() -> None:
    """LokalUdvidelseListe may hold elements of other namespaces."""
    stranger = '<x:Eget xmlns:x="urn:eksempel">1</x:Eget></gd:LokalUdvidelseListe>'
    text = CASE.replace("</gd:LokalUdvidelseListe>", stranger, 1)
    assert _errors(text) == []
