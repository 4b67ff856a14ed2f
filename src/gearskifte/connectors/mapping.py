# SPDX-License-Identifier: EUPL-1.2
"""What the receiver of an event log says of it: whose it is, and what its codes mean.

Written in TOML and kept with the municipality's other configuration; see docs/event-logs.md. The
mapping goes into every message that is made of a log, so that reading it again gives the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import msgspec

from gearskifte.kernel.errors import ConfigurationError, Text
from gearskifte.registry.public import Reference, ReferenceKind, parse_urn, parse_uuid

Version = Annotated[int, msgspec.Meta(ge=1, le=999_999)]
Subject = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{2}(\.[0-9]{2}){0,2}$")]
Owner = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^([0-9]{8}|urn:\S+|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})?$"
    ),
]


class Milestone(StrEnum):
    """What a local activity means for the case: the four states (Fremdrift), or opened again."""

    ARISEN = "Opstaaet"
    INFORMED = "Oplyst"
    DECIDED = "Afgjort"
    CLOSED = "Afsluttet"
    REOPENED = "Genaabnet"


class Role(StrEnum):
    """What is asked of a log's attributes and columns."""

    CASE = "case"
    ACTIVITY = "activity"
    TIMESTAMP = "timestamp"
    STARTED = "started"
    RESOURCE = "resource"
    LIFECYCLE = "lifecycle"
    EVENT_ID = "event_id"
    CASE_UUID = "case_uuid"
    SOURCE = "source"
    OWNER = "owner"
    SUBJECT = "subject"
    KLE = "kle"
    START = "start"
    ENDED = "ended"
    CLOSED = "closed"
    DEADLINE = "deadline"
    STATUS = "status"


class LogMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is said of a log.

    Attributes:
        format: the connector that reads it ("XES", "CSV"), where the log itself does not show it.
        name, version: of the mapping; the version goes up by one at every change.
        source: what the log's system is called, "" for the log's own name. Together with a case's
            id it makes the case's UUID, so it must stay the same from one delivery to the next.
        owner: CVR number, URN or UUID of the authority whose cases they are; `owner_name` is it
            in words.
        title: a case's title, with {attribute} for what stands in its attribute of that name.
        kle: the KLE number of the cases whose local subject is not in `kle_by_subject`.
        columns: role → attribute or column, where its name does not say so.
        milestones: what the activities mean that mean something.
        time_format: of times in no ISO or Danish form, as strptime writes it.
        logs: what is different for a log, by the file's name without its endings.
    """

    format: str = ""
    name: str = ""
    version: Version = 1
    source: str = ""
    owner: Owner = ""
    owner_name: str = ""
    title: str = ""
    kle: Subject | None = None
    kle_by_subject: dict[str, Subject] = {}
    columns: dict[Role, str] = {}
    milestones: dict[Milestone, tuple[str, ...]] = {}
    time_format: str = ""
    logs: dict[str, Differences] = {}

    def __post_init__(self) -> None:
        """Refuse an activity that means two things.

        Raises:
            ValueError: naming the activity.
        """
        meant = [code for codes in self.milestones.values() for code in codes]
        twice = sorted({code for code in meant if meant.count(code) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)} stands under two milestones")

    def of_log(self, file: str) -> LogMapping:
        """What is said of the log in this file."""
        different = self.logs.get(file.partition(".")[0], Differences())
        said = {name: value for name, value in msgspec.structs.asdict(different).items() if value}
        return msgspec.structs.replace(self, format="", logs={}, **said)

    @property
    def milestone_of(self) -> Mapping[str, Milestone]:
        """Activity → what it means."""
        return {code: meaning for meaning, codes in self.milestones.items() for code in codes}


class Differences(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is different for one log of several that share a mapping."""

    source: str = ""
    owner: Owner = ""
    owner_name: str = ""


def parse_mapping(body: bytes, name: str) -> LogMapping:
    """The mapping in a TOML file; `name` is the file's, for the error.

    Raises:
        ConfigurationError: if it is no TOML, or says something that no mapping says.
    """
    try:
        return msgspec.toml.decode(body, type=LogMapping)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            "GS-CON-090",
            what=Text(
                f"Oversættelsen {name} kan ikke læses.", f"The mapping {name} cannot be read."
            ),
            why=Text(f"{error}.", f"{error}."),
            do=Text(
                "Ret filen; docs/event-logs.md viser alle felter.",
                "Mend the file; docs/event-logs.md shows every field.",
            ),
        ) from error


def authority(text: str) -> Reference | None:
    """The authority meant by a CVR number, a URN or a UUID; None for anything else."""
    text = text.strip()
    if len(text) == 8 and text.isascii() and text.isdigit():
        return Reference(ReferenceKind.CVR, text)
    uuid = parse_uuid(text)
    if uuid is not None:
        return Reference(ReferenceKind.UUID, str(uuid))
    if not text.lower().startswith("urn:"):
        return None
    reference = parse_urn(text)
    return None if reference.kind is ReferenceKind.CPR else reference
