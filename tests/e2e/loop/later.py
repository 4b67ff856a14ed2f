# SPDX-License-Identifier: EUPL-1.2
"""The story half a year on: two municipalities use one robot, and others are their yardstick."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gearskifte.commons.federation import FolderStore, Publisher
from gearskifte.commons.rules.feed import Event, Verb
from gearskifte.commons.rules.months import write_months
from gearskifte.effects.public import Month, Series
from gearskifte.kernel.time import local_date, system_now
from tests.builders.xml import case_message
from tests.e2e.towns import Town

TOPIC = "99.20.04"
AUTHORITY = "11111111"
BEFORE, AFTER = 16, 3
"""Months that everybody's cases go back, and that the robot is in use."""

A_MONTH, TOUCHED = 5, 3
"""Cases of each municipality in a month, and those of them that the robot works on."""

WAITED, WAITS = 44, 9
"""Days a case waited before the robot, and with it."""

OTHERS = 24


def first_of(months: int) -> date:
    """The first day of the month so many months from this one."""
    today = local_date(system_now())
    number = today.year * 12 + today.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def days_until(day: date) -> int:
    """How many days from today."""
    return (day - local_date(system_now())).days


def case_files(name: str, numbers: list[str]) -> Iterator[tuple[str, bytes]]:
    """A municipality's cases as messages; those with the robot have these numbers in Gammel Sag."""
    with_robot = iter(numbers)
    for month in range(-BEFORE, AFTER + 1):
        for copy in range(A_MONTH):
            number = next(with_robot) if month > 0 else f"{name}-{month}-{copy}"
            began = first_of(month) + timedelta(days=2 + copy)
            days = (WAITS if month > 0 else WAITED) + (month + copy) % 3
            states = (("Opstaaet", _morning(began)), ("Afgjort", _morning(began + timedelta(days))))
            owner = (AUTHORITY, f"{name} Kommune")
            body = case_message(number, None, states=states, kle=TOPIC, owner=owner)
            yield number, body.replace(b"2024-JC", b"JC")


def _morning(day: date) -> str:
    return f"{day.isoformat()}T09:00:00+01:00"


class Fellows:
    """The two towns, others that only tell their months, and the hub that all of them read."""

    def __init__(self, towns: tuple[Town, Town], folder: Path) -> None:
        """Everybody writes to a folder of a file share, the hub to one of its own."""
        self.towns, self.folder = towns, folder
        names = {"CVR": "10000009", "ORGANISATION": "Navet", "SECRET_KEY": f"{9:064x}"}
        env = towns[0].env | {f"GEARSKIFTE_{name}": text for name, text in names.items()}
        self.hub = replace(towns[0], env=env)
        self.others = [
            Publisher(FolderStore(folder / cvr), cvr, Ed25519PrivateKey.generate())
            for cvr in (f"{20_000_000 + place}" for place in range(OTHERS))
        ]

    def take_part(self) -> None:
        """Both towns are told of the hub, and the hub of everybody."""
        _, hub_key, _ = self._key(self.hub)
        members = []
        for town in self.towns:
            cvr, key, name = self._key(town)
            members.append(self._member(cvr, name, key))
            town.env["GEARSKIFTE_COMMONS_FEED_FOLDER"] = str(self.folder / cvr)
            town.env["GEARSKIFTE_COMMONS_HUB"] = str(self.folder / "hub")
            town.env["GEARSKIFTE_COMMONS_HUB_KEY"] = hub_key
        for place, each in enumerate(self.others):
            key = base64.b64encode(each.public_key).decode()
            members.append(self._member(f"{20_000_000 + place}", f"Kommune {place}", key))
        (self.folder / "members.toml").write_text("\n".join(members), "utf-8")

    def _key(self, town: Town) -> list[str]:
        return town.run("commons", "key").strip().split(" ", 2)

    def _member(self, cvr: str, name: str, key: str) -> str:
        feed = self.folder / cvr
        return f'[{cvr}]\nname = "{name}"\nkey = "{key}"\nfeed = "{feed}"\n'

    def others_tell(self, days: int) -> None:
        """Twenty-four municipalities tell how long their cases waited, with no robot."""
        now = system_now() + timedelta(days=days)
        first = first_of(-BEFORE)
        for place, each in enumerate(self.others):
            cvr = f"{20_000_000 + place}"
            months = tuple(
                Month(
                    first.year * 12 + first.month - 1 + step,
                    6 + place % 4,
                    math.log1p(WAITED + place % 5 + (place * 7 + step * 5) % 6),
                )
                for step in range(BEFORE + AFTER + 1)
            )
            named, texts, numbers = write_months(TOPIC, Series(cvr, months), {})
            event = Event(cvr, Verb.MONTHS, f"{cvr}/{named}", now, texts, numbers)
            each.publish([event], now)

    def meet(self, days: int) -> None:
        """Both towns tell, the hub reads everybody, both towns hear."""
        for town in self.towns:
            town.run("worker", "--once", days=days)
        for each in self.others:
            each.publish([], system_now() + timedelta(days=days))
        members = str(self.folder / "members.toml")
        told = self.hub.run("commons", "hub", members, str(self.folder / "hub"), days=days)
        assert f"{OTHERS + 2} of {OTHERS + 2} feeds read" in told, told
        for town in self.towns:
            town.run("worker", "--once", days=days)
