# SPDX-License-Identifier: EUPL-1.2
"""Finds the connectors that other packages bring along, by the entry point group they name.

A package is foreign code. One that cannot be loaded stops the command and says so; one that fails
on a message gives a refusal, so that the message waits in quarantine and the others are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from gearskifte.connectors.connector import Connector, Delivery, Part, Stream
from gearskifte.kernel.errors import ConfigurationError, GearskifteError, Text
from gearskifte.registry.public import Reading, Refusal

GROUP: Final = "gearskifte.connectors"
"""The entry point group; what it points to is a `Connector`."""


@cache
def installed() -> tuple[Connector, ...]:
    """The connectors of all installed packages, in order of their entry points' names.

    Raises:
        ConfigurationError: if one cannot be loaded or is something else.
    """
    found = sorted(entry_points(group=GROUP), key=lambda each: (each.name, each.value))
    return tuple(map(_loaded, found))


def _loaded(entry: EntryPoint) -> Connector:
    try:
        connector = entry.load()
    except Exception as error:
        raise _unusable(entry, type(error).__name__) from error
    if not isinstance(connector, Connector):
        raise _unusable(entry, f"{type(connector).__name__} is no Connector")
    return _guarded(connector)


def _guarded(connector: Connector) -> Connector:
    """The same connector, whose faults are refusals."""

    def recognises(start: bytes) -> bool:
        try:
            return bool(connector.recognises(start))
        except Exception:  # noqa: BLE001 - foreign code; what it cannot tell is not its own
            return False

    def read(body: bytes, *, max_bytes: int) -> Reading:
        try:
            reading: object = connector.read(body, max_bytes=max_bytes)
        except Exception as error:  # noqa: BLE001 - foreign code; its fault is told, not raised
            return Reading("", refusals=(_failed(connector.name, type(error).__name__),))
        if isinstance(reading, Reading):
            return reading
        return Reading("", refusals=(_failed(connector.name, "no Reading"),))

    def split(stream: Stream, delivery: Delivery) -> Iterator[Part]:
        assert connector.split is not None  # noqa: S101 - it is put in only where it is there
        try:
            yield from connector.split(stream, delivery)
        except Exception as error:
            raise GearskifteError(
                "GS-CON-082",
                what=Text(
                    f"{delivery.name} kunne ikke læses til ende.",
                    f"{delivery.name} could not be read to its end.",
                ),
                why=_cause(connector.name, type(error).__name__),
                do=_MEND,
            ) from error

    return replace(
        connector, recognises=recognises, read=read, split=split if connector.split else None
    )


_MEND: Final = Text(
    "Bed leverandøren rette den (gearskifte.connectors.testing viser fejlen), og indlæs igen.",
    "Ask its vendor to mend it (gearskifte.connectors.testing shows the fault) and import again.",
)


def _cause(name: str, fault: str) -> Text:
    return Text(f"Connectoren {name} fejlede: {fault}.", f"The connector {name} failed: {fault}.")


def _failed(name: str, fault: str) -> Refusal:
    cause = _cause(name, fault)
    text = Text(f"{cause.da} {_MEND.da}", f"{cause.en} {_MEND.en}")
    return Refusal("GS-CON-081", "", text)


def _unusable(entry: EntryPoint, fault: str) -> ConfigurationError:
    package = entry.dist.name if entry.dist is not None else "?"
    return ConfigurationError(
        "GS-CON-080",
        what=Text(
            f"Connectoren {entry.name} i pakken {package} kan ikke bruges.",
            f"The connector {entry.name} of the package {package} cannot be used.",
        ),
        why=Text(f"{entry.value}: {fault}.", f"{entry.value}: {fault}."),
        do=Text("Opgrader pakken, eller afinstaller den.", "Upgrade the package, or uninstall it."),
    )
