# SPDX-License-Identifier: EUPL-1.2
"""What vendors do to forms between two releases, as changes of a form and its layout.

Each change says whether something reliable is left. Where nothing is, a robot must refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from benchmarks.robots_drift.forms import Field, Form
from benchmarks.robots_drift.rendering import LAYOUTS, Look

Work = Callable[[Form, Look, Random], tuple[Form, Look]]


@dataclass(frozen=True, slots=True)
class Change:
    """A change, and whether anything reliable is left of each field.

    `reliable`: True if every step must survive, False if every step must be refused, None if it
    may do either; never may it act on another field.
    """

    work: Work
    reliable: bool | None = True


def _each(form: Form, change: Callable[[Field], Field]) -> Form:
    return replace(form, fields=tuple(map(change, form.fields)))


def ids(form: Form, look: Look, random: Random) -> tuple[Form, Look]:
    """New ids, in the manner of a framework."""
    stem = random.choice(["ctl00_Main_f{}", "input-{}", "ext-gen{}", "id_{}_x"])
    start = random.randrange(10, 900)
    fields = [replace(f, id=stem.format(start + 7 * at)) for at, f in enumerate(form.fields)]
    return replace(form, fields=tuple(fields)), look


def names(form: Form, look: Look, random: Random) -> tuple[Form, Look]:
    """New names where there were any."""
    start = random.randrange(10, 900)
    fields = [
        replace(f, name=f"fld{start + at}" if f.name else "") for at, f in enumerate(form.fields)
    ]
    return replace(form, fields=tuple(fields)), look


def _reworded(form: Form, look: Look, _random: Random) -> tuple[Form, Look]:
    return _each(form, lambda f: replace(f, label=f.other)), look


def _some_reworded(form: Form, look: Look, random: Random) -> tuple[Form, Look]:
    return _each(form, lambda f: replace(f, label=random.choice([f.label, f.other]))), look


def _english(form: Form, look: Look, _random: Random) -> tuple[Form, Look]:
    return _each(form, lambda f: replace(f, label=f.english)), replace(look, language="en")


def _german(form: Form, look: Look, random: Random) -> tuple[Form, Look]:
    syllables = "be ver zu stel lung an zahl ort nach weis frist bear trag kenn"
    words = ["".join(random.sample(syllables.split(), 3)).title() for _ in form.fields]
    fields = [replace(f, label=word) for f, word in zip(form.fields, words, strict=True)]
    return replace(form, fields=tuple(fields)), look


def moved(form: Form, look: Look, random: Random) -> tuple[Form, Look]:
    """The fields in any order."""
    fields = list(form.fields)
    random.shuffle(fields)
    return replace(form, fields=tuple(fields)), look


def _two(form: Form, random: Random) -> tuple[int, int]:
    """Two fields with the same control."""
    pairs = [
        (a, b)
        for a, one in enumerate(form.fields)
        for b, other in enumerate(form.fields)
        if a < b and one.control == other.control
    ]
    return random.choice(pairs)


def _swapped(form: Form, look: Look, random: Random) -> tuple[Form, Look]:
    first, second = _two(form, random)
    fields = list(form.fields)
    fields[first], fields[second] = fields[second], fields[first]
    return replace(form, fields=tuple(fields)), look


def _ids_swapped(form: Form, look: Look, random: Random) -> tuple[Form, Look]:
    """Two fields exchange their technical names, as when a page numbers its fields."""
    first, second = _two(form, random)
    fields = list(form.fields)
    one, other = fields[first], fields[second]
    fields[first] = replace(one, id=other.id, name=other.name)
    fields[second] = replace(other, id=one.id, name=one.name)
    return replace(form, fields=tuple(fields)), look


def _ids_dealt(form: Form, look: Look, random: Random) -> tuple[Form, Look]:
    """The technical names are dealt out anew among fields with the same control."""
    fields = list(form.fields)
    for control in sorted({field.control for field in fields}):
        places = [at for at, field in enumerate(fields) if field.control == control]
        turned = places[1:] + places[:1] if random.random() < 0.5 else places[::-1]
        taken = [(form.fields[at].id, form.fields[at].name) for at in turned]
        for at, (technical, name) in zip(places, taken, strict=True):
            fields[at] = replace(fields[at], id=technical, name=name)
    return replace(form, fields=tuple(fields)), look


def looked(**changed: object) -> Work:
    """The same form in another look."""
    return lambda form, look, _random: (form, replace(look, **changed))  # type: ignore[arg-type]


def _other_layout(form: Form, look: Look, random: Random) -> tuple[Form, Look]:
    return form, replace(look, layout=random.choice([x for x in LAYOUTS if x != look.layout]))


def _decorated(form: Form, look: Look, random: Random) -> tuple[Form, Look]:
    marks = [":", " *", ":*", " (skal udfyldes)", ""]
    return _each(
        form,
        lambda f: (
            f
            if f.control == "button"
            else replace(
                f,
                label=f.label.replace("-nummer", "-nr.") + random.choice(marks),
                hint=random.choice(["", "", "Se vejledningen"]),
                after="(dd-mm-åååå)" if f.control == "date" else "",
            )
        ),
    ), look


def more_fields(form: Form, look: Look, random: Random) -> tuple[Form, Look]:
    """Two new fields among the others."""
    extra = ["Reference", "Journalnotat", "Ekstern henvisning", "Kanal", "Kvittering"]
    fields = list(form.fields)
    for number, label in enumerate(random.sample(extra, 2)):
        new = Field(f"new{number}", label, label, label, "text", f"txtNew{number}", f"new{number}")
        fields.insert(random.randrange(len(fields)), new)
    return replace(form, fields=tuple(fields)), look


def _removed(form: Form, look: Look, random: Random) -> tuple[Form, Look]:
    """Half of the fields are gone; what is left of them must not be taken for them."""
    kept = [field for field in form.fields if random.random() < 0.5] or list(form.fields[:2])
    return replace(form, fields=tuple(kept)), look


def _moved_label(form: Form, look: Look, random: Random) -> tuple[Form, Look]:
    """A field gets new words, and a new field gets the words it had."""
    fields = list(form.fields)
    at = random.choice([n for n, f in enumerate(fields) if f.control == "text"])
    old = fields[at]
    fields[at] = replace(old, label="Ny " + old.label.lower())
    new = Field("new", old.label, "", "", "text", "txtExtra", "extra")
    fields.insert(random.choice([at, at + 1]), new)
    return replace(form, fields=tuple(fields)), look


def _reused_id(form: Form, look: Look, random: Random) -> tuple[Form, Look]:
    """A field is gone, and its id and name are on another with words nobody knows."""
    fields = list(form.fields)
    at = random.choice([n for n, f in enumerate(fields) if f.control == "text"])
    fields[at] = replace(fields[at], key="new", label="Kanalkode")
    random.shuffle(fields)
    return replace(form, fields=tuple(fields)), look


def both(*works: Work) -> Work:
    """One change after another."""

    def work(form: Form, look: Look, random: Random) -> tuple[Form, Look]:
        for each in works:
            form, look = each(form, look, random)
        return form, look

    return work


KNOWN: Final[Mapping[str, Change]] = {
    "nothing": Change(looked()),
    "ids renamed": Change(ids),
    "names renamed": Change(names),
    "ids and names renamed": Change(both(ids, names)),
    "labels reworded": Change(_reworded),
    "some labels reworded": Change(_some_reworded),
    "fields moved": Change(moved),
    "wrappers changed": Change(looked(wrapped=True)),
    "labels untied": Change(looked(tied=False)),
    "language changed": Change(_english),
    "two fields swapped": Change(_swapped),
    "two fields' ids swapped": Change(_ids_swapped),
    "layout changed": Change(_other_layout),
    "colons, stars and hints": Change(_decorated),
    "ids and labels changed": Change(both(ids, names, _reworded), reliable=False),
    "ids and language changed": Change(both(ids, names, _english), reliable=False),
}
"""The kinds of change that the rules were made for."""

UNSEEN: Final[Mapping[str, Change]] = {
    "ids dealt anew": Change(_ids_dealt),
    "fields added": Change(more_fields),
    "fields removed": Change(_removed),
    "labels to placeholders": Change(looked(placeholders=True)),
    "labels to aria-label": Change(looked(aria=True)),
    "labels below the fields": Change(looked(layout="below")),
    "two columns": Change(looked(layout="columns")),
    "unknown language": Change(_german),
    "ids renamed, moved, wrapped": Change(both(ids, moved, looked(wrapped=True))),
    "untied, layout, ids and names": Change(
        both(ids, names, _other_layout, looked(tied=False), _decorated)
    ),
    "ids dealt anew, language": Change(both(_ids_dealt, _english), reliable=None),
    "ids dealt anew, unknown language": Change(both(_ids_dealt, _german), reliable=None),
    "moved, unknown language, ids": Change(both(moved, _german, ids, names), reliable=False),
    "label moved to a new field": Change(_moved_label, reliable=None),
    "id reused by a new field": Change(_reused_id),
}
"""Kinds of change thought of afterwards, against fitting the rules to the first."""
