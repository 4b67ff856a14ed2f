# SPDX-License-Identifier: EUPL-1.2
"""What a relation says besides its own fields: role, type of object, index, and what it points at.

The standard has it with a Virkning (gd:RelationType) and, inside a benefit, without.
"""

from __future__ import annotations

from typing import Final

from gearskifte.connectors.findings import Findings
from gearskifte.connectors.node import Node
from gearskifte.connectors.sagdok import unwritable
from gearskifte.connectors.sagdok.branch import Branch
from gearskifte.connectors.sagdok.columns import Columns, Entry, Part, Values
from gearskifte.connectors.sagdok.elements import as_moment, as_text, reference
from gearskifte.registry.public import Reference, ReferenceKind, fields, parse_uuid

_USUAL_URN: Final = {
    ReferenceKind.CPR: "urn:oio:cpr-nr:",
    ReferenceKind.CVR: "urn:oio:cvr-nr:",
    ReferenceKind.P_NUMBER: "urn:oio:pnr:",
    ReferenceKind.ALIEN_PERSON: "urn:oio:us:personid:",
    ReferenceKind.BENEFIT_PERSON: "urn:oio:udk:borgerid:",
    ReferenceKind.KLE: "urn:oio:kle:",
    ReferenceKind.IT_SYSTEM: "urn:oio:it-system-uuid:",
    ReferenceKind.PROPERTY: "urn:oio:esr:ejendom:",
    ReferenceKind.FULL_NAME: "urn:oio:fuldtnavn:",
    ReferenceKind.EMPTY: "URN:Empty",
    ReferenceKind.URN: "",
}
"""How a reference that is no UUID begins. Source: anvisninger v1.7, rows ReferenceID."""

LINKS: Final = (
    fields.ROLE_ID,
    fields.OBJECT_TYPE_ID,
    fields.POSITION,
    fields.TARGET,
    fields.TARGET_URN,
    fields.CHANGED_AT,
)


def link_columns(
    space: str = "", *, before: str = "", extension: dict[str, Entry] | None = None
) -> dict[str, Entry]:
    """The elements that every relation begins with.

    Args:
        space: prefix of their namespace with its colon, "" for that of the element around them.
        before: what the names of their fields begin with.
        extension: what may stand in LokalUdvidelseListe.
    """
    role, object_type, position, target, urn, changed_at = (before + field for field in LINKS)
    return {
        f"{space}Rolle": _identified(role),
        f"{space}Type": _identified(object_type),
        f"{space}Indeks": (position, as_text),
        f"{space}ReferenceID": _pointing(target, urn),
        f"{space}LokalUdvidelseListe": Columns(
            {**(extension or {}), "gd:SenestAendretTidspunkt": (changed_at, as_moment)}
        ),
    }


def write_reference(branch: Branch, found: Reference, urn: str = "") -> None:
    """Write a UnikIdType inside `branch`; `urn` is how the reference is written, if not usually.

    Raises:
        Unwritable: GS-CON-054 for a person by the registry's own id.
    """
    if found.kind is ReferenceKind.PERSON:
        raise unwritable.sealed()
    if urn or found.kind is not ReferenceKind.UUID:
        branch.add("sd:URNIdentifikator", urn or _usual_urn(found))
    else:
        branch.add("sd:UUIDIdentifikator", found.value)


def _identified(field: str) -> Part:
    """A role or a type: its UUID in lower case, else its URN as sent."""

    def read(node: Node, _: Findings) -> Values:
        text = node.value("UUIDIdentifikator") or node.value("URNIdentifikator")
        uuid = parse_uuid(text or "")
        return {field: text if uuid is None else str(uuid)} if text else {}

    def write(branch: Branch, values: Values) -> None:
        text = str(values[field])
        known = parse_uuid(text) is not None
        branch.add("sd:UUIDIdentifikator" if known else "sd:URNIdentifikator", text)

    return Part((field,), read, write)


def _pointing(field: str, urn_field: str) -> Part:
    """What a relation points at."""

    def read(node: Node, findings: Findings) -> Values:
        found = reference(node, findings)
        if found is None:
            return {}
        urn = "" if node.value("UUIDIdentifikator") else node.value("URNIdentifikator") or ""
        return {field: found, urn_field: urn} if _is_unusual(found, urn) else {field: found}

    def write(branch: Branch, values: Values) -> None:
        write_reference(branch, values[field], values.get(urn_field, ""))

    return Part((field, urn_field), read, write)


def _is_unusual(found: Reference, urn: str) -> bool:
    """Whether a URN must be kept beside what was understood of it, to be written again as it was.

    A CPR number is never kept so: it must not be stored outside the reference.
    """
    match found.kind:
        case ReferenceKind.CPR:
            return False
        case ReferenceKind.UUID:
            return urn.lower() not in ("", found.value)
        case ReferenceKind.IT_SYSTEM:
            return urn.lower() != _usual_urn(found)
    return urn not in ("", _usual_urn(found))


def _usual_urn(found: Reference) -> str:
    return _USUAL_URN[found.kind] + found.value
