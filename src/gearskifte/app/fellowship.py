# SPDX-License-Identifier: EUPL-1.2
"""The worker's meetings with other municipalities: tell, hear, and see which entries live."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from psycopg import Connection

from gearskifte.app.boot import Installation
from gearskifte.commons.public import (
    UNNAMED,
    Here,
    hear_others,
    keep_alive,
    tell_months,
    tell_others,
)
from gearskifte.kernel.config import SHARED, Config
from gearskifte.kernel.errors import ConfigurationError, Text

EVERY: Final = timedelta(minutes=1)
"""So often own entries are looked after and what waits is told."""

HEAR_EVERY: Final = timedelta(minutes=10)
"""So often the hub is asked; a conversation that finds nothing new is one small file."""

COUNT_EVERY: Final = timedelta(days=1)
"""So often own cases are looked through for months that others have not been told."""

Meeting = Callable[[Connection[Any], datetime], None]


def keep_in_touch(installed: Installation) -> Meeting:
    """What the worker does every time round: most often nothing, since it is not time yet."""
    config = installed.config
    here = here_of(config)
    key, hub_key = installed.vault.publishing_key, hub_key_of(config)
    told: datetime | None = None
    heard: datetime | None = None
    counted: datetime | None = None

    def meet(connection: Connection[Any], now: datetime) -> None:
        nonlocal told, heard, counted
        if config.commons_months == SHARED and (counted is None or now - counted >= COUNT_EVERY):
            counted = now
            tell_months(connection, here, now)
        if told is None or now - told >= EVERY:
            told = now
            keep_alive(connection, here, now)
            tell_others(connection, here, key, now, config.commons_feed_folder)
        if config.commons_hub and (heard is None or now - heard >= HEAR_EVERY):
            heard = now
            hear_others(connection, here, config.commons_hub, hub_key, now)

    return meet


def here_of(config: Config) -> Here:
    """The municipality that a configuration names."""
    return Here(config.organisation or UNNAMED, config.cvr)


def hub_key_of(config: Config) -> bytes:
    """The hub's public key, 32 bytes; empty where no hub is configured.

    Raises:
        ConfigurationError: GS-COM-031 if there is a hub and its key is none.
    """
    if not config.commons_hub:
        return b""
    try:
        key = base64.b64decode(config.commons_hub_key, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != 32:
        raise ConfigurationError(
            "GS-COM-031",
            what=Text("Navet kan ikke bruges.", "The hub cannot be used."),
            why=Text(
                "commons_hub_key er ikke en offentlig nøgle på 32 byte i base64.",
                "commons_hub_key is not a public key of 32 bytes in base64.",
            ),
            do=Text(
                "Sæt den til den nøgle, navet oplyser (gearskifte commons key).",
                "Set it to the key that the hub tells (gearskifte commons key).",
            ),
        )
    return key
