# SPDX-License-Identifier: EUPL-1.2
"""Addresses of databases as libpq understands them (`postgresql://…`)."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

import psycopg
from psycopg.conninfo import conninfo_to_dict

from gearskifte.kernel.database import failures


def parse(url: str, variable: str) -> dict[str, str]:
    """The parameters (of libpq) in an address (`user`, `host`, `dbname` …).

    Raises:
        DatabaseError: GS-DB-015, naming `variable` but never showing the address.
    """
    try:
        parameters = conninfo_to_dict(url)
    except psycopg.Error:
        raise failures.bad_address(variable) from None
    return {name: str(value) for name, value in parameters.items() if value is not None}


def build(parameters: Mapping[str, str]) -> str:
    """The address with these parameters."""
    return f"postgresql://?{urlencode(parameters, quote_via=quote, safe='')}"


def in_role(parameters: Mapping[str, str], role: str) -> dict[str, str]:
    """The same login, which takes on `role` as soon as it is connected."""
    if parameters.get("user") == role:
        return dict(parameters)
    options = f"{parameters.get('options', '')} -c role={role}".strip()
    return {**parameters, "options": options}
