# SPDX-License-Identifier: EUPL-1.2
"""The door of the login."""

from __future__ import annotations

from gearskifte.login.middleware import ended_middleware
from gearskifte.login.rules.assurance import Level
from gearskifte.login.rules.configured import TABLES, LoginFile
from gearskifte.login.setup import check, logins
from gearskifte.login.views import log_out, logged_out

__all__ = [
    "TABLES",
    "Level",
    "LoginFile",
    "check",
    "ended_middleware",
    "log_out",
    "logged_out",
    "logins",
]
