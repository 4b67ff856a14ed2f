# SPDX-License-Identifier: EUPL-1.2
"""What is missing on this machine, and how to mend it. Nothing is made, started or changed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from gearskifte.app.browser import find_browser
from gearskifte.kernel import config as configuration
from gearskifte.kernel.config import Config
from gearskifte.kernel.database import doctor
from gearskifte.kernel.database.doctor import Check
from gearskifte.kernel.errors import GearskifteError, Text
from gearskifte.kernel.time import system_now

_OLDEST_PYTHON: Final = (3, 11)
_ASSETS: Final = Path(__file__).parent.parent / "ui" / "static" / "dkfds" / "css"


def diagnose() -> list[Check]:
    """Everything that is needed, in the order in which it is."""
    name = Text("Konfiguration", "Configuration")
    try:
        config = configuration.load()
    except GearskifteError as error:
        return [_python(), Check(name, ok=False, detail=error.what, remedy=error.do)]
    return [
        _python(),
        Check(
            Text("Konfiguration", "Configuration"), ok=True, detail=Text(config.mode, config.mode)
        ),
        *doctor.diagnose(config),
        *_logins(config),
        _assets(),
        _browser(),
    ]


def _logins(config: Config) -> list[Check]:
    """Every configured login, asked at its provider; in production there must be one."""
    from gearskifte.login.public import check

    if not config.login_file:
        missing = Text("intet er sat op", "none is set up")
        remedy = Text(
            "Sæt login_file; se docs/reference/login.md.", "Set login_file; see docs/reference."
        )
        return [Check(Text("Login", "Login"), not config.production, missing, remedy)]
    return [_login(who, said) for who, said in check(config, system_now())]


def _login(who: str, said: Text | GearskifteError) -> Check:
    name = Text(f"Login, {who}", f"Login, {who}")
    if isinstance(said, Text):
        return Check(name, ok=True, detail=said)
    return Check(name, ok=False, detail=said.what, remedy=said.do)


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check(
        Text("Python", "Python"),
        ok=sys.version_info[:2] >= _OLDEST_PYTHON,
        detail=Text(version, version),
        remedy=Text("Installér Python 3.11 eller nyere.", "Install Python 3.11 or newer."),
    )


def _assets() -> Check:
    there = (_ASSETS / "dkfds.min.css").exists()
    return Check(
        Text("Designsystem", "Design system"),
        ok=there,
        detail=Text("på plads", "in place") if there else Text("mangler", "missing"),
        remedy=Text(
            "Installér npm og kør «make demo» igen.", "Install npm and run `make demo` again."
        ),
    )


def _browser() -> Check:
    """A browser is needed by the tests only, so its absence is told but no fault."""
    found = find_browser()
    return Check(
        Text("Browser til test", "Browser for tests"),
        ok=True,
        detail=Text(str(found), str(found))
        if found
        else Text("ingen; testene henter en", "none; the tests fetch one"),
    )
