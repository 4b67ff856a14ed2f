# SPDX-License-Identifier: EUPL-1.2
"""Secrets for one text of one recipe, and no other; each use stands in the ledger's log."""

from __future__ import annotations

from typing import Any, Final

from psycopg import Connection

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.errors import Text
from gearskifte.kernel.secrets import Vault
from gearskifte.robots.rules.refusals import StepRefused

SQL: Final[Queries] = load("gearskifte.robots", "secrets")


class SecretStore:
    """The secrets of one version of a recipe.

    They are bound to the text's digest: a changed recipe has none until somebody gives them to it.
    """

    def __init__(self, connection: Connection[Any], vault: Vault, robot: int, digest: str) -> None:
        self._connection = connection
        self._vault = vault
        self._mine = {"robot": robot, "digest": digest}

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
        row = self._connection.execute(SQL.use, {**self._mine, "name": name}).fetchone()
        return self._vault.decipher(row[0]).decode() if row else None


def missing(name: str, da: str, en: str) -> StepRefused:
    """What to say of a secret that this recipe was not given, and what to do."""
    return StepRefused(
        "GS-ROB-140",
        what=Text(f"Hemmeligheden «{name}» mangler.", f"The secret `{name}` is missing."),
        why=Text(
            "Den er ikke givet til denne udgave af opskriften.",
            "It was not given to this version of the recipe.",
        ),
        do=Text(da, en),
    )


def give(
    connection: Connection[Any],
    vault: Vault,
    *,
    robot: int,
    digest: str,
    name: str,
    secret: str,
    by: str,
) -> None:
    """Give a secret to one text of a recipe, instead of the one it had."""
    sealed = vault.encipher(secret.encode())
    connection.execute(
        SQL.give, {"robot": robot, "digest": digest, "name": name, "sealed": sealed, "by": by}
    )
