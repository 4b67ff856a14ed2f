# SPDX-License-Identifier: EUPL-1.2
"""Secrets for one text of one recipe at one address; each use stands in the ledger's log."""

from __future__ import annotations

from typing import Any, Final

from psycopg import Connection

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.errors import InputRefused, Text
from gearskifte.kernel.secrets import Vault
from gearskifte.robots.rules.binding import Bound
from gearskifte.robots.rules.refusals import StepRefused

SQL: Final[Queries] = load("gearskifte.robots", "secrets")


class SecretStore:
    """The secrets of one version of a recipe, where its systems are now.

    They belong to the text's digest and the system's address: a changed recipe, or a system that is
    somewhere else, has none until somebody gives them to it.
    """

    def __init__(self, connection: Connection[Any], vault: Vault, robot: int, bound: Bound) -> None:
        self._connection = connection
        self._vault = vault
        self._bound = bound
        self._mine = {"robot": robot, "digest": bound.recipe.digest}

    def use(self, name: str) -> str:
        """The secret; its use is logged first.

        Raises:
            StepRefused: GS-ROB-140 if this text of the recipe was not given it.
        """
        found = self._find(name)
        if found is None:
            raise missing(
                name,
                "Giv den med «gearskifte robots secret».",
                "Give it with `gearskifte robots secret`.",
            )
        return found

    def token(self, system: str) -> str:
        """The bearer token of a system, "" where it was given none."""
        return self._find(f"{system}.nøgle") or ""

    def _find(self, name: str) -> str | None:
        row = self._connection.execute(SQL.use, self._place(name)).fetchone()
        return self._vault.decipher(row[0]).decode() if row else None

    def _place(self, name: str) -> dict[str, Any]:
        return {**self._mine, "name": name, "address": self._bound.address_of(name)}


def missing(name: str, da: str, en: str) -> StepRefused:
    """What to say of a secret that this recipe was not given, and what to do."""
    return StepRefused(
        "GS-ROB-140",
        what=Text(f"Hemmeligheden «{name}» mangler.", f"The secret `{name}` is missing."),
        why=Text(
            "Den er ikke givet til denne udgave af opskriften på den adresse.",
            "It was not given to this version of the recipe at that address.",
        ),
        do=Text(da, en),
    )


def give(
    connection: Connection[Any],
    vault: Vault,
    *,
    robot: int,
    bound: Bound,
    name: str,
    secret: str,
    by: str,
) -> None:
    """Give a secret to one text of a recipe at one address, instead of the one it had.

    Raises:
        InputRefused: GS-ROB-035 if the recipe has no such system.
    """
    address = bound.address_of(name)
    if not address:
        raise InputRefused(
            "GS-ROB-035",
            what=Text("Hemmeligheden er ikke gemt.", "The secret was not kept."),
            why=Text(
                f"Opskriften har intet system til «{name}».",
                f"The recipe has no system for `{name}`.",
            ),
            do=Text("Skriv den som system.navn.", "Write it as system.name."),
        )
    sealed = vault.encipher(secret.encode())
    place = {"robot": robot, "digest": bound.recipe.digest, "address": address, "name": name}
    connection.execute(SQL.give, {**place, "sealed": sealed, "by": by})
