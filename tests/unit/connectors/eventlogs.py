# SPDX-License-Identifier: EUPL-1.2
"""Small event logs to try the connectors with."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import msgspec

from gearskifte.connectors.public import LogMapping, messages_in, read
from gearskifte.registry.public import Reading

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
LARGEST = 32 * 1024 * 1024

XES_LOG = (FIXTURES / "eventlogs" / "permits.xes").read_bytes()
CSV_LOG = (FIXTURES / "eventlogs" / "permits.csv").read_bytes()


def mapping(**said: object) -> LogMapping:
    """A mapping that says this."""
    return msgspec.convert(said, LogMapping)


def xes(*traces: str, header: str = "", name: str = "permits") -> bytes:
    """A log of these traces."""
    named = f'<string key="concept:name" value="{name}"/>' if name else ""
    return (
        f'<log xes.version="1.0" xmlns="http://www.xes-standard.org/">{header}{named}'
        f"{''.join(traces)}</log>"
    ).encode()


def trace(*events: str, case: str = "P-1", attributes: str = "") -> str:
    """A trace with these events."""
    named = f'<string key="concept:name" value="{case}"/>' if case else ""
    return f"<trace>{named}{attributes}{''.join(events)}</trace>"


def event(activity: str, time: str, **more: str) -> str:
    """An event; `more` are attributes with an underscore for their colon."""
    said = {"concept:name": activity, **{key.replace("_", ":"): it for key, it in more.items()}}
    strings = "".join(f'<string key="{key}" value="{value}"/>' for key, value in said.items())
    dated = f'<date key="time:timestamp" value="{time}"/>' if time else ""
    return f"<event>{strings}{dated}</event>"


def dates(**said: str) -> str:
    """Attributes that are dates."""
    return "".join(f'<date key="{key}" value="{value}"/>' for key, value in said.items())


def parts_of(
    log: bytes, said: LogMapping | None = None, *, name: str = "log.xes", largest: int = LARGEST
) -> list[tuple[str, bytes]]:
    """The messages that a log is made into, and where each stood."""
    return list(messages_in(io.BytesIO(log), name, max_bytes=largest, mapping=said))


def readings(
    log: bytes, said: LogMapping | None = None, *, name: str = "log.xes", largest: int = LARGEST
) -> list[Reading]:
    """What the messages of a log say; the last is the note of delivery."""
    parts = parts_of(log, said, name=name, largest=largest)
    return [read(body, max_bytes=largest) for _, body in parts]


def only(log: bytes, said: LogMapping | None = None, *, name: str = "log.xes") -> Reading:
    """What the one case of a log says."""
    found, _ = readings(log, said, name=name)
    return found


def codes(found: Iterable[Reading]) -> list[str]:
    """The codes of all refusals."""
    return [refusal.code for reading in found for refusal in reading.refusals]


def rules(reading: Reading) -> set[str]:
    """The last part of every finding's rule."""
    return {finding.rule.rpartition(".")[2] for finding in reading.findings}


def told(reading: Reading) -> list[tuple[str, str, str]]:
    """Activity, time and sequence of each event."""
    return [
        (each.details["activity"], str(each.happened_at), each.details["sequence"])
        for each in reading.events
    ]
