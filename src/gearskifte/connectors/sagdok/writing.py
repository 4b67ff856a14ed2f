# SPDX-License-Identifier: EUPL-1.2
"""Writes registrations as one `importer` or `opdater` message: the inverse of `objects`.

The structure is always the schema's. A value is written as it is: one that broke the standard when
it came in breaks it in the same place when it goes out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import msgspec

from gearskifte.connectors.sagdok import unwritable
from gearskifte.connectors.sagdok.branch import Branch
from gearskifte.connectors.sagdok.columns import Columns, Values, write_values
from gearskifte.connectors.sagdok.elements import as_flag
from gearskifte.connectors.sagdok.facts import Relation
from gearskifte.connectors.sagdok.forms import (
    EXTENSION,
    ON_LIST,
    ON_OBJECT,
    ON_REGISTRATION,
    ListForm,
    ObjectForm,
    is_of_itself,
)
from gearskifte.connectors.sagdok.inference import reads_back
from gearskifte.connectors.sagdok.links import write_reference
from gearskifte.connectors.sagdok.stamps import stamp
from gearskifte.registry.public import Fact, Kind, Operation, Registration, fields


class MessageForm(msgspec.Struct, frozen=True):
    """How the messages of one standard are written.

    Attributes:
        namespaces: prefix → namespace.
        roots: the outermost element of an import and of an update.
        objects: the kinds of object that the standard carries.
    """

    namespaces: Mapping[str, str]
    roots: Mapping[Operation, str]
    objects: Mapping[Kind, ObjectForm]


def write_message(message: MessageForm, registrations: Sequence[Registration]) -> bytes:
    """One message with these registrations, in their order.

    Raises:
        Unwritable: if there are none, if not all belong in one message of this standard, or if
            something in them has no place in it.
    """
    if not registrations:
        raise unwritable.nothing()
    operation = registrations[0].operation
    if any(each.operation is not operation for each in registrations):
        raise unwritable.mixed()
    if any(each.kind not in message.objects for each in registrations):
        raise unwritable.mixed()
    root = Branch.root(message.roots[operation], message.namespaces)
    if operation is Operation.UPDATE:
        for each in registrations:
            _write_update(root, message.objects[each.kind], each)
    else:
        for _, run in groupby(registrations, _what_it_stands_in):
            imported = tuple(run)
            form = message.objects[imported[0].kind]
            for together in _in_elements(imported, form):
                _write_import(root, form, together)
    return root.message()


def _what_it_stands_in(registration: Registration) -> tuple[Any, ...]:
    """What all registrations in one element of an imported object have in common."""
    quiet = _said(registration, ON_OBJECT).get(fields.QUIET)
    return registration.object_id, registration.kind, quiet


def _in_elements(
    registrations: tuple[Registration, ...], form: ObjectForm
) -> Iterator[tuple[Registration, ...]]:
    """The registrations by the element they stand in: as many in each as give the same roles.

    Some roles are inferred from all that stands in one element, so what stands there matters.
    """

    def role_of(fact: Fact) -> str | None:
        for each in form.relations.by_name.values():
            if isinstance(each, Relation) and each.claims(fact):
                return each.role_of(fact.values)
        return None

    while registrations:
        sizes = range(len(registrations), 0, -1)
        alike = (size for size in sizes if reads_back(registrations[:size], role_of))
        size = next(alike, len(registrations))
        yield registrations[:size]
        registrations = registrations[size:]


def _write_import(root: Branch, form: ObjectForm, registrations: Sequence[Registration]) -> None:
    holder = root
    for name in form.imported:
        holder = holder.add(name)
    holder.add("sd:UUIDIdentifikator", str(registrations[0].object_id))
    for each in registrations:
        branch = holder.add(f"{form.space}:Registrering")
        _write_note(branch, each)
        branch.add("sd:Tidspunkt", stamp(each.source_time))
        _write_source(branch, each)
        write_values(branch, ON_REGISTRATION, _said(each, ON_REGISTRATION))
        _write_lists(branch, form, each, also_empty=True)
    _write_quiet(holder, f"{form.space}:UdenNotifikation", registrations[0])


def _write_update(root: Branch, form: ObjectForm, registration: Registration) -> None:
    branch = root.add(form.updated)
    branch.add("sd:UUIDIdentifikator", str(registration.object_id))
    _write_note(branch, registration)
    _write_source(branch, registration)
    _write_lists(branch, form, registration, also_empty=False)
    branch.add("Tidspunkt", stamp(registration.source_time))
    _write_quiet(branch, "UdenNotifikation", registration)


def _write_note(branch: Branch, registration: Registration) -> None:
    if registration.note:
        branch.add("sd:NoteTekst", registration.note)


def _write_source(branch: Branch, registration: Registration) -> None:
    """LivscyklusKode and BrugerRef. The schema has them in an import only."""
    if registration.lifecycle:
        branch.add("sd:LivscyklusKode", registration.lifecycle)
    if registration.actor is not None:
        write_reference(branch.add("sd:BrugerRef"), registration.actor)


def _write_quiet(branch: Branch, name: str, registration: Registration) -> None:
    quiet = _said(registration, ON_OBJECT)
    if quiet:
        branch.add(name, as_flag.text_of(quiet[fields.QUIET]))


def _write_lists(
    branch: Branch, form: ObjectForm, registration: Registration, *, also_empty: bool
) -> None:
    placed = [(form.place(fact), fact) for fact in registration.facts if not is_of_itself(fact)]
    for name, forms in form.lists:
        inside = [(element, fact) for (found, element), fact in placed if found == name]
        changed = _said(registration, ON_LIST[name])
        if inside or changed or also_empty:
            entries = branch.add(f"{form.space}:{name}")
            _write_own(entries, forms, inside)
            _write_extension(entries, forms, inside, ON_LIST[name], changed)


def _write_own(branch: Branch, forms: ListForm, inside: Sequence[tuple[str, Fact]]) -> None:
    for element, form in forms.own.items():
        for fact in form.arranged([fact for found, fact in inside if found == element]):
            form.write(branch.add(element), fact)


def _write_extension(
    branch: Branch,
    forms: ListForm,
    inside: Sequence[tuple[str, Fact]],
    columns: Columns,
    changed: Values,
) -> None:
    extended = [(element, fact) for element, fact in inside if element in forms.extension]
    if extended or changed:
        extension = branch.add(f"gd:{EXTENSION}")
        for element, fact in extended:
            forms.extension[element].write(extension.add(element), fact)
        write_values(extension, columns, changed)


def _said(registration: Registration, columns: Columns) -> dict[str, Any]:
    """Those fields of `columns` that the registration states of itself."""
    return {
        field: value
        for fact in registration.facts
        if is_of_itself(fact)
        for field, value in fact.values.items()
        if field in columns.fields
    }
