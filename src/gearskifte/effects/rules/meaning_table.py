# SPDX-License-Identifier: EUPL-1.2
"""A meaning of activities as people write it: JSON, or CSV with a line for each activity."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

import msgspec

from gearskifte.effects.rules.log import Meaning, Milestone
from gearskifte.effects.rules.meaning import MeaningVersion
from gearskifte.kernel.errors import InputRefused, Text

ROBOT: Final = "robot"
"""What stands beside a resource that is software, where a milestone stands beside an activity."""
LONGEST: Final = 200
MOST: Final = 5000
_TOPIC: Final = re.compile(r"\d{2}(\.\d{2}){0,2}")


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A version before it is saved.

    Attributes:
        topic: KLE number; it holds for all below it too.
        milestones: activity → what it counts as; "ingen" for one that was found to mean nothing.
        valid_from: the first day it is read by; None from the beginning.
        robots: resources that are software. why: the reason for the change.
    """

    topic: str
    milestones: dict[str, Milestone]
    valid_from: date | None = None
    robots: tuple[str, ...] = ()
    why: str = ""

    def version(self, id_: int, *, by: str, at: datetime) -> MeaningVersion:
        """The version it becomes when it is saved as `id_`."""
        meaning = Meaning(0, self.milestones, frozenset(self.robots))
        return MeaningVersion(id_, meaning, self.topic, self.valid_from, self.why, by, at)

    def check(self) -> None:
        """Refuse what cannot be a version.

        Raises:
            InputRefused: GS-EFF-130, naming what is wrong.
        """
        names = [*self.milestones, *self.robots]
        if not _TOPIC.fullmatch(self.topic):
            raise refused("emnet er intet KLE-nummer som 27.35", "the topic is no KLE number")
        if not self.why.strip():
            raise refused("der står ikke hvorfor", "it does not say why")
        if len(names) > MOST or any(not name.strip() or len(name) > LONGEST for name in names):
            raise refused(
                f"et navn er tomt eller over {LONGEST} tegn, eller der er over {MOST} navne",
                f"a name is empty or over {LONGEST} signs, or there are over {MOST} names",
            )


def read_written(text: str, said: Mapping[str, str]) -> Written:
    """A meaning from JSON or CSV.

    Args:
        text: JSON as `Written`, or CSV whose first line is activity;milestone.
        said: topic, valid_from and why, where they do not stand in the text or are to be others.

    Raises:
        InputRefused: GS-EFF-130 if it cannot be read.
    """
    given = {name: value for name, value in said.items() if value}
    try:
        if text.lstrip("\ufeff \r\n\t").startswith("{"):
            told = msgspec.json.decode(text.lstrip("\ufeff \r\n\t"))
        else:
            told = _from_csv(text)
        written = msgspec.convert(told | given, Written)
    except (msgspec.DecodeError, ValueError) as error:
        raise refused(str(error), str(error)) from error
    written.check()
    return written


def as_json(written: Written) -> bytes:
    """As JSON, which `read_written` reads."""
    return msgspec.json.format(msgspec.json.encode(written, order="sorted"), indent=2) + b"\n"


def as_csv(written: Written) -> str:
    """As CSV, which `read_written` reads; what holds for the whole stands in no line of it."""
    out = io.StringIO()
    lines = csv.writer(out, delimiter=";", lineterminator="\n")
    lines.writerow(["activity", "milestone"])
    lines.writerows(sorted((name, meant.value) for name, meant in written.milestones.items()))
    lines.writerows((name, ROBOT) for name in sorted(written.robots))
    return out.getvalue()


def written_of(version: MeaningVersion) -> Written:
    """A saved version as it is written."""
    meaning = version.meaning
    return Written(
        topic=version.topic,
        milestones=dict(meaning.milestones),
        valid_from=version.valid_from,
        robots=tuple(sorted(meaning.robots)),
        why=version.why,
    )


def refused(da: str, en: str) -> InputRefused:
    """A meaning that cannot be read or saved."""
    return InputRefused(
        "GS-EFF-130",
        what=Text("Kortlægningen kan ikke bruges.", "The mapping cannot be used."),
        why=Text(f"Fejlen er: {da}.", f"What is wrong: {en}."),
        do=Text(
            "Skriv linjer som »kode;afgjort«. Milepælene er "
            f"{', '.join(each.value for each in Milestone)}, og {ROBOT} for en ressource.",
            "Write lines such as 'code;afgjort'. The milestones are "
            f"{', '.join(each.value for each in Milestone)}, and {ROBOT} for a resource.",
        ),
    )


def _from_csv(text: str) -> dict[str, object]:
    head = text.lstrip("\ufeff \r\n").partition("\n")[0]
    separator = max(";,\t", key=head.count)
    lines = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=separator)
    rows = [[cell.strip() for cell in row] for row in lines if any(cell.strip() for cell in row)]
    names = {"activity", "aktivitet"}
    if not rows or len(rows[0]) < 2 or rows[0][0].lower() not in names:
        raise ValueError("the first line is not activity;milestone")
    milestones: dict[str, str] = {}
    robots = []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) < 2 or not row[0]:
            raise ValueError(f"line {number} has not two cells")
        name, meant = row[0], row[1].lower()
        if meant == ROBOT:
            robots.append(name)
        elif meant and milestones.setdefault(name, meant) != meant:
            raise ValueError(f"line {number} gives {name} two milestones")
    return {"milestones": milestones, "robots": robots}
