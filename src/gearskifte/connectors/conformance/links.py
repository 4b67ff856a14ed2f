# SPDX-License-Identifier: EUPL-1.2
"""Takes from an object what must agree with others: its id and key, its links, its actors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final, NamedTuple
from uuid import UUID

from gearskifte.connectors.conformance.finding import Issue, Place
from gearskifte.connectors.conformance.objects import Subject
from gearskifte.connectors.conformance.part import Part
from gearskifte.connectors.conformance.references import target_of, type_of, uuid_of
from gearskifte.connectors.conformance.relations import Relations
from gearskifte.connectors.conformance.roles import key_of
from gearskifte.connectors.conformance.ruleset import Ruleset
from gearskifte.connectors.conformance.together import Known, Link, Memory, Spot

_LINKS: Final = {
    "Journalpost": "Dokument",
    "Dokumentrelation": "Dokument",
    "Sagsrelation": "Sag",
    "Bevillingssag": "Sag",
}
_GRANT: Final = "Bevilling"
_TO_OTHER_MESSAGES: Final = ("Bevillingssag",)
_OWNERS: Final = ("Sagsaktoer", "Dokumentaktoer", "Bevillingsaktoer", "Aktoer")
_NUMBERS: Final = ("CVR-Nummer", "CVR-Nr", "CVR-nr")
_ACTORS: Final = {"Bruger", "OrgEnhed", "Organisation", "ItSystem"}
_TYPE_CODES: Final = {"Bruger": "Bruger", "OrganisationEnhed": "OrgEnhed", "ItSystem": "ItSystem"}
_EXEMPTION: Final = ("OffentlighedUndtaget", "OffentlighedUndtagetHjemmelTekst")


class Setting(NamedTuple):
    """The message that an object is in.

    Attributes:
        file: its number among those checked together.
        others: how many objects of each kind it holds.
    """

    file: int
    others: Mapping[str, int]
    rules: Ruleset

    def spot(self, subject: Subject, place: Place, part: Part) -> Spot:
        """Where an element of an object stands."""
        return Spot(self.file, self.rules, place, part.path, object_id(subject))


def object_id(subject: Subject) -> UUID | None:
    """The UUID of an object, None where it has none that can be read."""
    uuid = uuid_of(subject.node)
    return UUID(uuid) if uuid else None


def shared_issues(
    subject: Subject, relations: Mapping[str, Relations], setting: Setting, memory: Memory
) -> Iterator[Issue]:
    """What of an object contradicts other objects; its links are remembered for later."""
    uuid = uuid_of(subject.node)
    if uuid:
        yield from _same_id(subject, uuid, setting, memory)
        yield from _same_key(subject, uuid, relations, memory)
    for relation, place in _linking(relations):
        reference = relation.one("ReferenceID")
        if reference is not None and uuid_of(reference) == uuid != "":
            yield Issue("itself", place.at("ReferenceID"), reference)
    yield from _actor_keys(relations, memory)
    _remember_actors(subject, relations, setting, memory)
    for link in (*_links(subject, relations, setting), *_paid(subject, relations, setting)):
        if link.target != uuid:
            memory.link(link)


def _same_id(subject: Subject, uuid: str, setting: Setting, memory: Memory) -> Iterator[Issue]:
    benefits = subject.node.every("Registrering", "AttributListe", "BevilgetYdelse")
    parts = frozenset(each.value("Id") or "" for each in benefits) if subject.whole else None
    whole_in = setting.file if subject.whole else None
    exempt = any(
        each.every("AttributListe", "Egenskaber", *_EXEMPTION) for each in subject.registrations
    )
    if memory.is_another_object(subject.name, uuid, Known(whole_in, parts, exempt)):
        place = Place(subject.name, subject.name, field="UUIDIdentifikator")
        yield Issue("two-objects", place, subject.node, "UUIDIdentifikator")


def _same_key(
    subject: Subject, uuid: str, relations: Mapping[str, Relations], memory: Memory
) -> Iterator[Issue]:
    owners = [
        (relation, relations[section])
        for section in _OWNERS
        if section in relations
        for relation in relations[section].of("Ejer")
    ]
    authority = next((_authority(relation, found) for relation, found in owners), "")
    place = Place(subject.name, "Egenskaber", field="BrugervendtNoegle")
    for registration in subject.registrations:
        for key in registration.every("AttributListe", "Egenskaber", "BrugervendtNoegle"):
            scope = (subject.name, authority, key.text)
            if authority and key.text and memory.is_anothers_key(scope, uuid):
                yield Issue("reused-key", place, key)


def _authority(relation: Part, found: Relations) -> str:
    numbers = (found.section.find(relation, name) for name in _NUMBERS)
    number = next((each.text for each in numbers if each is not None and each.text), "")
    return number or target_of(relation.one("ReferenceID"))


def _linking(relations: Mapping[str, Relations]) -> Iterator[tuple[Part, Place]]:
    for section in _LINKS:
        if section in relations:
            found = relations[section]
            for relation in found.every():
                yield relation, found.place(found.roles[key_of(relation)].role)


def _links(
    subject: Subject, relations: Mapping[str, Relations], setting: Setting
) -> Iterator[Link]:
    for relation, place in _linking(relations):
        reference = relation.one("ReferenceID")
        if reference is not None and uuid_of(reference):
            kind = _LINKS[place.section]
            yield Link(
                setting.spot(subject, place.at("ReferenceID"), reference),
                kind,
                uuid_of(reference),
                place.section not in _TO_OTHER_MESSAGES and _has_others(subject, kind, setting),
                exempts=bool(relation.every("JournalpostEgenskaber", *_EXEMPTION)),
            )


def _paid(subject: Subject, relations: Mapping[str, Relations], setting: Setting) -> Iterator[Link]:
    """From the lines of a payment to the benefits of grants."""
    lines = relations.get("OekonomiskYdelseEffektueringRelation")
    if lines is None:
        return
    for line in lines.every():
        reference = line.one("BevilgetYdelseRef")
        if reference is not None and uuid_of(reference):
            place = lines.place(lines.roles[key_of(line)].role).at("BevilgetYdelseRef")
            yield Link(
                setting.spot(subject, place, reference),
                _GRANT,
                uuid_of(reference),
                _has_others(subject, _GRANT, setting),
                part=reference.value("BevilgetYdelseId") or "",
            )


def _has_others(subject: Subject, kind: str, setting: Setting) -> bool:
    """Whether the object's message sends others of a kind whole, so that a target may be missed."""
    return subject.whole and setting.others.get(kind, 0) > (1 if subject.name == kind else 0)


def _remember_actors(
    subject: Subject, relations: Mapping[str, Relations], setting: Setting, memory: Memory
) -> None:
    for identity, kind, place, part in (
        *_registrars(subject),
        *_validities(subject),
        *_targets(relations),
    ):
        if identity:
            memory.use(identity, kind, setting.file, partial(setting.spot, subject, place, part))


def _registrars(subject: Subject) -> Iterator[tuple[str, str, Place, Part]]:
    place = Place(subject.name, "Registrering", field="BrugerRef")
    for registration in subject.registrations:
        reference = registration.one("BrugerRef")
        if reference is not None and uuid_of(reference):
            yield uuid_of(reference), "Bruger", place, reference


def _validities(subject: Subject) -> Iterator[tuple[str, str, Place, Part]]:
    for validity in subject.node.descendants("Virkning"):
        if not isinstance(validity, Part):
            continue
        reference = validity.one("AktoerRef")
        kind = _TYPE_CODES.get(validity.value("AktoerTypeKode") or "", "")
        if reference is not None and kind and uuid_of(reference):
            place = Place(subject.name, validity.parent_name, field="Virkning/AktoerRef")
            yield uuid_of(reference), kind, place, reference


def _targets(relations: Mapping[str, Relations]) -> Iterator[tuple[str, str, Place, Part]]:
    """What relations point at, where their type is one that their role may have."""
    for found in relations.values():
        for relation in found.every():
            role = found.roles[key_of(relation)].role
            kinds = type_of(relation) & _ACTORS
            reference = relation.one("ReferenceID")
            if role is None or reference is None or len(kinds) != 1:
                continue
            if kinds.issubset(role.types):
                place = found.place(role).at("ReferenceID")
                yield target_of(reference), next(iter(kinds)), place, reference


def _actor_keys(relations: Mapping[str, Relations], memory: Memory) -> Iterator[Issue]:
    """Keys of units, users and classes that are used for two of them."""
    for found in relations.values():
        if found.section.extension == "":
            continue
        for relation in found.every():
            key = found.section.find(relation, "BrugervendtNoegle")
            target = target_of(relation.one("ReferenceID"))
            role = found.roles[key_of(relation)].role
            if key is None or not key.text or not target or role is None:
                continue
            kind = next(iter(sorted(type_of(relation))), "")
            scope = ("actor", kind, role.name if kind == "Klasse" else "", _means(target), key.text)
            if memory.is_anothers_key(scope, target):
                yield Issue("reused-actor-key", found.place(role).at("BrugervendtNoegle"), key)


def _means(target: str) -> str:
    """By what a target is pointed at: only alike references can be told apart."""
    return "urn" if target.startswith("urn:") else "uuid"
