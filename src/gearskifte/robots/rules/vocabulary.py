# SPDX-License-Identifier: EUPL-1.2
"""The closed vocabulary of recipes, from which the JSON Schema is made and by which they are read.

Each kind of step has one keyword, what may stand at it, and what may stand beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from gearskifte.robots.rules.parameters import Kind
from gearskifte.robots.rules.triggers import CASE_EVENTS

Schema = Mapping[str, Any]

TEXT: Final[Schema] = {"type": ["string", "number", "boolean"]}
WORDS: Final[Schema] = {"type": ["string", "number"], "minLength": 1}
NAME: Final[Schema] = {"type": "string", "pattern": r"^[^\W\d]\w*$"}
COUNT: Final[Schema] = {"type": ["string", "integer"], "pattern": "^[1-9][0-9]{0,4}$", "minimum": 1}
LIST: Final[Schema] = {"anyOf": [{"type": "array", "items": TEXT, "minItems": 1}, TEXT]}
NAMED: Final[Schema] = {"type": "object", "additionalProperties": TEXT, "minProperties": 1}
STEPS: Final[Schema] = {"type": "array", "items": {"$ref": "#/$defs/trin"}, "minItems": 1}
ANYTHING: Final[Schema] = {}
LOCAL_KINDS: Final = [str(kind) for kind in Kind if kind is not Kind.SYSTEM]
"""What each municipality fills in itself, besides the addresses of its systems."""


def _object(required: str = "", **fields: Schema) -> Schema:
    """An object with these fields and no other; `_` in a field's name is a space."""
    return {
        "type": "object",
        "properties": {name.replace("_", " "): schema for name, schema in fields.items()},
        "required": required.split(),
        "additionalProperties": False,
    }


def _or_text(schema: Schema) -> Schema:
    """A short form (just the words) or the long one."""
    return {"anyOf": [WORDS, schema]}


FIELD: Final = {"felt": WORDS, "i": WORDS, "nummer": COUNT}
ON: Final = {"på": WORDS, "i": WORDS, "nummer": COUNT}
QUERY: Final = {"system": NAME, "sti": WORDS, "parametre": NAMED}
CONFIRM: Final[Schema] = {
    "anyOf": [
        WORDS,
        _object(
            "",
            åbn={"anyOf": [WORDS, _object("side", system=NAME, side=WORDS)]},
            vises=WORDS,
            felt=WORDS,
            i=WORDS,
            nummer=COUNT,
            er=TEXT,
            tabel=WORDS,
            hvor=NAMED,
            hent=_object("system sti", **QUERY),
            trin=STEPS,
            at=WORDS,
            inden=COUNT,
        ),
    ]
}


@dataclass(frozen=True, slots=True)
class Form:
    """How one kind of step is written.

    Attributes:
        value: what stands at the keyword.
        beside: what else the step may have; `needs` names those that it must.
        changes: whether it takes `effekt`, `bekræft` and `kan ikke bekræftes`.
    """

    value: Schema
    beside: Mapping[str, Schema] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    changes: bool = False


AS: Final[Mapping[str, Schema]] = {"som": NAME}

FORMS: Final[Mapping[str, Form]] = {
    "åbn": Form(_or_text(_object("side", system=NAME, side=WORDS))),
    "udfyld": Form(
        {
            "anyOf": [
                _object("felt med", **FIELD, med=TEXT),
                _object("felt hemmelighed", **FIELD, hemmelighed=WORDS),
                _object("felter", felter=NAMED, i=WORDS),
            ]
        }
    ),
    "vælg": Form(_object("felt valg", **FIELD, valg=TEXT)),
    "sæt kryds": Form(_or_text(_object("felt", **FIELD))),
    "fjern kryds": Form(_or_text(_object("felt", **FIELD))),
    "tryk": Form(_or_text(_object("på", **ON)), changes=True),
    "tast": Form(WORDS, {"felt": WORDS}, changes=True),
    "læs": Form(_or_text(_object("felt", **FIELD)), AS, ("som",)),
    "slå op": Form(
        _object("tabel hvor kolonne", tabel=WORDS, hvor=NAMED, kolonne=WORDS), AS, ("som",)
    ),
    "læs tabel": Form(_or_text(_object("tabel", tabel=WORDS, hvor=NAMED)), AS, ("som",)),
    "se efter": Form(WORDS, AS, ("som",)),
    "vent på": Form(_or_text(_object("tekst", tekst=WORDS, inden=COUNT))),
    "vedhæft": Form(_object("felt fil", **FIELD, fil=WORDS)),
    "hent fil": Form(_or_text(_object("på", **ON)), AS, ("som",)),
    "log ind": Form(
        _object(
            "system side bruger kode tryk",
            system=NAME,
            side=WORDS,
            bruger=WORDS,
            kode=WORDS,
            tryk=WORDS,
        )
    ),
    "hent": Form(_object("system sti", **QUERY), AS, ("som",)),
    "send": Form(
        _object(
            "system sti",
            system=NAME,
            metode={"enum": ["POST", "PUT", "PATCH", "DELETE"]},
            sti=WORDS,
            data=ANYTHING,
        ),
        AS,
        changes=True,
    ),
    "læs fil": Form(_or_text(_object("fil", fil=WORDS, ark=WORDS)), AS, ("som",)),
    "skriv fil": Form(_object("fil rækker", fil=WORDS, rækker=WORDS)),
    "uddrag": Form(_object("af mønster", af=WORDS, mønster=WORDS)),
    "beregn": Form(NAMED),
    "hvis": Form(WORDS, {"så": STEPS, "ellers": STEPS}, ("så",)),
    "for hver": Form(NAME, {"i": WORDS, "gør": STEPS}, ("i", "gør")),
    "gentag": Form(_object("indtil højst", indtil=WORDS, højst=COUNT), {"gør": STEPS}, ("gør",)),
    "spørg": Form(WORDS, {"til": WORDS, "valg": LIST, "som": NAME}, ("som",)),
    "overdrag": Form(_or_text(_object("fordi", fordi=WORDS, til=WORDS))),
    "afslut": Form(WORDS),
    "hændelse": Form(_object("sag hvad", sag=WORDS, hvad=WORDS, borger=WORDS)),
    "python": Form(NAME, {"med": NAMED, "som": NAME, "inden": COUNT}, changes=True),
}

CHANGE: Final[Mapping[str, Schema]] = {
    "effekt": WORDS,
    "bekræft": CONFIRM,
    "kan ikke bekræftes": {"enum": ["spørg medarbejder"]},
}

HEAD: Final[Mapping[str, Schema]] = {
    "opskrift": WORDS,
    "formål": WORDS,
    "ejer": WORDS,
    "godkender": WORDS,
    "kle": {"type": "string", "pattern": r"^[0-9]{2}(\.[0-9]{2}){1,2}$"},
    "hjemmel": WORDS,
    "oplysninger": LIST,
    "manuel tid": _object(
        "minutter måling",
        minutter={"type": ["string", "number"], "pattern": "^[0-9]{1,4}(,[0-9]+)?$"},
        måling=WORDS,
    ),
    "systemer": {"anyOf": [{"type": "array", "items": NAME, "minItems": 1}, NAMED]},
    "lokalt": {
        "type": "object",
        "additionalProperties": _object(
            "slags hvad", slags={"enum": LOCAL_KINDS}, hvad=WORDS, forslag=TEXT, muligheder=LIST
        ),
        "propertyNames": NAME,
        "minProperties": 1,
    },
    "sag": _object("felter nøgle", felter={"anyOf": [LIST, NAMED]}, nøgle=WORDS, borger=WORDS),
    "start": {
        "oneOf": [
            _object("hver", hver=WORDS),
            _object("hændelse", hændelse={"enum": list(CASE_EVENTS)}),
            _object("arbejdsliste", arbejdsliste=NAME),
        ]
    },
    "funktioner": {
        "type": "object",
        "additionalProperties": WORDS,
        "propertyNames": NAME,
        "minProperties": 1,
    },
    "ved fejl": _object("", prøv=COUNT, til=WORDS),
    "trin": STEPS,
}
NEEDED: Final = ("opskrift", "trin")

WITH_SPACES: Final = tuple(name for name in (*FORMS, *CHANGE, *HEAD) if " " in name)
SPELLED: Final = {name.replace(" ", "_"): name for name in WITH_SPACES}
"""A word of two may be written with `_` instead of the space."""

ALL_BESIDE: Final = frozenset(
    {name for form in FORMS.values() for name in form.beside} | set(CHANGE)
)


def step_schema(keyword: str) -> dict[str, Any]:
    """The schema of one kind of step."""
    form = FORMS[keyword]
    beside = {**form.beside, **(CHANGE if form.changes else {})}
    return {
        "type": "object",
        "properties": {keyword: form.value, **beside},
        "required": [keyword, *form.needs],
        "additionalProperties": False,
    }


def recipe_schema() -> dict[str, Any]:
    """The JSON Schema of a recipe, for editors and for whoever writes recipes by program."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Gearskifte: opskrift",
        "type": "object",
        "properties": dict(HEAD),
        "required": list(NEEDED),
        "additionalProperties": False,
        "$defs": {"trin": {"oneOf": [step_schema(keyword) for keyword in FORMS]}},
    }
