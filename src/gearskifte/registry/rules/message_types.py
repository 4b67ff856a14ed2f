# SPDX-License-Identifier: EUPL-1.2
"""Types of event messages (Beskedtype) that are known by name.

A message carries its type as an identifier alone. The names of most stand in a classification that
is imported; these do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from gearskifte.kernel.errors import Text

ROBOT_ACTED: Final = uuid5(NAMESPACE_URL, "https://gearskifte.dk/besked/robot-har-handlet")
"""What robots here tell of what they did in a case."""
_POST_STATUS: Final = UUID("d2bed63c-4853-4008-b6e0-a74c15b15fbf")  # KOMBIT's sample messages

MESSAGE_TYPES: Final[Mapping[str, Text]] = {
    str(ROBOT_ACTED): Text("En robot har handlet", "A robot has acted"),
    str(_POST_STATUS): Text("Status på afsendt post", "Status of mail that was sent"),
}
