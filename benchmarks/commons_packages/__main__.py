# SPDX-License-Identifier: EUPL-1.2
"""Attacks on robot packages, and what leaves when personal data is strewn into a robot.

`python -m benchmarks.commons_packages [--texts N] [--seed N]` prints one JSON object: how many
packages were forged and how many of them were accepted, why each was refused, and how many bytes of
strewn CPR numbers, names and secrets stood in anything that was packed.
"""

from __future__ import annotations

import argparse
import json
import random
import string
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from gearskifte.commons.packing import unpack_robot
from gearskifte.commons.rules.gate import first_names
from gearskifte.commons.rules.package import PackageRefused
from gearskifte.robots.public import RecipeRefused
from tests.builders.packages import (
    BACKWARDS,
    CASES_TEXT,
    MOCK_TEXT,
    OWNER,
    PUBLIC,
    SOURCE,
    attacks,
    packed,
)

SURNAMES = ("Møller", "Jensen", "Krogh", "Lund", "Østergaard", "Nielsen", "Holm", "Skov")
PLACES = {
    "recipe": (SOURCE, ("Fagsystemet", "bliver rykket", "Sagen er lukket", "stopur på")),
    "mock": (MOCK_TEXT, ("status: ny", "status: lukket")),
    "cases": (CASES_TEXT, ("Sagen er lukket", 'sagsnr: "1"')),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(json.dumps({**_attack(), **_strew(given.texts, given.seed)}, ensure_ascii=False))


def _attack() -> dict[str, object]:
    pin = unpack_robot(packed(), OWNER, PUBLIC).package.pin(datetime.now(UTC))
    why: dict[str, str] = {}
    for name, body in attacks().items():
        try:
            unpack_robot(body, OWNER, PUBLIC, pin if name in BACKWARDS else None)
            why[name] = ""
        except PackageRefused as refused:
            why[name] = refused.code
    accepted = [name for name, code in why.items() if not code]
    return {"attacks": len(why), "accepted": len(accepted), "refused_because": why}


def _strew(texts: int, seed: int) -> dict[str, object]:
    """Strew one thing at a time into a robot; what is packed all the same has let it out."""
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    left: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    for kind, thing in _things(chance, texts):
        file, (text, spots) = chance.choice(sorted(PLACES.items()))
        spot = chance.choice(spots)
        strewn = text.replace(spot, f"{spot} {thing}", 1)
        if chance.random() < 0.2:
            strewn = f"# {thing}\n{text}"
        tried[kind] += 1
        try:
            body = packed(recipe=strewn) if file == "recipe" else packed(**{file: strewn})
        except (PackageRefused, RecipeRefused):
            continue
        left[kind] += len(thing.encode()) if thing.encode() in body else 0
    return {"strewn": dict(tried), "bytes_that_left": sum(left.values()), "left": dict(left)}


def _things(chance: random.Random, texts: int) -> Iterator[tuple[str, str]]:
    names = sorted(first_names())
    for _ in range(texts):
        match chance.randrange(3):
            case 0:
                yield "cpr", _cpr(chance)
            case 1:
                yield "name", f"{chance.choice(names)} {chance.choice(SURNAMES)}"
            case _:
                yield "secret", _secret(chance)


def _cpr(chance: random.Random) -> str:
    """A number of nobody (the day is past 60), written in one of many ways."""
    day, month = chance.randint(61, 88), chance.randint(1, 12)
    digits = f"{day:02}{month:02}{chance.randint(0, 99):02}{chance.randint(0, 9999):04}"
    gap = chance.choice(("", "-", " ", ".", " - ", "\u2013"))
    return f"{digits[:6]}{gap}{digits[6:]}"


def _secret(chance: random.Random) -> str:
    letters = string.ascii_letters + string.digits
    word = "".join(chance.choice(letters) for _ in range(chance.randint(8, 40)))
    return chance.choice((f"password={word}", f"token: {word}", f"ghp_{word}{word}{word}"))


if __name__ == "__main__":
    main()
