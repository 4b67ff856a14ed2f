# SPDX-License-Identifier: EUPL-1.2
"""How a kind of object is written: where it stands in a message, and its three lists.

What a registration says of itself, and not of the object, has no Virkning: when an index took it
in (StsTidspunkt), whether others were to be told (UdenNotifikation), and when each of its lists was
changed last. It is one fact, valid from the registration on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from gearskifte.connectors.findings import Findings
from gearskifte.connectors.node import Node
from gearskifte.connectors.sagdok import unwritable
from gearskifte.connectors.sagdok.columns import Columns
from gearskifte.connectors.sagdok.elements import as_flag, as_moment
from gearskifte.connectors.sagdok.facts import FactForm
from gearskifte.registry.public import Fact, Kind, Registration, Section, fields

Forms = Mapping[str, FactForm]
"""Element name, with the prefix of its namespace where that is another than its list's → form."""

Check = Callable[[Node, tuple[Registration, ...], Findings], None]

EXTENSION: Final = "LokalUdvidelseListe"
CHANGED: Final = "SenestAendretTidspunkt"
ON_REGISTRATION: Final = Columns({"gd:StsTidspunkt": (fields.INDEX_TIME, as_moment)})
ON_OBJECT: Final = Columns({"UdenNotifikation": (fields.QUIET, as_flag)})
ON_LIST: Final = {
    name: Columns({f"gd:{CHANGED}": (field, as_moment)})
    for name, field in (
        ("AttributListe", fields.ATTRIBUTES_CHANGED_AT),
        ("TilstandListe", fields.STATES_CHANGED_AT),
        ("RelationListe", fields.RELATIONS_CHANGED_AT),
    )
}


class ListForm:
    """How one of the three lists of a registration is written.

    Attributes:
        own: its own elements, in the order of the schema.
        extension: those in its LokalUdvidelseListe, where they have no order.
        by_name: all of them by plain name; some systems take the one place for the other.
    """

    def __init__(self, own: Forms | None = None, extension: Forms | None = None) -> None:
        self.own = own or {}
        self.extension = extension or {}
        both = {**self.own, **self.extension}
        self.by_name = {name.rpartition(":")[2]: form for name, form in both.items()}


class ObjectForm(msgspec.Struct, frozen=True):
    """How one kind of object is written.

    Attributes:
        space: prefix of the namespace of its registrations and lists.
        imported: the elements that an imported object stands in, from the message inwards.
        updated: the element that an update of it stands in.
        check: notes what a whole imported object lacks or contradicts.
    """

    kind: Kind
    space: str
    imported: tuple[str, ...]
    updated: str
    attributes: ListForm
    states: ListForm
    relations: ListForm
    check: Check

    @property
    def lists(self) -> tuple[tuple[str, ListForm], ...]:
        """The three lists by name, in the order of the schema."""
        return tuple(zip(ON_LIST, (self.attributes, self.states, self.relations), strict=True))

    def place(self, fact: Fact) -> tuple[str, str]:
        """The list and the element in it that a fact is written in.

        Raises:
            Unwritable: GS-CON-052 if there is none.
        """
        for name, forms in self.lists:
            for element, form in (*forms.own.items(), *forms.extension.items()):
                if form.claims(fact):
                    return name, element
        # What follows the colon is of the message, and may be anything.
        raise unwritable.no_place(fact.key.partition(":")[0])


def is_of_itself(fact: Fact) -> bool:
    """Whether the fact is what a registration says of itself."""
    return (fact.section, fact.key) == (Section.ATTRIBUTES, fields.REGISTRATION)
