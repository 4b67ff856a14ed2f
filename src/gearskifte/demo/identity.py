# SPDX-License-Identifier: EUPL-1.2
"""Fixed ids for what the demo invents, and randomness that can be repeated."""

from __future__ import annotations

from random import Random
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

NAMESPACE: Final = uuid5(NAMESPACE_URL, "urn:gearskifte:demo")


def identify(*parts: object) -> UUID:
    """The UUID of something invented; the same parts always give the same one."""
    return uuid5(NAMESPACE, "/".join(map(str, parts)))


def dice(*parts: object) -> Random:
    """Dice of its own for `parts`, so that it does not matter what is drawn elsewhere."""
    return Random("/".join(map(str, parts)))  # noqa: S311  (a demo, not a secret)
