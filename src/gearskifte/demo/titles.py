# SPDX-License-Identifier: EUPL-1.2
"""What case workers call their cases: a few in plain words, most as they are written in a hurry."""

from __future__ import annotations

from random import Random
from typing import Final

_THINGS: Final = {
    "99.10.01": ("rollator", "kørestol", "toiletforhøjer", "badebænk", "el-scooter", "høreapparat"),
    "99.10.02": ("rengøring", "tøjvask", "hjælp til bad", "madservice", "nødkald"),
    "99.10.03": ("hofte", "skulder", "knæ", "ryg", "blodprop"),
    "99.10.04": ("rampe ved hoveddør", "greb på badeværelse", "bredere døre", "trappelift"),
    "99.20.01": ("jobplan", "første samtale", "opfølgning", "praktik"),
    "99.20.02": ("truckkort", "svejsekursus", "dansk", "buskort", "regnskabskursus"),
    "99.20.03": ("ny ansøgning", "genansøgning", "efter sygdom", "efter endt job"),
    "99.20.04": ("tandlæge", "flytning", "briller", "indskud", "medicin"),
    "99.30.01": ("vuggestue", "børnehave", "dagpleje"),
    "99.30.02": ("økonomisk tilskud", "søskendetilskud", "pædagogisk tilskud"),
    "99.30.03": ("byens skole", "skolen ved havnen", "skolen ved møllen"),
    "99.40.01": ("carport", "tilbygning", "udestue", "skur", "altan", "tagterrasse"),
    "99.40.02": ("hegn", "støj", "træer i skel", "affald"),
    "99.40.03": ("garage", "baghus", "stald"),
    "99.50.02": ("briller", "medicin", "fodpleje", "tandprotese"),
    "99.50.03": ("ny ansøgning", "ændret husleje", "ny i husstanden"),
    "99.60.01": ("pas", "legitimationskort", "pas til barn"),
    "99.60.02": ("førerkort", "passagerkort"),
    "99.60.03": ("tilflytning", "familiesammenføring"),
}
_PLAIN: Final = ("Ansøgning om {thing}", "{subject}: {thing}", "{subject}, {thing}")
_HURRIED: Final = (
    "{initials} {thing}",
    "ans. {thing}, afv. dok.",
    "{short} – {thing} – {initials}",
    "vedr. {thing}, se notat",
    "{short} {thing} (gen.)",
)


def case_title(rng: Random, number: str, subject: str, name: str) -> tuple[str, str]:
    """A title for a case, and the thing it is about."""
    thing = rng.choice(_THINGS[number])
    initials = "".join(part[0] for part in name.split())
    pattern = rng.choice(_PLAIN if rng.random() < 0.4 else _HURRIED)
    title = pattern.format(thing=thing, subject=subject, initials=initials, short=_short(subject))
    return title[:1].upper() + title[1:], thing


def _short(subject: str) -> str:
    """How a subject is shortened on the telephone: the first letters of its words."""
    return "".join(word[:3] for word in subject.split()).upper()[:6]
