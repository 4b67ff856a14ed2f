# SPDX-License-Identifier: EUPL-1.2
"""The path of a finding, divided into what many findings share and what tells one place.

`/…/SagIndeks[18]/Registrering` is the form `/…/SagIndeks[{}]/Registrering` and the place `18`. A
message of fifty cases tells of the same fault in fifty places, and a form is stored once.
"""

from __future__ import annotations

import re
from typing import Final

GAP: Final = "{}"
_NUMBER: Final = re.compile(r"\[([0-9]+)\]")
_PLACE: Final = re.compile(
    r"(?<=\[)[0-9]+(?=\])|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)


def divided(path: str) -> tuple[str, str]:
    """The form and the place of a path; one that has the gap's own sign is all form.

    >>> divided("/Sag[2]/Part[11]/Rolle")
    ('/Sag[{}]/Part[{}]/Rolle', '2,11')
    """
    if GAP in path:
        return path, ""
    if "-" not in path:  # as most often: no id stands in it, and numbers are found in one go
        parts = _NUMBER.split(path)
        return "[{}]".join(parts[::2]), ",".join(parts[1::2])
    return _PLACE.sub(GAP, path), ",".join(_PLACE.findall(path))


def joined(form: str, place: str) -> str:
    """The path again; `registry_place` in SQL does the same.

    >>> joined("/Sag[{}]/Part[{}]/Rolle", "2,11")
    '/Sag[2]/Part[11]/Rolle'
    """
    if not place:
        return form
    first, *rest = form.split(GAP)
    return first + "".join(part + after for part, after in zip(place.split(","), rest, strict=True))
