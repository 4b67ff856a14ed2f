# SPDX-License-Identifier: EUPL-1.2
"""What the checker found: an issue while it looks, a finding when it is told.

A finding's rule is `edition.object.section.role.field.what`, for instance
`SF1470-2023-07.Sag.Sagspart.SekundaerPart.Indeks.OB3`: the edition of the guidance, where in the
standard, and which rule. It stays the same for as long as the rule does. No text of a finding holds
anything from the message; the path says where to look.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec

from gearskifte.connectors.conformance import tables
from gearskifte.connectors.conformance.part import Part
from gearskifte.connectors.conformance.ruleset import Ruleset
from gearskifte.kernel.errors import Text
from gearskifte.registry.public import Severity

_PUBLISHED: Final = "SF1470"
"""The standard whose guidance on each field is public."""


class Place(NamedTuple):
    """Where in the standard: object, section, role and the path of a field."""

    object: str
    section: str = ""
    role: str = ""
    field: str = ""

    def at(self, field: str) -> Place:
        """The place of a field here."""
        return self._replace(field=field)


class Issue(NamedTuple):
    """A broken rule while the checker still weighs what a relation is.

    Attributes:
        kind: its name in tables/kinds.toml.
        missing: the path below `part` of what is not there.
        suffix: the last part of the rule's id where it is not the kind.
        words: what the texts need besides the place.
    """

    kind: str
    place: Place
    part: Part
    missing: str = ""
    suffix: str = ""
    words: Mapping[str, Any] = {}


class ConformanceFinding(msgspec.Struct, frozen=True):
    """A broken or strained rule: where, what is wrong, why it matters and how to mend it."""

    rule: str
    severity: Severity
    path: str
    what: Text
    why: Text
    do: Text
    object_id: UUID | None = None

    @property
    def text(self) -> Text:
        """The three sentences in one."""
        parts = (self.what, self.why, self.do)
        return Text(
            da=" ".join(part.da for part in parts if part.da),
            en=" ".join(part.en for part in parts if part.en),
        )


@cache
def severity_of(kind: str, *, published: bool = True) -> Severity:
    """How much a kind of finding matters.

    Args:
        kind: its name in tables/kinds.toml.
        published: whether there is public guidance on each field of the object.
    """
    entry = tables.toml("kinds")[kind]
    severity = entry["severity"]
    return Severity(severity if published else entry.get("unpublished", severity))


def is_error(issue: Issue) -> bool:
    """Whether the issue is of a kind that breaks a rule."""
    return severity_of(issue.kind) is Severity.ERROR


def rule_id(rules: Ruleset, place: Place, what: str) -> str:
    """The stable id of a rule."""
    section = "" if place.section == place.object else place.section
    steps = (place.object, section, place.role, *place.field.split("/"), what)
    return ".".join((rules.edition.rule_prefix, *filter(None, steps)))


def found(rules: Ruleset, issue: Issue, object_id: UUID | None) -> ConformanceFinding:
    """The finding that an issue becomes."""
    path = f"{issue.part.path}/{issue.missing}" if issue.missing else issue.part.path
    return told(
        rules, issue.kind, issue.place, path, object_id, suffix=issue.suffix, words=issue.words
    )


def told(
    rules: Ruleset,
    kind: str,
    place: Place,
    path: str,
    object_id: UUID | None = None,
    *,
    suffix: str = "",
    words: Mapping[str, Any] | None = None,
) -> ConformanceFinding:
    """A finding of a kind at a place, with its texts."""
    what, why, do = _texts(rules, kind, place, **(words or {}))
    rule = rule_id(rules, place, suffix or kind)
    severity = severity_of(kind, published=rules.standard == _PUBLISHED)
    return ConformanceFinding(rule, severity, path, what, why, do, object_id)


def _texts(
    rules: Ruleset, kind: str, place: Place, form: str = "", **words: Any
) -> tuple[Text, Text, Text]:
    template = tables.toml("kinds")[kind]
    field = place.field.removeprefix("JournalpostEgenskaber/") or place.section or place.object
    da, en = (
        {
            "field": field,
            "where": _where(rules, place, language),
            "role": _title(rules, place),
            "form": _form(rules, form, language),
            **{name: _joined(value) for name, value in words.items()},
        }
        for language in (0, 1)
    )
    why = template["why"]
    if kind in ("missing", "form", "missing-advised"):
        why = tables.toml("words")["why"].get(field.rpartition("/")[2], why)
    return (
        Text(da=template["what"][0].format(**da), en=template["what"][1].format(**en)),
        Text(da=why[0].format(**da), en=why[1].format(**en)),
        Text(da=template["do"][0].format(**da), en=template["do"][1].format(**en)),
    )


def _where(rules: Ruleset, place: Place, language: int) -> str:
    owner = tables.toml("words")["objects"].get(place.object)
    title = _title(rules, place)
    section = place.section or place.object
    if title and title != section:
        section = f"{section} ({title})"
    if owner is None or place.section in ("", place.object):
        return section
    return f"{owner[language]} {section}"


def _title(rules: Ruleset, place: Place) -> str:
    roles = rules.roles.get((place.object, place.section), ())
    return next((role.title for role in roles if role.name == place.role), place.role)


def _form(rules: Ruleset, form: str, language: int) -> str:
    forms = tables.toml("words")["forms"]
    name, _, listed = form.partition(":")
    if name.startswith("code"):
        codes: str = ", ".join(rules.codes[listed])
        return f"{forms['code'][language]}: {codes}"
    written: str = forms.get(form, ("", ""))[language]
    return written


def _joined(value: Any) -> str:
    return str(value) if isinstance(value, (str, int)) else ", ".join(value)
