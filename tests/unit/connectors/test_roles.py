# SPDX-License-Identifier: EUPL-1.2
"""Roles: by their UUID, else by a relation's form, else by the whole object, else unknown."""

from __future__ import annotations

import pytest

from gearskifte.registry.public import Registration, fields
from tests.unit.connectors.messages import (
    ORGANISATION,
    OTHER_ROLE,
    OWNER,
    PRIMARY_CLASS,
    PRIMARY_PARTY,
    UNIT,
    UNKNOWN_ROLE,
    USER,
    by_key,
    case,
    extension,
    importing,
    only_registration,
    only_relation,
    reading,
    registration,
    relation,
    rules,
    updating,
    urn,
)

pytestmark = pytest.mark.unit


def _imported(*relations: str) -> Registration:
    return only_registration(importing(case(registration(relations="".join(relations)))))


def _class(role: str, **titles: str) -> str:
    content = "".join(f"<i:{name}>{text}</i:{name}>" for name, text in titles.items())
    return relation("Sagsklasse", role, content=extension("SagsklasseLokalUdvidelse", content))


def _roles(found: Registration) -> dict[str, str]:
    return {key: fact.values[fields.ROLE] for key, fact in by_key(found).items()}


def test_a_known_role_is_in_the_key_by_name() -> None:
    """The key of a relation is type, role and index; the role's UUID in any letter case."""
    found = _imported(relation("Sagsaktoer", OWNER.upper(), index="a-1"))
    assert _roles(found) == {"actor:owner:a-1": fields.OWNER}
    assert found.facts[0].values[fields.ROLE_ID] == OWNER


@pytest.mark.parametrize(
    ("section", "uuid", "key"),
    [
        ("Journalpost", "69a0a697-0a77-4916-bea3-226594fa6627", "journal:filed:1"),
        ("Journalpost", "b21faed9-c4a2-49d3-aa15-35f5181d7735", "journal:attached:1"),
        ("Journalpost", "1281739d-93ea-486c-8950-607a4263bef0", "journal:note:1"),
        ("Sagsrelation", "d29c49f0-931e-4d42-8db4-a8fc67c8af58", "case:parent_case:1"),
    ],
)
def test_roles_that_the_checker_knows_are_read(section: str, uuid: str, key: str) -> None:
    """Filed, attached and noted posts, and the parent case, by their public UUIDs."""
    assert list(_roles(_imported(relation(section, uuid, index="1")))) == [key]


def test_an_unknown_role_is_in_the_key_by_its_uuid() -> None:
    """Relations of two unknown roles with one index stay two."""
    found = _imported(
        relation("Sagspart", UNKNOWN_ROLE, index="1"), relation("Sagspart", OTHER_ROLE, index="1")
    )
    assert _roles(found) == {
        f"party:{UNKNOWN_ROLE}:1": fields.UNKNOWN,
        f"party:{OTHER_ROLE}:1": fields.UNKNOWN,
    }


def test_a_party_is_never_guessed() -> None:
    """A party with an unknown role stays unknown even where it is the only one."""
    values = only_relation(importing(case(registration(relations=relation("Sagspart")))))
    assert values[fields.ROLE] == fields.UNKNOWN


def test_an_unknown_role_is_mentioned() -> None:
    """The finding is for information and points at the role."""
    result = reading(importing(case(registration(relations=relation("Sagspart")))))
    finding = rules(result)["role"]
    assert (finding.severity, finding.path.rpartition("/")[2]) == ("info", "Rolle")


@pytest.mark.parametrize(
    ("titles", "role"),
    [
        ({"Klassetitel": "Visning undtaget for borger"}, fields.DISPLAY),
        ({"Klassetitel": "VISNING\n undtaget  for BORGEREN"}, fields.DISPLAY),
        ({"Facettitel": "Indekser/Visningsklasse", "Klassetitel": "V1"}, fields.DISPLAY),
        ({"Facettitel": "Indekser/Sagsafgørelse", "Klassetitel": "Medhold"}, fields.DECISION),
        ({"Facettitel": "SAGSAFGØRELSER"}, fields.DECISION),
        ({"Facettitel": "sagsafgoerelse"}, fields.DECISION),
        ({"Klassetitel": "Sagsafgo\u0338relse".replace("o\u0338", "ø")}, fields.DECISION),
        ({"Klassetitel": "Vejledning til borger"}, fields.UNKNOWN),
        ({}, fields.UNKNOWN),
    ],
)
def test_display_and_decision_classes_are_told_by_their_titles(
    titles: dict[str, str], role: str
) -> None:
    """Letter case, blanks and the spelling of ø make no difference."""
    found = _imported(_class(UNKNOWN_ROLE, **titles))
    assert _roles(found) == {f"class:{UNKNOWN_ROLE}:": role}


@pytest.mark.parametrize(
    ("target", "content", "role"),
    [
        (urn("URN:Empty"), "", fields.NOTE),
        (urn("urn:empty."), "", fields.NOTE),
        ("", "<s:Titel>Samtale</s:Titel>", fields.NOTE),
        ("<d:UUIDIdentifikator>dddddddd-0000-4000-8000-00000000d0c0</d:UUIDIdentifikator>",
         "", fields.FILED),
        ("<d:UUIDIdentifikator>dddddddd-0000-4000-8000-00000000d0c0</d:UUIDIdentifikator>",
         "<s:Titel>Derfor</s:Titel>", fields.FILED),
        (urn("urn:oio:kmd:dok:7"), "", fields.UNKNOWN),
        ("", "", fields.UNKNOWN),
    ],
)  # fmt: skip
def test_a_journal_post_is_told_by_what_it_points_at(target: str, content: str, role: str) -> None:
    """Nothing but a note is a note; a document is filed."""
    note = f"<s:JournalnotatEgenskaber>{content}</s:JournalnotatEgenskaber>" if content else ""
    post = relation(
        "Journalpost",
        target=target,
        content=f"<s:JournalpostEgenskaber>{note}</s:JournalpostEgenskaber>",
    )
    assert _roles(_imported(post)) == {f"journal:{UNKNOWN_ROLE}:": role}


@pytest.mark.parametrize(
    ("object_type", "role"),
    [
        (ORGANISATION, fields.OWNER),
        (UNIT, fields.RESPONSIBLE),
        (USER, fields.PRIMARY_HANDLER),
        (PRIMARY_PARTY, fields.UNKNOWN),
    ],
)
def test_a_lone_actor_of_an_import_is_told_by_its_type(object_type: str, role: str) -> None:
    """An organisation owns, a unit is responsible, a user handles."""
    found = _imported(relation("Sagsaktoer", object_type=object_type))
    assert _roles(found) == {f"actor:{UNKNOWN_ROLE}:": role}


def test_an_actor_is_not_guessed_beside_a_known_one() -> None:
    """With a known owner, another organisation stays unknown."""
    found = _imported(relation("Sagsaktoer", OWNER), relation("Sagsaktoer"))
    assert _roles(found) == {
        "actor:owner:": fields.OWNER,
        f"actor:{UNKNOWN_ROLE}:": fields.UNKNOWN,
    }


def test_the_known_actor_may_stand_in_another_registration() -> None:
    """All registrations of the object are looked at before anything is inferred."""
    known = registration(relations=relation("Sagsaktoer", OWNER))
    unknown = registration(relations=relation("Sagsaktoer"), time="2023-04-01T00:00:00Z")
    result = reading(importing(case(known, unknown)))
    assert _roles(result.registrations[1]) == {f"actor:{UNKNOWN_ROLE}:": fields.UNKNOWN}


def test_two_that_fit_leave_the_role_unknown() -> None:
    """Of two users nobody can say which is the primary handler."""
    users = [relation("Sagsaktoer", object_type=USER, index=str(n)) for n in (1, 2)]
    assert set(_roles(_imported(*users)).values()) == {fields.UNKNOWN}


def test_a_kle_number_makes_a_primary_class_only_where_none_is_known() -> None:
    """A class numbered like a KLE subject is primary in an import that has no other."""
    numbered = _class(UNKNOWN_ROLE, BrugervendtNoegle="98.01.01")
    assert _roles(_imported(numbered)) == {f"class:{UNKNOWN_ROLE}:": fields.PRIMARY}
    both = _imported(numbered, _class(PRIMARY_CLASS, BrugervendtNoegle="98.01.02"))
    assert _roles(both)[f"class:{UNKNOWN_ROLE}:"] == fields.UNKNOWN


def test_an_update_infers_nothing_from_what_it_leaves_out() -> None:
    """An update does not say what else the object has, so its lone actor stays unknown."""
    assert only_relation(updating(relation("Sagsaktoer")))[fields.ROLE] == fields.UNKNOWN


def test_an_update_still_tells_a_display_class() -> None:
    """What a relation's own form shows holds in an update too."""
    hidden = _class(UNKNOWN_ROLE, Klassetitel="Visning undtaget for borger")
    assert only_relation(updating(hidden))[fields.ROLE] == fields.DISPLAY


def test_an_inferred_role_keeps_its_uuid_in_the_key() -> None:
    """An import and a later update name the same relation alike."""
    post = relation("Journalpost", index="7")
    assert _imported(post).facts[0].key == only_registration(updating(post)).facts[0].key
