# SPDX-License-Identifier: EUPL-1.2
"""What case workers call their cases: some in plain words, most as they are written in a hurry."""

from __future__ import annotations

from random import Random
from typing import Final

_WORDS: Final = {
    "99.10.01": ("HJM", ("rollator", "kørestol", "toiletforhøjer", "badebænk", "el-scooter")),
    "99.10.02": ("HJH", ("rengøring", "tøjvask", "hjælp til bad", "madservice", "nødkald")),
    "99.10.03": ("TRÆN", ("hofte", "skulder", "knæ", "ryg", "blodprop")),
    "99.10.04": ("BOLIGINDR", ("rampe ved hoveddør", "greb på badeværelse", "trappelift")),
    "99.20.01": ("SAMT", ("jobplan", "første samtale", "opfølgning", "praktik")),
    "99.20.02": ("OPKV", ("truckkort", "svejsekursus", "dansk", "buskort", "regnskabskursus")),
    "99.20.03": ("FORS", ("hjælp efter sygdom", "hjælp efter endt job", "hjælp igen")),
    "99.20.04": ("ENK.YD", ("tandlæge", "flytning", "briller", "indskud", "medicin")),
    "99.30.01": ("DAGT", ("vuggestue", "børnehave", "dagpleje")),
    "99.30.02": ("ØFP", ("økonomisk tilskud", "søskendetilskud", "pædagogisk tilskud")),
    "99.30.03": ("SKOLE", ("byens skole", "skolen ved havnen", "skolen ved møllen")),
    "99.40.01": ("BYG", ("carport", "tilbygning", "udestue", "skur", "altan", "tagterrasse")),
    "99.40.02": ("NABO", ("hegn", "støj", "træer i skel", "affald")),
    "99.40.03": ("NEDR", ("garage", "baghus", "stald")),
    "99.50.02": ("HT", ("briller", "medicin", "fodpleje", "tandprotese")),
    "99.50.03": ("BOTIL", ("tilskud efter flytning", "tilskud efter ny husleje")),
    "99.60.01": ("PAS", ("pas", "legitimationskort", "pas til barn")),
    "99.60.02": ("P-KORT", ("førerkort", "passagerkort")),
    "99.60.03": ("MODT", ("tilflytning", "familiesammenføring")),
}
"""How a subject is shortened, and what its cases are about."""
_NOT_APPLIED_FOR: Final = {"99.10.03", "99.20.01", "99.30.03", "99.40.02", "99.40.03", "99.60.03"}
_PLAIN: Final = ("{subject}: {thing}", "{subject}, {thing}", "Ansøgning om {thing}")
_HURRIED: Final = (
    "{initials} {thing}",
    "ans. {thing}, afv. dok.",
    "{short} – {thing} – {initials}",
    "vedr. {thing}, se notat",
    "{short} {thing} (gen.)",
)


def case_title(rng: Random, number: str, subject: str, name: str) -> tuple[str, str]:
    """A title for a case on a subject, and the thing it is about."""
    short, things = _WORDS[number]
    thing = rng.choice(things)
    plain = _PLAIN[:2] if number in _NOT_APPLIED_FOR else _PLAIN
    title = rng.choice(plain if rng.random() < 0.4 else _HURRIED).format(
        thing=thing,
        subject=subject,
        short=short,
        initials="".join(part[0] for part in name.split()),
    )
    return title[:1].upper() + title[1:], thing
